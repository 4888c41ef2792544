"""Invitations as calendars read them: one entry for life, the local time right in summer and winter."""

from __future__ import annotations

from datetime import date, datetime, time

import icalendar
import pytest

from network.kernel import clock
from network.meetups.calendar import invitation
from network.meetups.dealing import calendar_entry


@pytest.mark.parametrize(
    ("day", "utc_hour"),
    [(date(2027, 7, 1), 13), (date(2027, 12, 1), 14), (date(2027, 3, 28), 13), (date(2027, 10, 31), 14)],
)
def test_half_past_three_is_half_past_three_all_year(make_meetup, day, utc_hour):
    begin = clock.moment(day, time(15, 30))
    meetup = make_meetup(starts_at=begin)

    event = _event(meetup, "REQUEST")

    assert event.start.strftime("%H:%M") == "15:30"
    assert (
        event.start.astimezone(clock.UTC)
        == begin
        == datetime(day.year, day.month, day.day, utc_hour, 30, tzinfo=clock.UTC)
    )
    assert event.end - event.start == meetup.ends_at - meetup.starts_at


def test_an_invitation_holds_what_calendars_need(make_meetup):
    meetup = make_meetup(title="Kijken, en; doen\nsamen")
    calendar = icalendar.Calendar.from_ical(_text(meetup, "REQUEST"))
    event = calendar.walk("VEVENT")[0]

    assert calendar["METHOD"] == "REQUEST"
    assert len(calendar.walk("VTIMEZONE")) == 1
    assert str(event["UID"]).startswith(meetup.uid)
    assert event["SEQUENCE"] == meetup.sequence
    assert "mailto:" in event["ORGANIZER"]
    assert event["ATTENDEE"] == "mailto:bram@example.org"
    assert event["DTSTAMP"].dt.tzinfo is not None
    assert event["SUMMARY"] == "Kijken, en; doen\nsamen"


def test_a_cancellation_names_the_same_entry(make_meetup):
    meetup = make_meetup()

    assert _event(meetup, "CANCEL")["UID"] == _event(meetup, "REQUEST")["UID"]
    assert _event(meetup, "CANCEL")["STATUS"] == "CANCELLED"


def _text(meetup, method):
    return invitation(calendar_entry(meetup, method), "Bram Jansen", "bram@example.org")


def _event(meetup, method):
    return icalendar.Calendar.from_ical(_text(meetup, method)).walk("VEVENT")[0]
