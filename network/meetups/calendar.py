"""Meetups as calendar entries that Outlook, Google and Apple keep as one: stable UID, SEQUENCE, METHOD, own VTIMEZONE.

The time zone is written out by hand: lists of switch dates, which libraries produce, make Outlook miss the summer hour.
Source of the rules: RFC 5545 and RFC 5546. The calendar library is loaded only when an entry is made.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask import Response, current_app

from network.kernel import clock
from network.meetups.models import Meetup

if TYPE_CHECKING:
    from icalendar import Calendar, Event

PRODUCT = "-//Leernetwerk mkb//NL"
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
    """The calendar part of a mail, from what `seats.calendar_entry` noted: REQUEST puts it in, CANCEL takes it out."""
    from icalendar import vCalAddress, vText

    event = _event(entry)
    settings = current_app.config["SETTINGS"]
    organizer = vCalAddress(f"mailto:{_address(settings.mail_from)}")
    organizer.params["CN"] = vText("Leernetwerk mkb")
    event.add("organizer", organizer, encode=False)
    attendee = vCalAddress(f"mailto:{member_email}")
    attendee.params["CN"] = vText(member_name)
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    attendee.params["PARTSTAT"] = vText("ACCEPTED")
    attendee.params["RSVP"] = vText("FALSE")
    event.add("attendee", attendee, encode=False)
    return _calendar(event, entry["method"])


def download(meetup: Meetup, *, with_link: bool) -> Response:
    """The entry as a file for who wants it in a calendar without a mail."""
    entry = {
        "uid": meetup.uid, "sequence": meetup.sequence, "path": meetup.path, "title": meetup.title,
        "starts_at": meetup.starts_at.isoformat(), "ends_at": meetup.ends_at.isoformat(), "place": meetup.place,
        "address": meetup.address, "link": meetup.link if with_link else "", "stamp": clock.now().isoformat(),
        "method": "CANCEL" if meetup.is_cancelled else "PUBLISH",
    }  # fmt: skip
    response = Response(_calendar(_event(entry), "PUBLISH"), mimetype="text/calendar")
    response.headers["Content-Disposition"] = f'attachment; filename="{meetup.slug}.ics"'
    return response


def _event(entry: dict[str, Any]) -> Event:
    from icalendar import Event

    settings = current_app.config["SETTINGS"]
    url = settings.base_url + entry["path"]
    event = Event()
    event.add("uid", f"{entry['uid']}@{settings.base_url.split('://', 1)[1].split(':')[0]}")
    event.add("sequence", entry["sequence"])
    event.add("dtstamp", datetime.fromisoformat(entry["stamp"]))
    for name in ("starts_at", "ends_at"):
        event.add("dtstart" if name == "starts_at" else "dtend", clock.local(datetime.fromisoformat(entry[name])))
    event.add("summary", entry["title"])
    event.add(
        "location",
        ", ".join(filter(None, (entry["place"], entry["address"]))) or entry.get("link") or "online",
    )
    event.add("description", "\n".join(filter(None, (entry.get("link"), url))))
    event.add("url", url)
    event.add("status", "CANCELLED" if entry["method"] == "CANCEL" else "CONFIRMED")
    return event


def _calendar(event: Event, method: str) -> str:
    from icalendar import Calendar, Component

    calendar: Calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(Component.from_ical(TIMEZONE))
    calendar.add_component(event)
    return calendar.to_ical().decode()  # type: ignore[no-any-return]


def _address(sender: str) -> str:
    return sender.rsplit("<", 1)[-1].rstrip(">").strip()
