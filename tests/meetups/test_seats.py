"""The seat machine, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from conftest import both_databases
from sqlalchemy import select

from network.kernel import clock
from network.kernel.database import db
from network.kernel.errors import NotYours
from network.meetups.jobs import pass_on_lapsed_offers
from network.meetups.models import OFFERED, SEATED, WAITING, WITHDRAWN, Signup
from network.meetups.refusals import CalledOff, HasBegun, HasSeatAlready, NoSeat, NotForYou, OfferOver, RoomTooSmall
from network.meetups.reminders.jobs import remind_attendees
from network.meetups.rules import Standing
from network.meetups.seats import accept, hand_over, sign_up, standing_of, withdraw
from network.meetups.services import call_off, change
from network.notifications.models import Notification

pytestmark = both_databases


def seated(meetup):
    return _with(meetup, SEATED)


def waiting(meetup):
    return _with(meetup, WAITING)


def _with(meetup, status):
    rows = select(Signup.member_id).where(Signup.meetup_id == meetup.id, Signup.status == status).order_by(Signup.place)
    return list(db.session.scalars(rows))


def notices_to(member):
    rows = select(Notification.kind).where(Notification.member_id == member.id).order_by(Notification.created_at)
    return [kind.removeprefix("meetups.") for kind in db.session.scalars(rows) if kind != "meetups.planned"]


def test_the_last_seat_goes_to_one_and_the_others_wait(make_meetup, ada, bram, chen):
    meetup = make_meetup(seats=1)

    assert sign_up(meetup, bram) == Standing(SEATED)
    assert sign_up(meetup, chen) == Standing(WAITING, 1, 1)
    assert sign_up(meetup, ada) == Standing(WAITING, 2, 2)


def test_asking_again_says_where_you_stand(make_meetup, bram, chen):
    meetup = make_meetup(seats=1, signups=(bram, chen))

    assert sign_up(meetup, bram) == Standing(SEATED)
    assert sign_up(meetup, chen) == Standing(WAITING, 1, 1)
    db.session.refresh(meetup, ["taken", "waiting", "capacity"])
    assert (meetup.taken, meetup.waiting) == (1, 1)


def test_the_longest_waiting_member_gets_the_freed_seat(make_meetup, ada, bram, chen):
    meetup = make_meetup(seats=1, signups=(ada, bram, chen))

    withdraw(meetup, ada)

    assert seated(meetup) == [bram.id]
    assert waiting(meetup) == [chen.id]
    assert standing_of(meetup, chen) == Standing(WAITING, 1, 1)
    assert notices_to(bram) == ["seat_freed"]


def test_withdrawing_twice_changes_nothing(make_meetup, bram, chen):
    meetup = make_meetup(seats=1, signups=(bram, chen))

    withdraw(meetup, bram)
    withdraw(meetup, bram)

    assert seated(meetup) == [chen.id]
    assert (meetup.taken, meetup.waiting) == (1, 0)


def test_who_withdraws_without_a_place_changes_nothing(make_meetup, bram):
    meetup = make_meetup(seats=1)

    assert withdraw(meetup, bram) == Standing(None)
    assert meetup.taken == 0


def test_who_comes_back_stands_at_the_end(make_meetup, ada, bram, chen):
    meetup = make_meetup(seats=1, signups=(ada, bram, chen))

    withdraw(meetup, bram)

    assert sign_up(meetup, bram) == Standing(WAITING, 2, 2)
    assert waiting(meetup) == [chen.id, bram.id]


def test_nobody_passes_the_line_while_a_seat_is_free_for_a_moment(make_meetup, ada, bram, chen):
    meetup = make_meetup(seats=1, signups=(ada, bram))
    change(meetup, meetup.version, capacity=1)  # nothing freed

    assert sign_up(meetup, chen) == Standing(WAITING, 2, 2)


def test_more_seats_let_the_line_move(make_meetup, ada, bram, chen):
    meetup = make_meetup(seats=1, signups=(ada, bram, chen))

    change(meetup, meetup.version, capacity=2)

    assert seated(meetup) == [ada.id, bram.id]
    assert waiting(meetup) == [chen.id]


def test_a_room_never_becomes_smaller_than_those_seated(make_meetup, ada, bram):
    meetup = make_meetup(seats=2, signups=(ada, bram))

    with pytest.raises(RoomTooSmall):
        change(meetup, meetup.version, capacity=1)
    db.session.refresh(meetup, ["taken", "waiting", "capacity"])

    assert meetup.capacity == 2


def test_near_the_start_a_freed_seat_is_offered(make_meetup, ada, bram, chen):
    meetup = make_meetup(seats=1, signups=(ada, bram, chen), days=1)

    withdraw(meetup, ada)

    assert standing_of(meetup, bram).status == OFFERED
    assert notices_to(bram) == ["seat_offered"]
    assert seated(meetup) == []
    assert sign_up(meetup, bram) == Standing(OFFERED)  # asking again is no yes
    assert accept(meetup, bram) == accept(meetup, bram) == Standing(SEATED)
    assert notices_to(bram) == ["seat_offered", "seated"]
    db.session.refresh(meetup, ["taken", "waiting", "capacity"])
    assert (meetup.taken, meetup.waiting) == (1, 1)


def test_an_offered_seat_is_not_given_to_who_comes_by(make_meetup, ada, bram, chen):
    meetup = make_meetup(seats=1, signups=(ada, bram), days=1)
    withdraw(meetup, ada)

    assert sign_up(meetup, chen) == Standing(WAITING, 1, 1)


def test_a_declined_offer_goes_to_the_next(make_meetup, ada, bram, chen):
    meetup = make_meetup(seats=1, signups=(ada, bram, chen), days=1)
    withdraw(meetup, ada)

    withdraw(meetup, bram)

    assert standing_of(meetup, bram).status == WITHDRAWN
    assert standing_of(meetup, chen).status == OFFERED


def test_a_lapsed_offer_is_passed_on_and_cannot_be_taken_up(make_meetup, ada, bram, chen):
    meetup = make_meetup(seats=1, signups=(ada, bram, chen), days=1)
    withdraw(meetup, ada)

    with time_machine.travel(clock.now() + timedelta(hours=7), tick=False):
        with pytest.raises(OfferOver):
            accept(meetup, bram)
        assert pass_on_lapsed_offers(clock.now()) == 1
        assert pass_on_lapsed_offers(clock.now()) == 0

    assert standing_of(meetup, bram).status == WITHDRAWN
    assert standing_of(meetup, chen).status == OFFERED
    assert notices_to(bram) == ["seat_offered", "offer_lapsed"]


@pytest.fixture
def gijs(make_member, ketelbrug):
    """A colleague of Bram."""
    return make_member("Gijs Mol", ketelbrug)


def test_a_seat_goes_over_to_a_colleague_and_the_line_stays_as_it_is(make_meetup, bram, gijs, chen):
    meetup = make_meetup(seats=1, signups=(bram, chen))

    hand_over(meetup, bram, gijs)
    hand_over(meetup, bram, gijs)

    assert (seated(meetup), waiting(meetup)) == ([gijs.id], [chen.id])
    db.session.refresh(meetup, ["taken", "waiting"])
    assert (meetup.taken, meetup.waiting) == (1, 1)
    assert (notices_to(bram)[-1], notices_to(gijs), notices_to(chen)) == ("withdrawn", ["seat_handed_over"], [])
    off, on = (_entry_of(each, kind) for each, kind in ((bram, "withdrawn"), (gijs, "seat_handed_over")))
    assert (off["method"], on["method"], off["uid"], on["uid"]) == ("CANCEL", "REQUEST", meetup.uid, meetup.uid)
    assert on["sequence"] > off["sequence"]


def _entry_of(member, kind):
    """What a notice puts in somebody's calendar, or takes out of it."""
    mine = select(Notification.facts).where(Notification.member_id == member.id, Notification.kind == f"meetups.{kind}")
    return db.session.scalars(mine).one()["calendar"]


def test_a_colleague_who_waits_leaves_the_line_for_it(make_meetup, bram, gijs, chen):
    meetup = make_meetup(seats=1, signups=(bram, chen, gijs))

    hand_over(meetup, bram, gijs)

    assert (seated(meetup), waiting(meetup)) == ([gijs.id], [chen.id])
    db.session.refresh(meetup, ["taken", "waiting"])
    assert (meetup.taken, meetup.waiting) == (1, 1)


def test_a_seat_is_not_handed_over_by_who_has_none_nor_to_who_has_one(make_meetup, bram, gijs, chen):
    line, room = make_meetup(seats=1, signups=(chen, bram)), make_meetup(seats=3, signups=(bram, gijs))

    for meetup, giver, taker, refusal in (
        (line, bram, gijs, NoSeat), (line, gijs, bram, NoSeat), (line, chen, gijs, NotYours), (room, bram, gijs, HasSeatAlready),
    ):  # fmt: skip
        with pytest.raises(refusal):
            hand_over(meetup, giver, taker)

    assert (seated(line), waiting(line), seated(room)) == ([chen.id], [bram.id], [bram.id, gijs.id])


def test_a_seat_in_a_theme_goes_only_to_its_members(make_meetup, in_theme, bram, gijs):
    in_theme(bram)
    meetup = make_meetup(signups=(bram,), audience="theme")

    with pytest.raises(NotForYou):
        hand_over(meetup, bram, gijs)
    in_theme(gijs)
    hand_over(meetup, bram, gijs)

    assert seated(meetup) == [gijs.id]


def test_no_seat_is_handed_over_once_it_has_begun_or_is_off(make_meetup, bram, gijs):
    meetup, off = make_meetup(signups=(bram,)), make_meetup(signups=(bram,))
    call_off(off, "Ziek")

    with pytest.raises(CalledOff):
        hand_over(off, bram, gijs)
    with time_machine.travel(meetup.starts_at), pytest.raises(HasBegun):
        hand_over(meetup, bram, gijs)


def test_calling_off_tells_everybody_once(make_meetup, ada, bram, chen):
    meetup = make_meetup(seats=1, signups=(bram, chen))

    call_off(meetup, "Te weinig mensen.")
    call_off(meetup, "Te weinig mensen.")

    assert notices_to(bram) == ["seated", "cancelled"]
    assert notices_to(chen) == ["cancelled"]
    with pytest.raises(CalledOff):
        sign_up(meetup, ada)


def test_nobody_signs_up_or_off_after_the_start(make_meetup, bram, chen):
    meetup = make_meetup(seats=1, signups=(bram,), days=1)

    with time_machine.travel(meetup.starts_at + timedelta(minutes=1), tick=False):
        with pytest.raises(HasBegun):
            sign_up(meetup, chen)
        with pytest.raises(HasBegun):
            withdraw(meetup, bram)

    assert seated(meetup) == [bram.id]


def test_a_meetup_of_the_theme_is_for_its_members(make_meetup, in_theme, bram, chen):
    meetup = make_meetup(audience="theme")
    in_theme(bram)

    assert sign_up(meetup, bram) == Standing(SEATED)
    with pytest.raises(NotForYou):
        sign_up(meetup, chen)


def test_a_change_of_time_updates_calendars_and_words_do_not(make_meetup, bram):
    meetup = make_meetup(signups=(bram,))
    first = meetup.sequence

    change(meetup, meetup.version, description="Andere woorden.")
    assert meetup.sequence == first
    change(
        meetup,
        meetup.version,
        starts_at=meetup.starts_at + timedelta(hours=1),
        ends_at=meetup.ends_at + timedelta(hours=1),
    )

    assert meetup.sequence == first + 1
    assert notices_to(bram) == ["seated", "moved"]


def test_a_calendar_hears_every_change_in_rising_order(make_meetup, bram):
    meetup = make_meetup(signups=(bram,))
    withdraw(meetup, bram)
    sign_up(meetup, bram)
    call_off(meetup, "Ziek.")

    rows = select(Notification).where(Notification.member_id == bram.id).order_by(Notification.created_at)
    entries = [row.facts["calendar"] for row in db.session.scalars(rows) if "calendar" in row.facts]
    assert [entry["method"] for entry in entries] == ["REQUEST", "CANCEL", "REQUEST", "CANCEL"]
    assert len({entry["uid"] for entry in entries}) == 1
    sequences = [entry["sequence"] for entry in entries]
    assert sequences == sorted(set(sequences))


def test_reminders_come_a_week_and_a_day_before_and_once(make_meetup, bram, chen):
    meetup = make_meetup(seats=1, signups=(bram, chen), days=14)

    for before in (
        timedelta(days=8),
        timedelta(days=7),
        timedelta(days=6),
        timedelta(days=1),
        timedelta(hours=1),
    ):
        with time_machine.travel(meetup.starts_at - before, tick=False):
            remind_attendees(clock.now())
            remind_attendees(clock.now())

    assert notices_to(bram) == ["seated", "reminder", "reminder"]
    assert notices_to(chen) == []  # waits, so has nothing to be reminded of


def test_a_meetup_that_moves_reminds_anew(make_meetup, bram):
    meetup = make_meetup(signups=(bram,), days=7.5)

    with time_machine.travel(meetup.starts_at - timedelta(days=7), tick=False):
        remind_attendees(clock.now())
        later = timedelta(days=21)
        change(meetup, meetup.version, starts_at=meetup.starts_at + later, ends_at=meetup.ends_at + later)
    with time_machine.travel(meetup.starts_at - timedelta(days=7), tick=False):
        remind_attendees(clock.now())

    assert notices_to(bram) == ["seated", "reminder", "moved", "reminder"]
