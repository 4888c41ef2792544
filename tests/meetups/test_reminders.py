"""Reminders: when each goes, to whom, what it says, who sets them and who does not want them."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from cast import soon
from conftest import both_databases
from pages import fields_of
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from together import at_once

from network.accounts.data import all_about
from network.kernel import clock
from network.kernel.database import db, transactional, writing
from network.kernel.errors import ChangedMeanwhile
from network.meetups.models import Attendance, Meetup, Signup
from network.meetups.refusals import CalledOff
from network.meetups.reminders import services
from network.meetups.reminders.addresses import path_for
from network.meetups.reminders.jobs import remind_attendees
from network.meetups.reminders.queries import due_of, moment_of
from network.meetups.reminders.rules import (
    AFTER,
    BEFORE,
    DAY,
    HOUR,
    MOST,
    WEEK,
    Distance,
    Reminder,
    distance,
    due,
    in_order,
    read,
    to_begin_with,
)
from network.meetups.seats import sign_up, withdraw
from network.meetups.services import call_off, change
from network.members.models import Member
from network.notifications.jobs import deliver
from network.notifications.mails import compose
from network.notifications.models import Notification
from network.notifications.services import notify

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
START = datetime(2027, 6, 10, 19, 0, tzinfo=AMSTERDAM)
END = START + timedelta(hours=2)
WEEK_BEFORE, DAY_BEFORE, DAY_AFTER = Reminder(WEEK, BEFORE), Reminder(DAY, BEFORE), Reminder(DAY, AFTER)


def local(month, day, hour, minute=0):
    return datetime(2027, month, day, hour, minute, tzinfo=AMSTERDAM)


def reminders_to(member):
    rows = select(Notification).where(Notification.member_id == member.id, Notification.kind == "meetups.reminder")
    return db.session.scalars(rows.order_by(Notification.created_at)).all()


def again(meetup):
    db.session.commit()  # ends what was being read: a browser may have written since
    db.session.refresh(meetup, ["version", "sequence", "reminders", "route", "prepare"])
    return meetup.version


def set_to(meetup, *reminders, route="", prepare=""):
    services.set_reminders(meetup, again(meetup), reminders, route=route, prepare=prepare)


def at(moment, *, twice=True):
    with time_machine.travel(moment, tick=False):
        told = remind_attendees(clock.now())
        if twice:
            assert remind_attendees(clock.now()) == 0
    return told


# --- when ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reminder", "moment"),
    [
        (Reminder(DAY, BEFORE), START - timedelta(days=1)), (Reminder(90, BEFORE), START - timedelta(minutes=90)),
        (Reminder(HOUR, AFTER), END + timedelta(hours=1)), (Reminder(WEEK, AFTER), END + timedelta(days=7)),
    ],
)  # fmt: skip
def test_a_moment_is_so_long_before_the_start_or_after_the_end(reminder, moment):
    assert reminder.moment(START, END) == moment


@pytest.mark.parametrize(
    ("begin", "minutes", "moment"),
    [
        (local(3, 28, 19), DAY, local(3, 27, 19)),  # the night between is an hour shorter
        (local(3, 28, 19), WEEK, local(3, 21, 19)),
        (local(10, 31, 19), DAY, local(10, 30, 19)),  # and here an hour longer
        (local(3, 28, 4), 2 * HOUR, local(3, 28, 1)),  # two hours are two hours
        (local(10, 31, 4), 2 * HOUR, local(10, 31, 2).replace(fold=1)),
        (local(3, 29, 2, 30), DAY, local(3, 28, 3, 30)),  # there is no half past two that day
    ],
)
def test_days_are_reckoned_on_the_wall_clock_and_hours_as_they_pass(begin, minutes, moment):
    end = begin + timedelta(hours=2)

    assert Reminder(minutes, BEFORE).moment(begin, end).timestamp() == moment.timestamp()


@pytest.mark.parametrize(
    ("since_start", "reminder"),
    [
        (-timedelta(days=7, minutes=1), None),
        (-timedelta(days=7), WEEK_BEFORE),
        (-timedelta(days=3), WEEK_BEFORE),  # the worker was down for days: late is better than never
        (-timedelta(days=1), DAY_BEFORE),  # of several that were missed, the nearest
        (-timedelta(minutes=1), DAY_BEFORE),
        (timedelta(0), None),
        (timedelta(hours=3), None),
        (timedelta(days=1, hours=2), DAY_AFTER),
        (timedelta(days=4, hours=2), DAY_AFTER),
        (timedelta(days=4, hours=2, minutes=1), None),  # thanks that come this late are strange
    ],
)
def test_which_reminder_is_due(since_start, reminder):
    assert due([WEEK_BEFORE, DAY_BEFORE, DAY_AFTER], START, END, START + since_start) == reminder


@pytest.mark.parametrize(
    ("now", "far"),
    [
        (START - timedelta(days=14), Distance(2, "weeks")), (START - timedelta(days=7), Distance(1, "weeks")),
        (START - timedelta(days=5), Distance(5, "days")), (START - timedelta(days=1), Distance(1, "days")),
        (local(6, 9, 23, 59), Distance(1, "days")), (local(6, 10, 0, 1), Distance(19, "hours")),
        (START - timedelta(hours=2), Distance(2, "hours")), (START - timedelta(minutes=115), Distance(2, "hours")),
        (START - timedelta(minutes=55), Distance(1, "hours")), (START - timedelta(minutes=30), Distance(30, "minutes")),
        (START - timedelta(seconds=5), Distance(1, "minutes")),
    ],
)  # fmt: skip
def test_how_far_off_it_is_as_people_say_it(now, far):
    assert distance(START, now) == far


def test_they_stand_in_the_order_in_which_they_go_each_once():
    stored = [[DAY, AFTER], [HOUR, BEFORE], [WEEK, BEFORE], [HOUR, AFTER], [HOUR, BEFORE]]

    assert read(stored) == [(WEEK, BEFORE), (HOUR, BEFORE), (HOUR, AFTER), (DAY, AFTER)]
    assert in_order(read(stored)) == read(stored)


@pytest.mark.parametrize(("mode", "number"), [("in_person", 2), ("online", 3), ("hybrid", 3)])
def test_to_begin_with_a_week_and_a_day_and_online_two_hours(make_meetup, mode, number):
    meetup = make_meetup(mode=mode, link="https://example.org/x")

    assert meetup.reminders == to_begin_with(mode)
    assert [each[0] for each in meetup.reminders] == [WEEK, DAY, 2 * HOUR][:number]


# --- to whom ---------------------------------------------------------------------------------------------------------


@both_databases
def test_each_reminder_comes_once_to_who_has_a_seat(make_meetup, bram, chen):
    meetup = make_meetup(seats=1, signups=(bram, chen))
    set_to(meetup, WEEK_BEFORE, DAY_BEFORE, Reminder(HOUR, BEFORE), DAY_AFTER)
    start, end = meetup.starts_at, meetup.ends_at

    moments = [
        start - timedelta(days=8), start - timedelta(days=7), start - timedelta(days=1), start - timedelta(minutes=50),
        start + timedelta(minutes=5), end + timedelta(days=1, minutes=9), end + timedelta(days=9),
    ]  # fmt: skip
    assert [at(moment) for moment in moments] == [0, 1, 1, 1, 0, 1, 0]
    assert len(reminders_to(bram)) == 4
    assert reminders_to(chen) == []  # waits, so has nothing to be reminded of


def test_who_sat_down_after_the_moment_has_just_been_told(make_meetup, bram, chen):
    meetup = make_meetup(signups=(bram,), days=8)
    with time_machine.travel(meetup.starts_at - timedelta(days=6), tick=False):
        sign_up(meetup, chen)

    assert at(meetup.starts_at - timedelta(days=5)) == 1
    assert (len(reminders_to(bram)), len(reminders_to(chen))) == (1, 0)


def test_who_left_or_whose_meetup_is_called_off_hears_nothing(make_meetup, bram, chen):
    left, off = make_meetup(signups=(bram,), days=8), make_meetup(signups=(chen,), days=8)
    withdraw(left, bram)
    call_off(off, "Ziek")

    assert at(left.starts_at - timedelta(days=6)) == 0


def test_a_meetup_that_moves_takes_its_reminders_along(make_meetup, bram):
    meetup = make_meetup(signups=(bram,), days=8)
    assert at(meetup.starts_at - timedelta(days=7)) == 1

    later = timedelta(days=21)
    change(meetup, again(meetup), starts_at=meetup.starts_at + later, ends_at=meetup.ends_at + later)

    assert at(meetup.starts_at - timedelta(days=8)) == 0
    assert at(meetup.starts_at - timedelta(days=7)) == 1


def test_one_that_moves_nearer_is_a_new_start_too(make_meetup, bram):
    meetup = make_meetup(signups=(bram,))
    assert at(meetup.starts_at - timedelta(days=7)) == 1

    nearer = timedelta(days=3)
    change(meetup, again(meetup), starts_at=meetup.starts_at - nearer, ends_at=meetup.ends_at - nearer)

    assert at(meetup.starts_at - timedelta(days=3)) == 1  # for the week before, which passed by the move


def test_moments_that_are_set_anew_hold_from_then_on(make_meetup, bram):
    meetup = make_meetup(signups=(bram,))
    assert at(meetup.starts_at - timedelta(days=7)) == 1
    set_to(meetup, WEEK_BEFORE, Reminder(3 * DAY, BEFORE))

    assert at(meetup.starts_at - timedelta(days=6)) == 0
    assert at(meetup.starts_at - timedelta(days=3)) == 1
    assert at(meetup.starts_at - timedelta(days=1)) == 0


@both_databases
def test_thanks_for_coming_are_for_who_came_where_that_is_known(make_meetup, bram, chen):
    known, unknown = make_meetup(signups=(bram, chen)), make_meetup(signups=(bram, chen))
    for meetup in (known, unknown):
        set_to(meetup, DAY_AFTER)
    with writing() as session:
        session.add(Attendance(meetup_id=known.id, member_id=bram.id))

    assert at(known.ends_at + timedelta(days=1)) == 3
    assert (len(reminders_to(bram)), len(reminders_to(chen))) == (2, 1)


@both_databases
def test_two_workers_at_once_remind_once(app, make_meetup, bram, chen):
    meetup = make_meetup(signups=(bram, chen))
    moment = meetup.starts_at - timedelta(days=1)

    with time_machine.travel(moment, tick=False):
        told = at_once(app, *[lambda: remind_attendees(moment)] * 3)

    assert sum(told) == 2
    assert (len(reminders_to(bram)), len(reminders_to(chen))) == (1, 1)


def test_nobody_is_reminded_of_what_was_moved_or_called_off_meanwhile(make_meetup, bram):
    for meanwhile in (
        lambda meetup: change(meetup, meetup.version, starts_at=meetup.starts_at + timedelta(hours=1)),
        lambda meetup: change(meetup, meetup.version, ends_at=meetup.ends_at + timedelta(hours=1)),
        lambda meetup: call_off(meetup, "Ziek"),
    ):
        meetup = make_meetup(signups=(bram,))
        signup = db.session.scalar(select(Signup).where(Signup.meetup_id == meetup.id))
        db.session.refresh(signup, ["member"])
        as_read = Meetup(id=meetup.id, starts_at=meetup.starts_at, ends_at=meetup.ends_at)
        meanwhile(meetup)

        assert services.remind(as_read, signup, WEEK_BEFORE, clock.now()) is False


def test_one_person_who_cannot_be_reminded_does_not_keep_the_others_waiting(
    make_meetup, bram, chen, monkeypatch, caplog
):
    meetup = make_meetup(signups=(bram, chen), days=8)
    right = services.remind

    def wrong(meetup, signup, *more):
        if signup.member_id == bram.id:
            raise RuntimeError("a broken row")
        return right(meetup, signup, *more)

    monkeypatch.setattr(services, "remind", wrong)

    assert at(meetup.starts_at - timedelta(days=6)) == 1
    assert len(reminders_to(chen)) == 1
    assert "a broken row" in caplog.text


# --- what it says ----------------------------------------------------------------------------------------------------


def mail_to(member):
    rows = select(Notification).where(Notification.member_id == member.id, Notification.kind == "meetups.reminder")
    return compose(db.session.scalars(rows.options(joinedload(Notification.member))).one(), "8bit")


def mailed(member, moment):
    assert at(moment, twice=False) == 1
    mail = mail_to(member)
    return mail["Subject"], mail.get_body(("plain",)).get_content()


@pytest.mark.parametrize(
    ("language", "left", "subject"),
    [
        ("nl", timedelta(days=7), "Volgende week: Kijken"), ("en", timedelta(days=7), "Next week: Kijken"),
        ("nl", timedelta(days=5), "Over 5 dagen: Kijken"), ("nl", timedelta(days=1), "Morgen: Kijken"),
        ("en", timedelta(days=1), "Tomorrow: Kijken"),
    ],
)  # fmt: skip
def test_the_subject_says_how_far_off_it_is(make_meetup, make_member, language, left, subject):
    member = make_member("Eva", language=language)
    meetup = make_meetup(signups=(member,), title="Kijken", starts_at=soon().replace(hour=15))

    assert mailed(member, meetup.starts_at - left)[0] == subject


def test_the_mail_says_how_to_get_there_what_to_prepare_and_where_to_click(make_meetup, bram):
    meetup = make_meetup(signups=(bram,), mode="hybrid", link="https://example.org/kamer", bring="Schoenen")
    set_to(
        meetup, Reminder(2 * HOUR, BEFORE), route="Langs de blauwe poort.", prepare="Kies één klus.\n\nSchrijf op wie."
    )

    subject, words = mailed(bram, meetup.starts_at - timedelta(hours=2))

    assert subject.startswith("Over 2 uur: ")
    for each in (
        "Langs de blauwe poort.",
        "Kies één klus.",
        "Schrijf op wie.",
        "https://example.org/kamer",
        "Schoenen",
    ):
        assert each in words
    signup_id = db.session.scalar(select(Signup.id))
    assert f"http://localhost{path_for(signup_id)}" in words


def test_after_the_end_it_gives_thanks_and_no_link(make_meetup, bram):
    meetup = make_meetup(signups=(bram,), title="Kijken", mode="online", link="https://example.org/kamer")
    set_to(meetup, DAY_AFTER, prepare="Kies één klus.")

    subject, words = mailed(bram, meetup.ends_at + timedelta(days=1))

    assert subject == "Terugblik: Kijken"
    assert "example.org/kamer" not in words
    assert "Kies" not in words
    assert meetup.path in words


def test_a_reminder_that_was_queued_before_moments_could_be_set_is_still_told(make_meetup, bram):
    moment = soon().isoformat()
    facts = {
        "title": "Kijken",
        "starts_at": moment,
        "ends_at": moment,
        "place": "Horst",
        "address": "",
        "mode": "in_person",
    }
    notify(bram, "meetups.reminder", path="/meetups/x", days=1, bring="", **facts)

    assert mail_to(bram)["Subject"] == "Morgen: Kijken"


# --- who sets them ---------------------------------------------------------------------------------------------------


def filled(browser, meetup, **more):
    path = f"{meetup.path}/reminders"
    return {**fields_of(browser.get(path).text, path), **more}


def test_a_coordinator_chooses_moments_and_words(client_of, ada, make_meetup):
    meetup, browser = make_meetup(), client_of(ada)
    form = filled(browser, meetup)
    assert form["moments"] == ["10080-before", "1440-before"]

    browser.submit(
        f"{meetup.path}/reminders",
        {
            **form,
            "moments": ["120-before", "1440-after"],
            "number": "3",
            "unit": "weeks",
            "route": "Links.",
            "prepare": "Lees.",
        },
    )

    again(meetup)
    assert read(meetup.reminders) == [(3 * WEEK, BEFORE), (2 * HOUR, BEFORE), (DAY, AFTER)]
    assert (meetup.route, meetup.prepare) == ("Links.", "Lees.")
    page = browser.get(f"{meetup.path}/reminders").text
    assert 'value="30240-before" checked' in page  # one’s own moment stays to choose


def test_the_page_says_when_each_goes_and_what_has_passed(client_of, ada, make_meetup):
    meetup = make_meetup(
        days=8, starts_at=clock.moment(clock.today() + timedelta(days=10), soon().time().replace(hour=15))
    )
    page = client_of(ada).get(f"{meetup.path}/reminders").text
    day = clock.local(moment_of(meetup, DAY_BEFORE))

    assert f"een dag van tevoren ({day.day}\u00a0" in page
    assert f"{day:%H:%M})" in page
    assert page.count("is voorbij") == 1  # two weeks before


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"number": "x"}, "Vul een heel getal in"), ({"number": "0"}, "Kies een getal van 1 tot"),
        ({"number": "9", "unit": "weeks"}, "binnen 60 dagen"), ({"number": "1", "unit": "years"}, "keuze"),
        ({"number": "1", "side": "during"}, "keuze"), ({"moments": ["1-before"]}, "keuze"),
        ({"route": "x" * 1001}, "te lang"), ({"number": "5"}, "hooguit zes"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said_and_kept(client_of, ada, make_meetup, wrong, words):
    meetup, browser = make_meetup(), client_of(ada)
    six = ["20160-before", "10080-before", "4320-before", "1440-before", "120-before", "60-before"]
    form = filled(browser, meetup, prepare="Wat ik typte", moments=six)

    answer = browser.submit(f"{meetup.path}/reminders", {**form, **wrong})

    assert answer.status_code == 422
    assert words in answer.text
    assert "Wat ik typte" in answer.text
    again(meetup)
    assert meetup.prepare == ""


def test_who_saves_second_sees_both(client_of, ada, make_meetup):
    meetup, browser = make_meetup(), client_of(ada)
    form = filled(browser, meetup, prepare="Wat ik ervan maakte")
    set_to(meetup, DAY_AFTER, prepare="Wat een ander schreef")

    answer = browser.submit(f"{meetup.path}/reminders", form)

    assert answer.status_code == 409
    for words in ("Wat ik ervan maakte", "Wat een ander schreef", "een dag erna"):
        assert words in answer.text
    browser.submit(f"{meetup.path}/reminders", {**form, "version": again(meetup)})
    again(meetup)
    assert meetup.prepare == "Wat ik ervan maakte"


def test_the_verb_knows_of_two_and_of_what_is_called_off(make_meetup):
    meetup, off = make_meetup(), make_meetup()
    call_off(off, "Ziek")

    with pytest.raises(CalledOff):
        services.set_reminders(off, off.version, [], route="", prepare="")
    with pytest.raises(ChangedMeanwhile):
        services.set_reminders(meetup, meetup.version - 1, [], route="", prepare="")


def test_as_many_as_may_be_and_none_at_all(client_of, ada, make_meetup, bram):
    meetup, browser = make_meetup(signups=(bram,)), client_of(ada)
    form = filled(browser, meetup)
    six = ["20160-before", "10080-before", "4320-before", "1440-before", "120-before", "60-after"]
    browser.submit(f"{meetup.path}/reminders", {**form, "moments": six})
    again(meetup)
    assert len(meetup.reminders) == MOST

    browser.submit(f"{meetup.path}/reminders", {**filled(browser, meetup), "moments": []})
    again(meetup)
    assert meetup.reminders == []
    assert due_of(meetup, clock.now()) is None
    assert "Voor deze bijeenkomst is geen herinnering ingesteld." in client_of(bram).get(meetup.path).text


# --- who does not want them ------------------------------------------------------------------------------------------


@both_databases
def test_one_meetup_is_muted_and_the_others_are_not(client_of, make_meetup, bram):
    loud, quiet = make_meetup(signups=(bram,)), make_meetup(signups=(bram,))
    browser = client_of(bram)
    browser.submit(f"{quiet.path}/signup/reminders", {"muted": "yes"})
    browser.submit(f"{quiet.path}/signup/reminders", {"muted": "yes"})
    db.session.rollback()

    assert at(loud.starts_at - timedelta(days=1)) == 1
    assert [row.path for row in reminders_to(bram)] == [loud.path]

    browser.submit(f"{quiet.path}/signup/reminders", {"muted": "no"})
    db.session.rollback()
    assert at(loud.starts_at - timedelta(days=1)) == 1


def test_the_ticket_says_what_is_set_and_what_one_chose(client_of, make_meetup, bram, chen, visitor):
    meetup, browser = make_meetup(seats=1, signups=(bram, chen)), client_of(bram)
    set_to(meetup, WEEK_BEFORE, DAY_BEFORE, Reminder(2 * HOUR, BEFORE), DAY_AFTER)
    words = "We herinneren je een week van tevoren, een dag van tevoren en 2 uur van tevoren."

    assert words in browser.get(meetup.path).text
    for other in (client_of(chen), visitor):
        assert "herinner" not in other.get(meetup.path).text
    browser.submit(f"{meetup.path}/signup/reminders", {"muted": "yes"})
    page = browser.get(meetup.path).text
    assert words not in page
    assert "We herinneren je niet aan deze bijeenkomst." in page


def test_one_click_in_the_mail_is_enough(visitor, make_meetup, bram):
    meetup = make_meetup(signups=(bram,), title="Kijken")
    path = path_for(db.session.scalar(select(Signup.id)))

    assert "Kijken" not in visitor.get(path).text  # who opens it may know no more of the meetup by now
    assert db.session.scalar(select(Signup.muted)) is False
    assert visitor.submit(path).status_code == 200
    assert visitor.submit(path).status_code == 200

    db.session.rollback()
    assert at(meetup.starts_at - timedelta(days=1)) == 0
    for wrong in (path[:-1], "/reminders/x", path_for(999)):
        assert visitor.get(wrong).status_code == 404


def test_the_link_in_the_mail_leaves_the_row_with_it(make_meetup, bram):
    meetup = make_meetup(signups=(bram,))
    with time_machine.travel(meetup.starts_at - timedelta(days=1), tick=False):
        remind_attendees(clock.now())
        assert "stop" in reminders_to(bram)[0].facts
        deliver(clock.now())
        db.session.expire_all()
        assert "stop" not in reminders_to(bram)[0].facts


def test_route_and_preparation_are_for_who_comes_and_who_coordinates(client_of, make_meetup, bram, chen, ada, visitor):
    meetup = make_meetup(seats=1, signups=(bram, chen))
    set_to(meetup, route="De code van de poort is 1234", prepare="<b>Lees</b> dit")

    for browser, sees in ((client_of(bram), True), (client_of(ada), True), (client_of(chen), False), (visitor, False)):
        page = browser.get(meetup.path).text
        assert ("De code van de poort is 1234" in page) is sees
        assert ("&lt;b&gt;Lees&lt;/b&gt; dit" in page) is sees


def test_own_data_tells_of_what_one_muted(make_meetup, bram):
    meetup = make_meetup(signups=(bram,))
    services.mute(bram, meetup, muted=True)

    assert all_about(bram)["signups"][0]["muted"] is True


@transactional
def test_muting_what_one_has_no_place_at_changes_nothing(make_meetup, bram, chen):
    meetup = make_meetup(signups=(bram,))
    services.mute(db.session.get_one(Member, chen.id), meetup, muted=True)

    assert db.session.scalars(select(Signup.muted)).all() == [False]
