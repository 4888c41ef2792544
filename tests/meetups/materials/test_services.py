"""Materials: added once, taken away with their files, told of once a day."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from conftest import both_databases
from files.conftest import PDF
from sqlalchemy import select
from together import at_once

from network.files import storage
from network.files.models import StoredFile
from network.files.services import forget_what_hangs_on_nothing
from network.kernel import clock
from network.kernel.database import db, writing
from network.kernel.errors import NotYours
from network.meetups.materials import rules
from network.meetups.materials.jobs import tell_of_materials
from network.meetups.materials.models import Material
from network.meetups.materials.refusals import TooMany
from network.meetups.materials.rules import AFTER, BEFORE
from network.meetups.materials.services import add_file, add_link, take_away
from network.meetups.models import Meetup
from network.meetups.services import call_off
from network.notifications.models import Notification


def link(meetup, member, stage=BEFORE, title="Film", once=None):
    return add_link(meetup, member, stage, title, "https://example.org/film", once)


def file(meetup, member, once=None):
    return add_file(meetup, member, BEFORE, "", "plan.pdf", PDF, once)


def heard(member):
    kinds = select(Notification).where(Notification.member_id == member.id, Notification.kind == "meetups.materials")
    return db.session.scalars(kinds.order_by(Notification.created_at)).all()


@both_databases
@pytest.mark.parametrize("add", [link, file])
def test_what_is_sent_twice_is_added_once(make_meetup, ada, bram, add):
    meetup = make_meetup()

    assert add(meetup, ada, once="k").id == add(meetup, ada, once="k").id
    assert len(db.session.scalars(select(Material)).all()) == 1
    assert len(db.session.scalars(select(StoredFile)).all()) == (add is file)
    with pytest.raises(NotYours):
        add(meetup, bram, once="k")


def test_a_file_without_a_title_is_called_by_its_name(make_meetup, ada):
    assert file(make_meetup(), ada).title == "plan.pdf"


def test_thirty_is_enough(make_meetup, ada, monkeypatch):
    monkeypatch.setattr("network.meetups.materials.services.MOST", 2)
    meetup = make_meetup()
    for _n in range(2):
        link(meetup, ada)

    for add in (link, file):
        with pytest.raises(TooMany):
            add(meetup, ada)
    assert db.session.scalars(select(StoredFile)).all() == []
    assert rules.MOST == 30


@both_databases
def test_taking_away_takes_the_file_as_well(make_meetup, ada, on_disk):
    material = file(make_meetup(), ada)
    assert len(on_disk()) == 1

    take_away(material)

    assert on_disk() == []
    assert db.session.scalars(select(Material)).all() == db.session.scalars(select(StoredFile)).all() == []


@both_databases
def test_who_has_a_seat_hears_of_new_ones_in_one_notice_and_nobody_else(make_meetup, ada, bram, chen, dina):
    meetup = make_meetup(2, (bram, ada, chen))
    for title in ("Een", "Twee", "Drie", "Vier", "Vijf", "Zes"):
        link(meetup, ada, title=title)
    link(meetup, ada, AFTER)
    now = clock.now()

    assert tell_of_materials(now) == 0  # they may still be adding
    assert tell_of_materials(now + timedelta(hours=1)) == 1
    assert tell_of_materials(now + timedelta(hours=1)) == 0
    (notice,) = heard(bram)
    assert (notice.facts["count"], notice.facts["materials"]) == (6, ["Een", "Twee", "Drie", "Vier", "Vijf"])
    assert notice.path == f"{meetup.path}#materials"
    assert heard(ada) == heard(chen) == heard(dina) == []  # who added it, who waits, who is elsewhere


def test_at_most_once_a_day(make_meetup, ada, bram):
    meetup = make_meetup(2, (bram,), starts_at=clock.now() + timedelta(days=9))
    day = clock.local(clock.now()).replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=1)
    with time_machine.travel(day, tick=False):
        link(meetup, ada)
    with time_machine.travel(day + timedelta(hours=2), tick=False):
        assert tell_of_materials(clock.now()) == 1
        link(meetup, ada)
    assert tell_of_materials(day + timedelta(hours=14)) == 0
    assert tell_of_materials(day + timedelta(hours=23)) == 1
    assert len(heard(bram)) == 2


def test_what_is_meant_for_afterwards_is_told_afterwards(make_meetup, ada, bram):
    meetup = make_meetup(2, (bram,), days=2)
    link(meetup, ada, AFTER)

    assert tell_of_materials(meetup.ends_at - timedelta(minutes=1)) == 0
    assert tell_of_materials(meetup.ends_at + timedelta(minutes=1)) == 1


def test_of_what_is_called_off_or_long_ago_nobody_hears(make_meetup, ada, bram):
    off, old = make_meetup(2, (bram,)), make_meetup(2, (bram,), days=3)
    link(off, ada)
    link(old, ada)
    call_off(off, "De zaal staat onder water.")

    assert tell_of_materials(old.ends_at + timedelta(days=61)) == 0


@both_databases
def test_two_workers_tell_nobody_twice(app, make_meetup, ada, bram):
    meetup = make_meetup(2, (bram,))
    link(meetup, ada)
    now = clock.now() + timedelta(hours=2)

    at_once(app, lambda: tell_of_materials(now), lambda: tell_of_materials(now))

    assert len(heard(bram)) == 1


@both_databases
def test_the_files_of_a_meetup_that_is_deleted_go_at_night(make_meetup, ada, on_disk):
    gone, stays = make_meetup(), make_meetup()
    file(gone, ada)
    kept = storage.place_of(
        db.session.scalars(select(StoredFile.key).where(StoredFile.subject_id == file(stays, ada).id)).one()
    )
    with writing():
        db.session.delete(db.session.get_one(Meetup, gone.id))

    assert forget_what_hangs_on_nothing() == 1
    assert on_disk() == [kept]


@pytest.mark.parametrize(("size", "words"), [
    (1, (1, "kB")), (1_499, (1, "kB")), (99_999, (100, "kB")), (100_000, (0.1, "MB")), (1_260_000, (1.3, "MB")),
    (10_485_760, (10.5, "MB")),
])  # fmt: skip
def test_sizes_as_people_say_them(size, words):
    assert rules.size_of(size) == words
