"""The weekly digest: one mail with what is new for a member, gathered from the features when it goes out.

A row is written for everybody on Monday; what stands in the mail is read only when it is composed, in the rights that its
reader has then. Where there is nothing to say, no mail goes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import select

from network.kernel import clock
from network.kernel.database import db, transactional
from network.kernel.jobs import each_by_itself
from network.members.models import Member
from network.members.rights import reader_with_rights
from network.notifications.models import QUEUED, SENDING, SENT, Notification
from network.notifications.rules import DIGEST_KIND
from network.notifications.services import notify

AT = time(7, 0)  # on Monday, in Amsterdam
A_WEEK = timedelta(days=7)
CATCHES_UP = timedelta(days=2)  # how late a worker that stood still begins with last Monday's
MOST, MOST_OF_A_KIND = 10, 4
MAILED = (QUEUED, SENDING, SENT)


class Item(NamedTuple):
    """One thing in the digest: its title, a line about it, and where it stands."""

    title: str
    line: str
    path: str


class Part(NamedTuple):
    """Some things of one kind, under a head."""

    head: str
    items: list[Item]


Source = Callable[[Member, datetime], Sequence[Item]]  # the reader, and since when things are new

_sources: dict[str, tuple[int, Any, Source]] = {}


class NothingToSay(Exception):
    """Nothing is new for this reader, so there is no mail to compose."""


def add_source(rank: int, head: Any, source: Source) -> None:
    """Let a feature tell what is new, under a head of its own; what has the lowest rank stands first."""
    _sources[f"{source.__module__}.{source.__qualname__}"] = (rank, head, source)


def monday_of(now: datetime) -> datetime:
    """When the digest of this week is due."""
    day = clock.local(now).date()
    return clock.moment(date.fromordinal(day.toordinal() - day.weekday()), AT)


def write_digests(now: datetime) -> int:
    """Put a digest in line for every member who wants one, once a week. Gives how many they are."""
    due = monday_of(now)
    if not due <= now < due + CATCHES_UP:
        return 0
    wants = (Member.active, Member.confirmed_at.is_not(None), Member.mail_digest, Member.created_at < due)
    written = select(Notification.member_id).where(Notification.kind == DIGEST_KIND, Notification.created_at >= due)
    ids = db.session.scalars(select(Member.id).where(*wants, Member.id.not_in(written)).order_by(Member.id)).all()
    return each_by_itself(ids, lambda member_id: _write(member_id, due))


@transactional
def _write(member_id: int, due: datetime) -> int:
    once = f"{DIGEST_KIND}:{member_id}:{clock.local(due):%G%V}"
    return notify(member_id, DIGEST_KIND, inbox=False, once=once, due_at=due) is not None


def parts_for(row: Notification) -> list[Part]:
    """What is new for the reader of a digest since the Monday before, in their language. Raises NothingToSay."""
    reader = reader_with_rights(row.member_id)
    if reader is None:
        raise NothingToSay
    since = monday_of(row.created_at) - A_WEEK  # not when it is due: a mail that is put off is due later
    told, left = _mailed_at_once(reader, since), MOST
    parts: list[Part] = []
    for _rank, head, source in sorted(_sources.values(), key=lambda each: each[0]):
        items = [item for item in source(reader, since) if item.path not in told][: min(MOST_OF_A_KIND, left)]
        if items:
            parts.append(Part(str(head), items))
            told |= {item.path for item in items}
            left -= len(items)
    if not parts:
        raise NothingToSay
    return parts


def _mailed_at_once(reader: Member, since: datetime) -> set[str]:
    """The pages of which a mail went, or is about to go, to somebody since then."""
    own = (Notification.member_id == reader.id, Notification.created_at >= since, Notification.mail_state.in_(MAILED))
    return {path.partition("#")[0] for path in db.session.scalars(select(Notification.path).where(*own)) if path}
