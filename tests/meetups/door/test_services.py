"""Presence is counted once: sent twice, by two at once, undone and sent again; and what is kept for how long."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
import time_machine
from conftest import both_databases
from sqlalchemy import delete, func, select
from werkzeug.exceptions import NotFound

from network.kernel import clock
from network.kernel.database import db, writing
from network.meetups.door import queries
from network.meetups.door.jobs import forget_guests
from network.meetups.door.models import DoorDeed, DoorHelper
from network.meetups.door.services import (
    check_in,
    check_out,
    let_help,
    let_in_guest,
    let_out_guest,
    stop_helping,
)
from network.meetups.models import Attendance
from network.meetups.queries import meetup_for
from network.meetups.seats import sign_up, withdraw
from network.members.models import Member
from network.members.own_data import contributed
from network.notifications.models import Notification
from network.themes.models import CLOSED
from network.themes.services import change as change_theme
from network.worker import TIMETABLE

pytestmark = both_databases


def test_who_is_here_counts_once_however_often_it_is_sent(meetup, ada, bram, noted):
    for once in ("k1", "k1", "k2", None, None):
        check_in(meetup, ada, bram.id, once)

    assert noted(meetup) == [(bram.id, "", "")]
    assert queries.was_present(bram, meetup)


def test_a_guest_counts_once_for_each_key_also_after_it_was_undone(meetup, ada, noted):
    let_in_guest(meetup, ada, "Joris", "De Spoel", "k1")
    let_in_guest(meetup, ada, "Joris", "De Spoel", "k1")
    let_in_guest(meetup, ada, "Joris", "De Spoel", "k2")  # another of that name
    assert len(noted(meetup)) == 2

    first = queries.door_list(meetup).guests[0]
    let_out_guest(meetup, first.id, "k3")
    let_in_guest(meetup, ada, "Joris", "De Spoel", "k1")  # the answer was lost, so the phone sends it again

    assert len(noted(meetup)) == 1


def test_what_was_undone_by_another_does_not_come_back_by_a_late_repeat(meetup, ada, bram, noted):
    check_in(meetup, ada, bram.id, "k1")
    check_out(meetup, bram.id, "k2")
    check_in(meetup, ada, bram.id, "k1")
    assert noted(meetup) == []

    check_in(meetup, ada, bram.id, "k3")
    check_out(meetup, bram.id, "k2")
    assert noted(meetup) == [(bram.id, "", "")]


def test_a_key_is_of_one_meetup(meetup, make_meetup, ada, bram, noted):
    other = make_meetup(signups=(bram,), starts_at=clock.now() + timedelta(hours=1))
    check_out(meetup, bram.id, "k1")
    check_in(other, ada, bram.id, "k1")

    assert noted(other) == [(bram.id, "", "")]


def test_a_refusal_uses_up_no_key(meetup, ada, make_member, noted):
    hidden = make_member("Hilde Vos", is_listed=False)
    with pytest.raises(NotFound):
        check_in(meetup, ada, hidden.id, "k1")
    with writing():
        hidden.is_listed = True
    meetup = meetup_for(ada, meetup.slug)
    check_in(meetup, ada, hidden.id, "k1")

    assert noted(meetup) == [(hidden.id, "", "")]


def test_nobody_gets_out_a_member_as_a_guest_nor_a_guest_of_another_meetup(meetup, make_meetup, ada, bram, noted):
    other = make_meetup(starts_at=clock.now() + timedelta(hours=1))
    check_in(meetup, ada, bram.id)
    let_in_guest(other, ada, "Joris", "")
    ids = {row.member_id: row.id for row in db.session.scalars(select(Attendance))}

    let_out_guest(meetup, ids[bram.id])
    let_out_guest(meetup, ids[None])

    assert len(noted(meetup)) == len(noted(other)) == 1


def test_only_who_can_be_found_walks_in_and_who_has_a_place_always_may(meetup, ada, bram, make_member):
    with writing():
        bram.is_listed = False
    check_in(meetup, ada, bram.id)
    for nobody in (make_member("Hilde Vos", is_listed=False).id, make_member("Ivo As", confirmed_at=None).id, 0, 9999):
        with pytest.raises(NotFound):
            check_in(meetup_for(ada, meetup.slug), ada, nobody)


def test_at_a_meetup_of_a_closed_theme_only_those_in_it_are_found(meetup, theme, ada, dina, make_member, in_theme):
    in_theme(dina)
    db.session.refresh(theme, ["version"])
    change_theme(theme, theme.version, access=CLOSED)
    outsider = make_member("Eva Vos")

    assert [person.id for person in queries.walk_ins(meetup, "vos")] == [dina.id]
    with pytest.raises(NotFound):
        check_in(meetup, ada, outsider.id)


def test_the_list_keeps_seats_the_line_and_others_apart(meetup, ada, bram, chen, dina):
    check_in(meetup, ada, chen.id)  # waits, and is let in
    check_in(meetup, ada, dina.id)  # walks in
    let_in_guest(meetup, ada, "Joris", "Bakkerij Korstmos")

    listed = queries.door_list(meetup)
    assert [each.id for each in listed.seated] == [bram.id]
    assert [(each.id, each.is_here) for each in listed.line] == [(chen.id, True)]
    assert [each.id for each in listed.others] == [dina.id]
    assert (listed.seated_here, listed.without_seat, listed.present) == (0, 3, 3)
    firms = {firm: (here, seats) for firm, here, seats in listed.per_firm}
    assert firms["Bakkerij Korstmos"] == (2, 0)
    assert firms["Plaatwerkerij Ketelbrug"] == (0, 1)
    assert {each.id for each in queries.present_at(meetup).people} == {chen.id, dina.id}
    assert [(firm.name, n) for firm, n in queries.organisations_present(meetup)] == [
        ("Bakkerij Korstmos", 1), ("Firma van Dina Vos", 1),
    ]  # fmt: skip


def test_the_line_stands_in_its_own_order(make_meetup, ada, bram, chen):
    meetup = make_meetup(seats=1, signups=(ada, chen, bram), starts_at=clock.now() + timedelta(hours=1))

    assert [each.id for each in queries.door_list(meetup).line] == [chen.id, bram.id]


def test_who_signs_off_after_being_noted_stays_noted_and_can_be_taken_back(meetup, ada, bram, chen):
    check_in(meetup, ada, bram.id)
    withdraw(meetup, bram)

    listed = queries.door_list(meetup)
    assert [(each.id, each.is_here) for each in listed.others] == [(bram.id, True)]
    assert (listed.seated_here, listed.present) == (0, 1)
    check_out(meetup, bram.id)
    assert bram.id not in [each.id for each in queries.door_list(meetup).people]


def test_an_erased_member_still_counts(meetup, ada, chen, dina):
    check_in(meetup, ada, chen.id)
    check_in(meetup, ada, dina.id)
    with writing():
        db.session.execute(delete(Member).where(Member.id == dina.id))

    assert queries.present_at(meetup).present == 2


def test_helpers_are_those_seated_and_the_people_of_the_host(
    make_meetup, ada, bram, chen, dina, make_member, ketelbrug
):
    host = make_member("Gijs Mol", ketelbrug)
    make_member("Hilde Vos", ketelbrug, is_listed=False)
    meetup = make_meetup(seats=1, signups=(chen, dina), host_id=ketelbrug.id)

    assert [each.id for each in queries.possible_helpers(meetup)] == [bram.id, chen.id, host.id]
    for _ in range(2):
        let_help(meetup, ada, host.id)
    assert [each.member_id for each in queries.helpers_of(meetup)] == [host.id]
    assert [each.id for each in queries.possible_helpers(meetup)] == [bram.id, chen.id]
    told = db.session.scalars(select(Notification).where(Notification.kind == "meetups.door_helper")).all()
    assert [each.member_id for each in told] == [host.id]
    with pytest.raises(NotFound):
        let_help(meetup, ada, dina.id)  # only waits
    stop_helping(meetup, host.id)
    stop_helping(meetup, host.id)
    assert not queries.helps(host, meetup)


def test_the_host_of_a_closed_theme_lets_only_those_in_it_help(
    make_meetup, theme, ada, bram, chen, ketelbrug, in_theme
):
    in_theme(chen)
    db.session.refresh(theme, ["version"])
    change_theme(theme, theme.version, access=CLOSED)
    meetup = make_meetup(signups=(chen,), host_id=ketelbrug.id)

    assert [each.id for each in queries.possible_helpers(meetup)] == [chen.id]


def test_names_of_guests_go_after_thirty_days_and_their_number_stays(meetup, ada, bram, noted):
    let_in_guest(meetup, ada, "Joris", "De Spoel", "k1")
    let_help(meetup, ada, bram.id)
    for days, gone in ((29.9, 0), (30.1, 1), (30.2, 0)):
        assert forget_guests(meetup.ends_at + timedelta(days=days)) == gone

    assert noted(meetup) == [(None, "", "")]
    assert queries.door_list(meetup).present == 1
    assert db.session.scalar(select(func.count()).select_from(DoorHelper)) == 0
    assert db.session.scalar(select(func.count()).select_from(DoorDeed)) == 0
    assert forget_guests in [slot.job for slot in TIMETABLE]


def test_what_is_kept_goes_home_with_the_member(meetup, theme, ada, bram, in_theme):
    let_help(meetup, ada, bram.id)
    check_in(meetup, ada, bram.id)
    mine = contributed(bram)

    assert [(each["meetup"], each["title"]) for each in mine["attendance"]] == [(meetup.path, meetup.title)]
    assert [each["meetup"] for each in mine["door_helping"]] == [meetup.path]
    assert contributed(ada)["attendance"] == []
    in_theme(ada)
    db.session.refresh(theme, ["version"])
    change_theme(theme, theme.version, access=CLOSED)
    assert "title" not in contributed(bram)["attendance"][0]


def test_presence_survives_the_start_where_seats_are_given_back_no_more(meetup, ada, bram, chen):
    with time_machine.travel(meetup.starts_at + timedelta(minutes=10), tick=False):
        check_in(meetup, ada, bram.id)
        check_in(meetup, ada, chen.id)
        assert queries.door_list(meetup).present == 2
    assert queries.presence_was_kept(meetup)


def test_two_scans_at_the_same_moment_count_once(app, meetup, ada, bram, make_member, noted):
    """Eight threads at once, half of them with one key, the others with keys of their own."""
    sign_up(meetup, make_member("Eva Bos"))
    slug, ids, wrong = meetup.slug, (ada.id, bram.id), []
    gate = threading.Barrier(8)

    def scan(key: str) -> None:
        with app.app_context():
            keeper = db.session.get_one(Member, ids[0])
            there = meetup_for(keeper, slug)
            gate.wait()
            try:
                check_in(there, keeper, ids[1], key)
                let_in_guest(there, keeper, "Joris", "", f"guest-{key}")
            except Exception as error:
                wrong.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=scan, args=(key,)) for key in ("same",) * 4 + ("a", "b", "c", "d")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []
    assert sorted(name for _, name, _ in noted(meetup)) == ["", *["Joris"] * 5]
