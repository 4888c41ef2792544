"""Invitations by mail, read from the mails themselves by two calendar programs: one entry a meetup, whatever happens."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from cast import soon
from meetups.readers import Calendar, mailed, read

from network.kernel import clock
from network.kernel.database import db, transactional
from network.meetups.models import WITHDRAWN, Signup
from network.meetups.seats import sign_up, withdraw
from network.meetups.services import call_off, change
from network.themes.models import CLOSED
from network.themes.services import change as change_theme


@pytest.fixture
def brams(app, bram):
    """Bram's calendar, with whatever came by mail so far."""

    def look():
        calendar = Calendar()
        for text in mailed(app, bram.email):
            calendar.take(text)
        return calendar.entries

    return look


def again(meetup):
    db.session.refresh(meetup, ["sequence", "version", "revised_at"])
    return meetup.version


@pytest.mark.parametrize(
    ("begin", "local"),
    [
        (datetime(2027, 7, 1, 13, 30, tzinfo=UTC), "20270701T153000"),
        (datetime(2027, 12, 1, 14, 30, tzinfo=UTC), "20271201T153000"),
        (datetime(2027, 3, 28, 0, 30, tzinfo=UTC), "20270328T013000"),  # ends after the hour that is not there
        (datetime(2027, 10, 31, 0, 30, tzinfo=UTC), "20271031T023000"),  # the first half past two of that night
        (datetime(2027, 10, 31, 1, 30, tzinfo=UTC), None),  # the second, which no local time can tell
        (datetime(2027, 10, 30, 23, 30, tzinfo=UTC), "20271031T013000"),  # ends at the second half past two
    ],
)
def test_both_programs_read_the_moment_that_was_meant(app, make_meetup, bram, begin, local):
    meetup = make_meetup(starts_at=begin, signups=(bram,))
    [text] = mailed(app, bram.email)

    [entry] = read(text).entries

    assert (entry.begin, entry.end) == (begin, meetup.ends_at)
    assert (f"DTSTART;TZID=Europe/Amsterdam:{local}" in text) == (local is not None)


def test_a_calendar_holds_one_entry_through_everything(make_meetup, bram, brams):
    meetup = make_meetup(signups=(bram,), title="Kijken")
    assert [entry.title for entry in brams()] == ["Kijken"]

    change(meetup, again(meetup), title="Beter kijken", starts_at=soon(20), ends_at=soon(20) + timedelta(hours=1))
    [entry] = brams()
    assert (entry.title, entry.begin) == ("Beter kijken", soon(20))

    withdraw(meetup, bram)
    assert brams() == []

    sign_up(meetup, bram)
    assert [entry.title for entry in brams()] == ["Beter kijken"]

    change(meetup, again(meetup), place="Horst")
    assert [entry.where for entry in brams()] == ["Horst"]

    call_off(meetup, "Ziek")
    assert brams() == []


def test_who_comes_back_within_the_same_second_is_in_again(make_meetup, bram, brams):
    with time_machine.travel(clock.now(), tick=False):
        meetup = make_meetup(signups=(bram,))
        withdraw(meetup, bram)
        sign_up(meetup, bram)

    assert len(brams()) == 1


def test_a_mail_that_comes_late_does_not_undo_a_newer_one(app, make_meetup, bram):
    meetup = make_meetup(signups=(bram,))
    change(meetup, again(meetup), title="Beter kijken")
    calendar = Calendar()

    for text in reversed(mailed(app, bram.email)):
        calendar.take(text)

    assert [entry.title for entry in calendar.entries] == ["Beter kijken"]


def test_another_persons_leaving_keeps_the_entries_of_those_who_stay(make_meetup, bram, chen, brams):
    meetup = make_meetup(signups=(bram, chen))

    withdraw(meetup, chen)
    change(meetup, again(meetup), place="Horst")

    assert [entry.where for entry in brams()] == ["Horst"]


def test_a_change_that_calendars_do_not_show_leaves_the_entry_alone(make_meetup, bram, app):
    meetup = make_meetup(signups=(bram,))
    before = again(meetup), meetup.sequence, meetup.revised_at

    change(meetup, before[0], description="We kijken nog beter mee.")

    again(meetup)
    assert (meetup.sequence, meetup.revised_at) == before[1:]
    assert len(mailed(app, bram.email)) == 1


@pytest.mark.parametrize("what", ["change", "leave", "call off"])
def test_whatever_raises_the_sequence_says_when(make_meetup, bram, what):
    meetup = make_meetup(signups=(bram,))
    later = clock.now() + timedelta(hours=1)
    before = again(meetup) and meetup.sequence
    with time_machine.travel(later, tick=False):
        match what:
            case "change":
                change(meetup, meetup.version, place="Horst")
            case "leave":
                withdraw(meetup, bram)
            case "call off":
                call_off(meetup, "Ziek")

    again(meetup)
    assert meetup.sequence > before
    assert meetup.revised_at == later


def test_the_mail_the_file_and_the_change_name_one_entry(app, make_meetup, bram, client_of):
    meetup = make_meetup(signups=(bram,), slug="een")
    file = read(client_of(bram).get("/meetups/een.ics").text)
    [mail] = (read(text) for text in mailed(app, bram.email))
    assert file.entries[0].uid == mail.entries[0].uid
    assert file.entries[0].sequence == mail.entries[0].sequence

    call_off(meetup, "Ziek")
    file = read(client_of(bram).get("/meetups/een.ics").text)
    _, mail = (read(text) for text in mailed(app, bram.email))
    assert (file.method, mail.method) == ("PUBLISH", "CANCEL")
    assert file.entries[0][:3] == mail.entries[0][:3]
    assert file.entries[0].status == "CANCELLED"
    assert file.titles == [f"Gaat niet door: {meetup.title}"]


def test_an_invitation_says_who_asks_who_comes_and_for_what(app, make_meetup, bram):
    make_meetup(signups=(bram,))
    [text] = mailed(app, bram.email)
    lines = text.replace("\r\n ", "").split("\r\n")

    assert (
        'ATTENDEE;CN="Bram Jansen";PARTSTAT=ACCEPTED;ROLE=REQ-PARTICIPANT;RSVP=FALSE:mailto:bram@example.org' in lines
    )
    assert any(line.startswith('ORGANIZER;CN="Leernetwerk mkb":mailto:') for line in lines)
    assert "CATEGORIES:Meergeneratiewerkvloer" in lines
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75


@pytest.mark.parametrize("name", ['Bram "de Beuker" Jansen', "Jansen, Bram; zoon: van", "Ælfgifu ⚙ 山田", "a" * 120])
def test_no_name_breaks_the_file(app, make_meetup, make_member, name):
    member = make_member(name, email="iemand@example.org")
    make_meetup(signups=(member,), title="Kijken; en, \\n \"doen\" '山' " + "x" * 60, place="Hal; 3, achter\\in")

    [text] = mailed(app, "iemand@example.org")

    [entry] = read(text).entries
    assert entry.title.startswith("Kijken; en, \\n \"doen\" '山' xx")
    assert entry.where == "Hal; 3, achter\\in"


@transactional
def test_a_cancellation_tells_nothing_of_a_theme_that_closed(app, make_meetup, bram, theme, ada):
    make_meetup(signups=(bram,))
    db.session.refresh(theme, ["version"])
    change_theme(theme, theme.version, access=CLOSED, title_nl="Geheim")
    assert db.session.query(Signup).filter_by(member_id=bram.id).one().status == WITHDRAWN

    *_, last = mailed(app, bram.email)

    assert read(last).method == "CANCEL"
    assert "Geheim" not in last
