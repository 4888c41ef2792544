"""What a change of a meetup, or of its theme, does to seats, calendars, counters and links."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from cast import soon
from conftest import both_databases
from sqlalchemy import select
from together import at_once

from network.kernel import clock
from network.kernel.database import db, transactional
from network.kernel.errors import ChangedMeanwhile, NotYours
from network.links.models import EVERYONE
from network.links.queries import nodes_linked_to
from network.links.services import link, register
from network.meetups import seats
from network.meetups.jobs import pass_on_lapsed_offers
from network.meetups.models import OFFERED, SEATED, WITHDRAWN, Meetup, Signup
from network.meetups.queries import upcoming_of
from network.meetups.refusals import CalledOff, HasBegun, IsOver
from network.meetups.seats import sign_up, standing_of, withdraw
from network.meetups.services import call_off, change, plan
from network.members.models import Member
from network.notifications.models import Notification
from network.themes.models import CLOSED, Theme
from network.themes.services import change as change_theme
from network.themes.services import leave, open_theme

PARTS = {
    "title": "Proefdraaien", "kind": "workshop", "mode": "in_person", "place": "Helmond", "description": "Kijken.",
    "capacity": 8,
}  # fmt: skip


def notices_to(member):
    rows = select(Notification.kind).where(Notification.member_id == member.id).order_by(Notification.created_at)
    return [kind.removeprefix("meetups.") for kind in db.session.scalars(rows) if kind != "meetups.planned"]


def counted(theme):
    return db.session.scalar(select(Theme.meetup_count).where(Theme.id == theme.id))


@transactional
def close(theme):
    change_theme(theme, db.session.scalar(select(Theme.version).where(Theme.id == theme.id)), access=CLOSED)


def test_a_meetup_that_was_called_off_stays_off_in_every_calendar(make_meetup, bram):
    meetup = make_meetup(signups=(bram,))
    call_off(meetup, "Ziek")

    with pytest.raises(CalledOff):
        change(meetup, meetup.version, starts_at=soon(20), ends_at=soon(20) + timedelta(hours=2))

    assert notices_to(bram) == ["seated", "cancelled"]


def test_changing_a_meetup_that_was_called_off_is_refused_before_a_form_is_filled_in(client_of, make_meetup, ada):
    meetup = make_meetup()
    call_off(meetup, "Ziek")

    assert client_of(ada).get(f"{meetup.path}/edit").status_code == 409


def test_what_has_been_held_is_not_called_off(make_meetup, bram):
    meetup = make_meetup(signups=(bram,))

    with time_machine.travel(meetup.ends_at + timedelta(hours=1)), pytest.raises(IsOver):
        call_off(meetup, "Toch niet")

    assert notices_to(bram) == ["seated"]


def test_nobody_hears_that_a_seat_went_on_in_a_meetup_that_is_off(make_meetup, ada, bram):
    meetup = make_meetup(seats=1, signups=(ada, bram), days=1)
    withdraw(meetup, ada)
    call_off(meetup, "Ziek")

    with time_machine.travel(clock.now() + timedelta(hours=7)):
        assert pass_on_lapsed_offers(clock.now()) == 0

    assert notices_to(bram) == ["seat_offered", "cancelled"]


def test_asking_for_a_place_in_a_meetup_that_is_off_is_refused_to_who_had_one_as_well(make_meetup, bram):
    meetup = make_meetup(signups=(bram,))
    call_off(meetup, "Ziek")

    with pytest.raises(CalledOff):
        sign_up(meetup, bram)


def test_an_offer_ends_at_the_start_also_when_the_start_comes_nearer(make_meetup, ada, bram):
    meetup = make_meetup(seats=1, signups=(ada, bram), days=1)
    withdraw(meetup, ada)
    nearer = clock.now() + timedelta(hours=2)

    change(meetup, db.session.scalar(select(Meetup.version)), starts_at=nearer, ends_at=nearer + timedelta(hours=1))

    assert db.session.scalar(select(Signup.offer_until).where(Signup.member_id == bram.id)) == nearer
    with time_machine.travel(nearer + timedelta(minutes=1)), pytest.raises(HasBegun):
        seats.accept(meetup, bram)


def test_a_meetup_that_moves_to_another_theme_is_counted_there(make_meetup, ada, theme):
    other = open_theme(ada, title_nl="Techniek", title_en="")
    meetup = make_meetup()
    assert (counted(theme), counted(other)) == (1, 0)

    change(meetup, meetup.version, theme=other)

    assert (counted(theme), counted(other)) == (0, 1)


@both_databases
def test_meetups_planned_at_once_are_all_counted(app, ada, theme):
    key, theme_id = ada.id, theme.id

    def planned(number):
        begin = soon(20)
        coordinator, group = db.session.get_one(Member, key), db.session.get_one(Theme, theme_id)
        parts = {**PARTS, "title": f"Proef {number}"}
        return plan(coordinator, group, starts_at=begin, ends_at=begin + timedelta(hours=2), **parts).slug

    slugs = at_once(app, *[lambda n=n: planned(n) for n in range(6)])

    assert slugs == [f"proef-{n}" for n in range(6)]
    assert counted(theme) == 6


@both_databases
def test_a_form_sent_several_times_at_once_plans_one_meetup(app, ada, theme):
    key, theme_id, begin = ada.id, theme.id, soon(20)

    def sent():
        coordinator, group = db.session.get_one(Member, key), db.session.get_one(Theme, theme_id)
        return plan(
            coordinator, group, once="a-form", starts_at=begin, ends_at=begin + timedelta(hours=2), **PARTS
        ).slug

    assert at_once(app, sent, sent, sent, sent) == ["proefdraaien"] * 4
    assert db.session.scalars(select(Meetup.slug)).all() == ["proefdraaien"]


@both_databases
def test_meetups_of_one_title_planned_at_once_get_addresses_of_their_own(app, ada, theme):
    key, theme_id, begin = ada.id, theme.id, soon(20)

    def sent():
        coordinator, group = db.session.get_one(Member, key), db.session.get_one(Theme, theme_id)
        return plan(coordinator, group, starts_at=begin, ends_at=begin + timedelta(hours=2), **PARTS).slug

    assert len(set(at_once(app, sent, sent, sent))) == 3


def test_the_key_of_somebody_elses_form_plans_nothing(ada, dina, theme):
    begin = soon(20)
    plan(ada, theme, once="a-form", starts_at=begin, ends_at=begin + timedelta(hours=2), **PARTS)

    with pytest.raises(NotYours):
        plan(dina, theme, once="a-form", starts_at=begin, ends_at=begin + timedelta(hours=2), **PARTS)


@both_databases
def test_who_stands_outside_gives_the_place_back_when_the_theme_closes(make_meetup, in_theme, theme, ada, bram, chen):
    in_theme(chen)
    meetup = make_meetup(seats=1, signups=(bram, chen))

    close(theme)

    assert standing_of(meetup, bram).status == WITHDRAWN
    assert notices_to(bram)[-1] == "theme_closed"
    assert standing_of(meetup, chen).status == SEATED
    assert upcoming_of(bram) == []


def test_who_leaves_a_closed_theme_gives_the_places_in_it_back(make_meetup, in_theme, theme, bram, chen):
    in_theme(bram, chen)
    meetup = make_meetup(seats=1, signups=(bram, chen))
    close(theme)

    leave(theme, bram)

    assert (standing_of(meetup, bram).status, standing_of(meetup, chen).status) == (WITHDRAWN, SEATED)


def test_who_leaves_an_open_theme_keeps_the_seat(make_meetup, in_theme, theme, bram):
    in_theme(bram)
    meetup = make_meetup(signups=(bram,))

    leave(theme, bram)

    assert standing_of(meetup, bram).status == SEATED


def test_one_meetup_that_goes_wrong_does_not_keep_the_others_waiting(make_meetup, bram, chen, monkeypatch, caplog):
    first, second = (
        make_meetup(seats=1, signups=(bram, chen), days=1),
        make_meetup(seats=1, signups=(bram, chen), days=1),
    )
    withdraw(first, bram)
    withdraw(second, bram)
    right = seats.pass_on

    def wrong(meetup, now):
        if meetup.id == first.id:
            raise RuntimeError("a broken row")
        return right(meetup, now)

    monkeypatch.setattr(seats, "pass_on", wrong)
    with time_machine.travel(clock.now() + timedelta(hours=7)):
        assert pass_on_lapsed_offers(clock.now()) == 1

    assert standing_of(second, chen).status == WITHDRAWN
    assert "a broken row" in caplog.text


def test_what_came_of_it_is_not_overwritten_unseen(client_of, make_meetup, ada):
    meetup = make_meetup()
    with time_machine.travel(meetup.ends_at + timedelta(days=1)):
        browser, path = client_of(ada), f"{meetup.path}/outcome"
        seen = db.session.scalar(select(Meetup.version))
        assert browser.submit(path, {"outcome": "Drie koppels begonnen.", "version": seen}).status_code == 302

        answer = browser.submit(path, {"outcome": "Niets.", "version": seen})

    assert answer.status_code == 409
    assert "Niets." in answer.text
    db.session.rollback()
    assert db.session.scalar(select(Meetup.outcome)) == "Drie koppels begonnen."


def form_of(meetup, **more):
    begin, end = clock.local(meetup.starts_at), clock.local(meetup.ends_at)
    return {
        "title": meetup.title, "theme": meetup.theme.slug, "kind": meetup.kind, "mode": meetup.mode, "audience": "network",
        "date": begin.date().isoformat(), "starts": f"{begin:%H:%M}", "ends": f"{end:%H:%M}",
        "capacity": str(meetup.capacity), "place": meetup.place, "description": meetup.description, "bring": "",
        "language": "nl", "programme": "", "version": str(meetup.version), **more,
    }  # fmt: skip


def test_a_fault_in_the_form_does_not_hide_that_somebody_else_saved(client_of, make_meetup, ada):
    meetup = make_meetup(starts_at=soon(14).replace(hour=12))
    opened = form_of(meetup)
    change(meetup, meetup.version, description="Wat de ander schreef.")
    browser = client_of(ada)

    refused = browser.submit(meetup.path, {**opened, "title": ""})

    assert refused.status_code == 422
    assert f'name="version" value="{opened["version"]}"' in refused.text
    assert browser.submit(meetup.path, opened).status_code == 409


def test_what_is_over_may_still_be_put_right(client_of, make_meetup, ada):
    meetup = make_meetup(starts_at=soon(14).replace(hour=12))
    with time_machine.travel(meetup.ends_at + timedelta(days=3)):
        answer = client_of(ada).submit(meetup.path, form_of(meetup, title="Kijken in de smederij"))

    assert answer.status_code == 302
    db.session.rollback()
    assert db.session.scalar(select(Meetup.title)) == "Kijken in de smederij"


def practice_node(number, audience=EVERYONE, theme_id=None):
    node = register(
        "practice", number, path=f"/practices/{number}", titles={"nl": f"Voorbeeld {number}"}, lines={"nl": "", "en": ""},
        audience=audience, theme_id=theme_id,
    )  # fmt: skip
    return node.id


def test_saving_a_meetup_keeps_what_the_form_could_not_show(client_of, make_meetup, ada, dina):
    other = open_theme(dina, title_nl="Besloten", title_en="", access=CLOSED)
    meetup = make_meetup(starts_at=soon(14).replace(hour=12))
    seen = practice_node(1)
    hidden = practice_node(2, "theme", other.id)
    for number in range(3, 260):
        practice_node(number)
    (own,) = [node for node in _all_nodes() if node.kind == "meetup"]
    for node in _all_nodes():
        if node.id in (seen, hidden):
            link(own, node)

    page = client_of(ada).get(f"{meetup.path}/edit").text
    assert "Voorbeeld 1<" in page
    assert "Voorbeeld 2<" not in page
    client_of(ada).submit(meetup.path, form_of(meetup, practices=[str(seen)]))

    assert [node.id for node in nodes_linked_to("meetup", meetup.id, "practice")] == [seen, hidden]


def _all_nodes():
    from network.links.models import Node

    return db.session.scalars(select(Node).order_by(Node.id)).all()


def test_the_month_shows_only_where_one_asked_for(visitor, make_meetup):
    meetup = make_meetup(days=1)
    month = f"{clock.local(meetup.starts_at):%Y-%m}"

    assert meetup.path in visitor.get(f"/meetups?view=month&month={month}&mode=in_person").text
    online = visitor.get(f"/meetups?view=month&month={month}&mode=online").text
    assert meetup.path not in online
    assert "mode=online" in online.split('rel="next"')[1]


def test_an_offer_is_taken_by_saying_yes_and_not_by_asking_again(client_of, make_meetup, ada, bram):
    meetup = make_meetup(seats=1, signups=(ada, bram), days=1)
    withdraw(meetup, ada)
    browser, headers = client_of(bram), {"Accept": "application/json"}

    asked = browser.submit(f"{meetup.path}/signup", headers=headers)
    said_yes = browser.submit(f"{meetup.path}/signup", {"answer": "yes"}, headers=headers)

    assert (asked.json["status"], said_yes.json["status"]) == (OFFERED, SEATED)


def test_conclude_refuses_what_was_not_seen(make_meetup):
    from network.meetups.services import conclude

    meetup = make_meetup()

    with pytest.raises(ChangedMeanwhile):
        conclude(meetup, "Iets", meetup.version + 1)
