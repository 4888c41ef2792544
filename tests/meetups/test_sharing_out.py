"""Seats shared out: online beside the room, by invitation, so many for each firm, within days; and what is decided out of turn."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from cast import soon
from conftest import both_databases
from pages import fields_of
from sqlalchemy import func, select
from together import at_once

from network.kernel import clock
from network.kernel.database import db
from network.meetups import seats, steering
from network.meetups.jobs import let_lines_move
from network.meetups.models import OFFERED, SEATED, WAITING, WITHDRAWN, Invitee, SeatDecision, Signup
from network.meetups.queries import meetup_by_id
from network.meetups.refusals import (
    HasBegun,
    NotInvited,
    NotOnline,
    NotOpenYet,
    NotWaiting,
    PeopleOnline,
    SignupClosed,
)
from network.meetups.seats import sign_up, standing_of, take_part_online, withdraw
from network.meetups.services import call_off, change, restore
from network.notifications.models import Notification


@pytest.fixture
def gijs(make_member, ketelbrug):
    """Bram's colleague."""
    return make_member("Gijs Mol", ketelbrug)


def told(member, kind):
    rows = select(Notification).where(Notification.member_id == member.id, Notification.kind == f"meetups.{kind}")
    return db.session.scalars(rows.order_by(Notification.created_at)).all()


def standing_now(meetup, member):
    """As the database has it now, after a browser has changed it."""
    db.session.rollback()
    return standing_of(meetup, member)


def counters(meetup):
    db.session.rollback()
    db.session.refresh(meetup, ["taken", "waiting", "online_count"])
    return meetup.taken, meetup.waiting, meetup.online_count


def signup_of(meetup, member):
    return db.session.scalar(select(Signup.id).where(Signup.meetup_id == meetup.id, Signup.member_id == member.id))


# --- days to sign up ------------------------------------------------------------------------------------------------


def test_nobody_signs_up_before_it_opens_or_after_it_closes(make_meetup, bram, chen):
    meetup = make_meetup(seats=1, signups=(), opens_at=soon(2), closes_at=soon(5))
    with pytest.raises(NotOpenYet):
        sign_up(meetup, bram)
    with time_machine.travel(soon(3)):
        assert sign_up(meetup, bram).status == SEATED
        assert sign_up(meetup, chen).status == WAITING
    with time_machine.travel(soon(6)):
        assert sign_up(meetup, bram).status == SEATED  # asking where one stands is no signing up
        withdraw(meetup, bram)
        assert standing_of(meetup, chen).status == SEATED  # the line still moves
        with pytest.raises(SignupClosed):
            sign_up(meetup, bram)


def test_the_page_says_from_and_until_when(client_of, make_meetup, bram):
    opens = clock.moment(clock.today() + timedelta(days=2), soon().time())
    meetup = make_meetup(opens_at=opens, closes_at=opens + timedelta(days=3))
    browser = client_of(bram)

    before = browser.get(meetup.path).text
    with time_machine.travel(opens + timedelta(days=1)):
        open_now = browser.get(meetup.path).text
    with time_machine.travel(opens + timedelta(days=4)):
        closed = browser.get(meetup.path).text

    assert "Je kunt je aanmelden vanaf" in before
    assert f'action="{meetup.path}/signup"' not in before + closed
    assert f'action="{meetup.path}/signup"' in open_now
    assert "Aanmelden kan niet meer" in closed


def test_days_in_the_wrong_order_are_told_at_the_field(client_of, make_meetup, ada):
    meetup = make_meetup(days=20)
    browser = client_of(ada)
    form = fields_of(browser.get(f"{meetup.path}/edit").text, meetup.path)
    day = date.fromisoformat(form["date"][0])

    wrong = {
        "opens": (day + timedelta(days=1), "Aanmelden moet kunnen vóór de bijeenkomst zelf."),
        "closes": (day + timedelta(days=1), "Na de bijeenkomst kan niemand zich meer aanmelden."),
        "per_firm_until": (day, "Vul ook in hoeveel plekken een bedrijf mag hebben."),
    }
    for field, (value, words) in wrong.items():
        answer = browser.submit(meetup.path, {**form, field: value.isoformat()})
        assert answer.status_code == 422
        assert f'id="{field}-error"' in answer.text
        assert words in answer.text


def test_a_last_day_is_saved_and_shown_as_that_day(client_of, make_meetup, ada):
    meetup = make_meetup(days=20)
    browser = client_of(ada)
    form = fields_of(browser.get(f"{meetup.path}/edit").text, meetup.path)
    last = date.fromisoformat(form["date"][0]) - timedelta(days=3)
    days = {
        "opens": clock.today().isoformat(),
        "closes": last.isoformat(),
        "per_firm": "2",
        "per_firm_until": last.isoformat(),
    }

    assert browser.submit(meetup.path, {**form, **days}).location == meetup.path
    db.session.rollback()

    assert clock.local(meetup.closes_at).isoformat().startswith(f"{last + timedelta(days=1)}T00:00")
    assert meetup.firm_limit_until == meetup.closes_at
    shown = fields_of(browser.get(f"{meetup.path}/edit").text, meetup.path)
    assert {name: shown[name] for name in days} == {name: [value] for name, value in days.items()}


# --- a share for each firm ------------------------------------------------------------------------------------------


def test_a_firm_that_has_its_share_lets_others_go_first(make_meetup, bram, gijs, chen):
    meetup = make_meetup(seats=2, seats_per_firm=1)

    stand = [sign_up(meetup, member).status for member in (bram, gijs, chen)]

    assert stand == [SEATED, WAITING, SEATED]
    assert standing_of(meetup, gijs).position == 1
    withdraw(meetup, bram)
    assert standing_of(meetup, gijs).status == SEATED


def test_after_the_day_who_waited_gets_what_is_left(make_meetup, bram, gijs):
    meetup = make_meetup(seats=3, seats_per_firm=1, firm_limit_until=soon(4))
    sign_up(meetup, bram)
    sign_up(meetup, gijs)
    with time_machine.travel(soon(3)):
        let_lines_move(clock.now())
        assert standing_of(meetup, gijs).status == WAITING
    with time_machine.travel(soon(5)):
        let_lines_move(clock.now())
        assert standing_of(meetup, gijs).status == SEATED
        assert let_lines_move(clock.now()) == 0


@both_databases
def test_colleagues_at_once_do_not_pass_their_firms_share(app, make_meetup, make_member, ketelbrug, chen):
    meetup = make_meetup(seats=4, seats_per_firm=2)
    many = [make_member(f"Nr{n} Jansen", ketelbrug) for n in range(6)]

    def comes(who):
        return lambda: sign_up(meetup_by_id(who, meetup.id), who)

    at_once(app, *(comes(who) for who in many))

    assert counters(meetup) == (2, 4, 0)
    assert sign_up(meetup, chen).status == SEATED


# --- online beside the room -----------------------------------------------------------------------------------------


def test_online_there_is_always_room_and_a_seat_goes_on(make_meetup, bram, gijs, chen):
    meetup = make_meetup(seats=1, mode="hybrid", link="https://example.org/kamer")
    sign_up(meetup, bram)
    sign_up(meetup, chen)

    assert take_part_online(meetup, gijs).online
    assert counters(meetup) == (1, 1, 1)
    assert take_part_online(meetup, bram).online
    assert standing_of(meetup, chen).status == SEATED
    assert counters(meetup) == (1, 0, 2)
    assert take_part_online(meetup, bram).status == SEATED  # twice is once
    assert counters(meetup) == (1, 0, 2)
    withdraw(meetup, bram)
    assert counters(meetup) == (1, 0, 1)
    assert [told(bram, "withdrawn")[0].facts["calendar"]["method"]] == ["CANCEL"]


def test_who_waits_may_take_part_online_meanwhile_and_sees_the_link(client_of, make_meetup, bram, chen):
    meetup = make_meetup(seats=1, mode="hybrid", link="https://example.org/kamer", signups=(bram, chen))
    browser = client_of(chen)
    assert "example.org/kamer" not in browser.get(meetup.path).text

    browser.submit(f"{meetup.path}/signup", {"how": "online"})

    page = browser.get(meetup.path).text
    assert "example.org/kamer" in page
    assert "Intussen doe je online mee" in page
    assert "example.org/kamer" in browser.get(f"{meetup.path}.ics").text
    standing = standing_now(meetup, chen)
    assert (standing.status, standing.position, standing.online) == (WAITING, 1, True)
    withdraw(meetup, bram)
    assert (standing_of(meetup, chen).status, standing_of(meetup, chen).online) == (SEATED, False)
    assert counters(meetup) == (1, 0, 0)


def test_from_online_one_comes_into_a_room_with_a_seat_or_waits_for_it(make_meetup, bram, chen):
    meetup = make_meetup(seats=1, mode="hybrid")
    take_part_online(meetup, bram)
    take_part_online(meetup, chen)

    assert seats.come_in_person(meetup, bram).online is False
    standing = seats.come_in_person(meetup, chen)
    assert (standing.status, standing.position, standing.online) == (WAITING, 1, True)
    assert counters(meetup) == (1, 1, 1)
    assert take_part_online(meetup, chen, and_wait=False).status == SEATED
    assert counters(meetup) == (1, 0, 1)


def test_an_offer_that_lapses_leaves_who_is_online_where_they_are(make_meetup, bram, chen):
    meetup = make_meetup(seats=1, days=1, mode="hybrid", signups=(bram, chen))
    take_part_online(meetup, chen)
    withdraw(meetup, bram)
    assert standing_of(meetup, chen).status == OFFERED
    with time_machine.travel(clock.now() + timedelta(hours=7)):
        seats.pass_on(meetup, clock.now())
    assert (standing_of(meetup, chen).status, standing_of(meetup, chen).online) == (SEATED, True)
    assert counters(meetup) == (0, 0, 1)


def test_only_a_hybrid_meetup_gives_the_choice_and_keeps_it_while_people_are_online(client_of, make_meetup, ada, bram):
    with pytest.raises(NotOnline):
        take_part_online(make_meetup(), bram)
    meetup = make_meetup(mode="hybrid", link="https://example.org/kamer")
    take_part_online(meetup, bram)
    with pytest.raises(PeopleOnline):
        change(meetup, meetup.version, mode="in_person")
    browser = client_of(ada)
    form = fields_of(browser.get(f"{meetup.path}/edit").text, meetup.path)
    answer = browser.submit(meetup.path, {**form, "mode": "in_person"})
    assert answer.status_code == 422
    assert 'id="mode-error"' in answer.text


# --- by invitation --------------------------------------------------------------------------------------------------


def test_only_who_is_invited_signs_up(client_of, make_meetup, ada, bram, chen, in_theme):
    in_theme(bram)
    meetup = make_meetup(audience="invited")
    for member in (bram, chen):
        with pytest.raises(NotInvited):
            sign_up(meetup, member)
    assert steering.invite(meetup, bram, ada)
    assert not steering.invite(meetup, bram, ada)
    assert len(told(bram, "invited")) == 1

    assert sign_up(meetup, bram).status == SEATED
    assert "voor wie is uitgenodigd" in client_of(chen).get(meetup.path).text
    assert client_of(chen).submit(f"{meetup.path}/signup").status_code == 403


def test_who_is_invited_is_found_by_name_and_ticked(client_of, make_meetup, make_member, ada, bram, chen, in_theme):
    in_theme(bram)
    hidden = make_member("Gerrit Chen", is_listed=False)
    meetup = make_meetup(audience="invited")
    browser = client_of(ada)

    assert fields_of(browser.get(f"{meetup.path}/invitees").text, f"{meetup.path}/invitees")
    page = browser.get(f"{meetup.path}/invitees?q=chen").text
    assert chen.slug in page
    assert hidden.slug not in page
    where = f"{meetup.path}/invitees?q=chen"
    assert browser.submit(where, {"people": hidden.slug}).status_code == 422
    assert browser.submit(where, {}).status_code == 422
    assert browser.submit(where, {"people": chen.slug}).status_code == 302
    db.session.rollback()
    assert db.session.scalars(select(Invitee.member_id)).all() == [chen.id]
    assert "heeft nog niet geantwoord" in browser.get(f"{meetup.path}/invitees").text

    assert browser.submit(f"{meetup.path}/invitees/{chen.id}/removal").status_code == 302
    assert browser.submit(f"{meetup.path}/invitees/{bram.id}/removal").status_code == 404
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Invitee)) == 0


def test_an_invitation_taken_back_leaves_the_seat(make_meetup, ada, bram):
    meetup = make_meetup(audience="invited")
    steering.invite(meetup, bram, ada)
    sign_up(meetup, bram)
    steering.uninvite(meetup, bram)
    assert standing_of(meetup, bram).status == SEATED


# --- decided out of turn --------------------------------------------------------------------------------------------


def test_somebody_is_moved_up_and_the_reason_is_kept(client_of, make_meetup, ada, bram, gijs, chen):
    meetup = make_meetup(seats=1, signups=(ada, bram, chen))
    browser = client_of(ada)
    path = f"{meetup.path}/roster/{signup_of(meetup, chen)}/moving-up"

    assert browser.submit(path, {"reason": " "}).status_code == 422
    assert browser.submit(path, {"reason": "Houdt het <b>praatje</b>"}).location == f"{meetup.path}/roster"

    assert (standing_now(meetup, chen).position, standing_of(meetup, bram).position) == (1, 2)
    assert len(told(chen, "moved_up")) == 1
    assert "Houdt het &lt;b&gt;praatje&lt;/b&gt;" in browser.get(f"{meetup.path}/roster").text
    decision = db.session.scalars(select(SeatDecision)).one()
    assert (decision.member_id, decision.by_id, decision.act) == (chen.id, ada.id, "moved_up")
    withdraw(meetup, ada)
    assert standing_of(meetup, chen).status == SEATED
    with pytest.raises(NotWaiting):
        steering.move_up(meetup, signup_of(meetup, chen), ada, "Nog eens")


def test_who_is_taken_out_hears_why_and_the_line_moves(client_of, make_meetup, ada, bram, chen):
    meetup = make_meetup(seats=1, signups=(bram, chen))
    browser = client_of(ada)

    browser.submit(f"{meetup.path}/roster/{signup_of(meetup, bram)}/removal", {"reason": "Staat er dubbel op"})

    assert standing_now(meetup, bram).status == WITHDRAWN
    assert standing_of(meetup, chen).status == SEATED
    notice = told(bram, "removed")[0]
    assert (notice.facts["reason"], notice.facts["calendar"]["method"]) == ("Staat er dubbel op", "CANCEL")
    assert browser.get(f"{meetup.path}/roster/{signup_of(meetup, bram)}/removal").status_code == 404
    with time_machine.travel(meetup.starts_at + timedelta(minutes=1)), pytest.raises(HasBegun):
        steering.remove(meetup, signup_of(meetup, chen), ada, "Te laat")


def test_a_signup_of_another_meetup_is_not_reached(client_of, make_meetup, ada, bram):
    meetup, other = make_meetup(signups=(bram,)), make_meetup()
    path = f"{other.path}/roster/{signup_of(meetup, bram)}/removal"
    assert client_of(ada).get(path).status_code == 404
    assert client_of(ada).submit(path, {"reason": "x"}).status_code == 404
    assert standing_of(meetup, bram).status == SEATED


# --- how full it is -------------------------------------------------------------------------------------------------


def test_whoever_planned_it_hears_once_of_half_nearly_and_full(make_meetup, make_member, ada):
    meetup = make_meetup(seats=5)
    people = [make_member(f"Nr{n} Jansen") for n in range(6)]
    meetup = meetup_by_id(ada, meetup.id)
    heard = []
    for member in people:
        sign_up(meetup, member)
        heard.append([row.facts["share"] for row in told(ada, "filling")])

    assert heard == [[], [], [50], [50, 80], [50, 80, 100], [50, 80, 100]]
    withdraw(meetup, people[5])
    withdraw(meetup, people[0])
    sign_up(meetup, people[0])
    assert len(told(ada, "filling")) == 3  # to and fro tells nothing anew
    change(meetup, meetup_by_id(ada, meetup.id).version, capacity=8)
    for member in [make_member(f"Bos{n} Bos") for n in range(3)]:
        sign_up(meetup, member)
    assert [row.facts["share"] for row in told(ada, "filling")][3:] == [80, 100]  # a larger room fills anew


# --- after all ------------------------------------------------------------------------------------------------------


def test_what_was_called_off_happens_after_all(client_of, make_meetup, ada, bram, chen):
    meetup = make_meetup(seats=1, signups=(bram, chen))
    call_off(meetup, "Ziek")
    browser = client_of(ada)
    assert "Toch laten doorgaan" in browser.get(meetup.path).text
    assert browser.get(f"{meetup.path}/restoration").status_code == 200

    assert browser.submit(f"{meetup.path}/restoration").location == meetup.path
    assert browser.submit(f"{meetup.path}/restoration").location == meetup.path
    assert browser.get(f"{meetup.path}/restoration").location == meetup.path

    notice = told(bram, "restored")
    assert [row.facts["calendar"]["method"] for row in notice] == ["REQUEST"]
    cancelled = told(bram, "cancelled")[0].facts["calendar"]["sequence"]
    assert notice[0].facts["calendar"]["sequence"] > cancelled
    assert len(told(chen, "restored")) == 1
    assert "calendar" not in told(chen, "restored")[0].facts
    db.session.refresh(meetup)
    withdraw(meetup, bram)
    assert standing_of(meetup, chen).status == SEATED


def test_what_should_have_begun_meanwhile_stays_off(client_of, make_meetup, ada):
    meetup = make_meetup()
    call_off(meetup, "Ziek")
    with time_machine.travel(meetup.starts_at + timedelta(minutes=1)):
        with pytest.raises(HasBegun):
            restore(meetup)
        assert client_of(ada).get(f"{meetup.path}/restoration").status_code == 409
