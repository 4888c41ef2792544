"""Two calendar programs that know nothing of ours, and what a person's calendar makes of the files that it gets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any, NamedTuple

import vobject
from flask import Flask
from ical.calendar_stream import IcsCalendarStream

from network.kernel import clock
from network.notifications.jobs import deliver


class Seen(NamedTuple):
    """An entry as a program understood it; moments in UTC."""

    uid: str
    sequence: int
    status: str
    title: str
    begin: datetime
    end: datetime
    stamp: datetime
    revised: datetime
    where: str
    words: str


class File(NamedTuple):
    """A calendar file as a program understood it."""

    method: str
    entries: Sequence[Seen]

    def __getitem__(self, title: str) -> Seen:  # type: ignore[override]
        return next(each for each in self.entries if each.title == title)

    @property
    def titles(self) -> list[str]:
        return [each.title for each in self.entries]


def by_vobject(text: str) -> File:
    calendar = vobject.readOne(text)
    events = [_seen_by_vobject(each) for each in calendar.contents.get("vevent", [])]
    return File(calendar.method.value, events)


def _seen_by_vobject(event: Any) -> Seen:
    return Seen(
        event.uid.value, int(event.sequence.value), event.status.value, event.summary.value,
        event.dtstart.value.astimezone(UTC), event.dtend.value.astimezone(UTC), event.dtstamp.value.astimezone(UTC),
        event.last_modified.value.astimezone(UTC), event.location.value, event.description.value,
    )  # fmt: skip


def by_ical(text: str) -> File:
    calendar = IcsCalendarStream.calendar_from_ics(text)
    events = [_seen_by_ical(each) for each in calendar.events]
    return File(str(calendar.method), events)


def _seen_by_ical(event: Any) -> Seen:
    return Seen(
        event.uid, event.sequence, str(event.status.value), event.summary, event.dtstart.astimezone(UTC),
        event.dtend.astimezone(UTC), event.dtstamp.astimezone(UTC), event.last_modified.astimezone(UTC), event.location,
        event.description,
    )  # fmt: skip


READERS: list[Callable[[str], File]] = [by_vobject, by_ical]


def read(text: str) -> File:
    """What both programs understand alike."""
    one, other = (reader(text) for reader in READERS)
    assert one == other
    return one


class Calendar:
    """A person's own calendar, which acts on invitations as RFC 5546 says: the highest SEQUENCE of a UID wins."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[int, Seen | None]] = {}

    def take(self, text: str) -> None:
        """Put in, replace or take out."""
        file = read(text)
        for entry in file.entries:
            if entry.sequence >= self._known.get(entry.uid, (-1, None))[0]:
                self._known[entry.uid] = (entry.sequence, None if file.method == "CANCEL" else entry)

    @property
    def entries(self) -> list[Seen]:
        return [entry for _, entry in self._known.values() if entry is not None]


def mailed(app: Flask, address: str) -> list[str]:
    """The calendar parts of all mails that went to an address, oldest first, with the line ends that SMTP gives them."""
    deliver(clock.now())
    folder = Path(app.config["SETTINGS"].network_instance) / "mail"
    mails = [message_from_bytes(file.read_bytes(), policy=default) for file in sorted(folder.glob("*.eml"))]
    parts = [part for mail in mails if mail["To"] == address for part in mail.walk()]
    return [
        part.get_payload(decode=True).decode().replace("\n", "\r\n")  # type: ignore[union-attr]
        for part in parts
        if part.get_content_type() == "text/calendar" and part.get_content_disposition() is None
    ]
