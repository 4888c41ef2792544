"""Meetups as calendar entries that Outlook, Google and Apple keep as one: stable UID, SEQUENCE, METHOD, own VTIMEZONE.

The time zone is written out by hand: lists of switch dates, which libraries produce, make Outlook miss the summer hour.
Source of the rules: RFC 5545 and RFC 5546. The calendar library is loaded only when an entry is made.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from flask import Response
from flask_babel import gettext as _
from sqlalchemy import select

from network.kernel import clock, mail
from network.kernel.database import db
from network.meetups.models import Meetup
from network.themes.models import Theme

if TYPE_CHECKING:
    from icalendar import Calendar, Event

PRODUCT = "-//Leernetwerk mkb//NL"
ORGANIZER = "Leernetwerk mkb"
TIMEZONE = "\r\n".join(
    (
        "BEGIN:VTIMEZONE", "TZID:Europe/Amsterdam",
        "BEGIN:DAYLIGHT", "DTSTART:19700329T020000", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
        "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "TZNAME:CEST", "END:DAYLIGHT",
        "BEGIN:STANDARD", "DTSTART:19701025T030000", "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
        "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "TZNAME:CET", "END:STANDARD",
        "END:VTIMEZONE",
    )
)  # fmt: skip


def invitation(entry: dict[str, Any], member_name: str, member_email: str) -> str:
    """The calendar part of a mail, from what `dealing.calendar_entry` noted: REQUEST puts it in, CANCEL takes it out."""
    calling_off = entry["method"] == "CANCEL"
    event = _event({**entry, "theme": "" if calling_off else _theme_of(entry["uid"])})
    _invite(event, member_name, member_email)
    return _written(_calendar([event], entry["method"]))


def download(meetup: Meetup, *, with_link: bool) -> Response:
    """The entry as a file for who wants it in a calendar without a mail."""
    entry = {**entry_of(meetup, with_link=with_link), "stamp": clock.now().isoformat()}
    response = Response(_written(_calendar([_event(entry)], "PUBLISH")), mimetype="text/calendar")
    response.headers["Content-Disposition"] = f'attachment; filename="{meetup.slug}.ics"'
    return response


def feed(name: str, entries: Iterable[dict[str, Any]], ask_again: timedelta) -> str:
    """Many entries as a calendar that is read again and again; `ask_again` says how often that makes sense."""
    from icalendar import vDuration, vText

    calendar = _calendar([_event(entry) for entry in entries], "PUBLISH")
    for each in ("name", "x-wr-calname"):  # RFC 7986, and what programs understood before that
        calendar.add(each, vText(name))
    calendar.add("x-wr-timezone", "Europe/Amsterdam")
    calendar.add("refresh-interval", ask_again, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(ask_again))
    return _written(calendar)


def entry_of(meetup: Meetup, *, with_link: bool) -> dict[str, Any]:
    """An entry for who was not invited by mail. A meetup that is called off says so, and in its title too: many
    programs show nothing of a STATUS."""
    revised = meetup.last_revised.isoformat()
    title = _("Called off: %(title)s", title=meetup.title) if meetup.is_cancelled else meetup.title
    return {
        "uid": meetup.uid, "sequence": meetup.sequence, "path": meetup.path, "title": title, "stamp": revised,
        "starts_at": meetup.starts_at.isoformat(), "ends_at": meetup.ends_at.isoformat(), "place": meetup.place,
        "address": meetup.address, "link": meetup.link if with_link else "", "revised": revised,
        "theme": meetup.theme.title if meetup.theme else "",
        "status": "CANCELLED" if meetup.is_cancelled else "CONFIRMED",
    }  # fmt: skip


def _theme_of(uid: str) -> str:
    """The name of the theme that a meetup stands in now: a notice was given without it."""
    theme = db.session.scalars(select(Theme).join(Meetup, Meetup.theme_id == Theme.id).where(Meetup.uid == uid)).first()
    return theme.title if theme else ""


def _event(entry: dict[str, Any]) -> Event:
    from icalendar import Event

    url = mail.url(entry["path"])
    event = Event()
    event.add("uid", f"{entry['uid']}@{mail.host()}")
    event.add("sequence", entry["sequence"])
    event.add("dtstamp", datetime.fromisoformat(entry["stamp"]))
    event.add("last-modified", datetime.fromisoformat(entry.get("revised", entry["stamp"])))
    event.add("dtstart", _wall_clock(entry["starts_at"]))
    event.add("dtend", _wall_clock(entry["ends_at"]))
    event.add("summary", entry["title"])
    event.add(
        "location",
        ", ".join(filter(None, (entry["place"], entry["address"]))) or entry.get("link") or "online",
    )
    event.add("description", "\n".join(filter(None, (entry.get("words"), entry.get("link"), url))))
    event.add("url", url)
    event.add("status", entry.get("status") or ("CANCELLED" if entry["method"] == "CANCEL" else "CONFIRMED"))
    event.add("organizer", _person(ORGANIZER, _address(mail.settings().mail_from)), encode=False)
    if entry.get("theme"):
        event.add("categories", [entry["theme"]])
    if entry.get("is_free"):
        event.add("transp", "TRANSPARENT")
    return event


def _wall_clock(moment: str) -> datetime:
    """The time on an Amsterdam clock; in UTC where that clock shows it a second time, which only UTC can tell apart.

    Source: RFC 5545, 3.3.5: a local time that exists twice means its first.
    """
    local = clock.local(datetime.fromisoformat(moment))
    return local.astimezone(UTC) if local.fold else local


def _invite(event: Event, name: str, address: str) -> None:
    attendee = _person(name, address)
    for parameter, value in (("ROLE", "REQ-PARTICIPANT"), ("PARTSTAT", "ACCEPTED"), ("RSVP", "FALSE")):
        attendee.params[parameter] = value
    event.add("attendee", attendee, encode=False)


def _person(name: str, address: str) -> Any:
    from icalendar import vCalAddress, vText

    person = vCalAddress(f"mailto:{address}")
    person.params["CN"] = vText(name.replace('"', "'"))  # within a parameter a quote cannot be written: RFC 5545, 3.2
    return person


def _calendar(events: Iterable[Event], method: str) -> Calendar:
    from icalendar import Calendar, Component

    calendar: Calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(Component.from_ical(TIMEZONE))
    for event in events:
        calendar.add_component(event)
    return calendar


def _written(calendar: Calendar) -> str:
    return calendar.to_ical().decode()  # type: ignore[no-any-return]


def _address(sender: str) -> str:
    return sender.rsplit("<", 1)[-1].rstrip(">").strip()
