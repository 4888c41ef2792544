"""The whole demo network: that nothing of it is left, also among real people, and that it can be told again."""

from __future__ import annotations

import pytest
from demo.reckoning import faults, rows_of
from sqlalchemy import func, select

from network import demo
from network.accounts.web import catch_up
from network.conversations.services import comment
from network.kernel.database import Model, db
from network.links.models import Node
from network.meetups.models import SEATED, Meetup, Signup
from network.meetups.seats import sign_up
from network.members.models import Member, Organisation
from network.practices.models import Practice
from network.practices.services import report_replication
from network.search.queries import search_for
from network.themes.models import Theme
from network.themes.services import join

THEME, FULL_MEETUP = "multi-generational-workforce", "kijken-in-de-werkplaats"


def filled():
    """How many rows each table holds, of those that hold any."""
    tables = Model.metadata.tables.values()
    counts = {table.name: db.session.scalar(select(func.count()).select_from(table)) for table in tables}
    return {name: count for name, count in counts.items() if count and name != "change_counter"}


def by(table, **which):
    return db.session.scalars(select(table).filter_by(**which)).one()


@pytest.mark.whole
def test_nothing_is_left_and_it_can_be_told_again(app):
    assert demo.load()
    assert catch_up() == 0  # search knows its firms and people, each as it would any
    assert "organisation" not in {hits.kind for hits in search_for(None, "snoeifilm")}  # what it offers is for members
    told = filled()

    assert demo.remove() == told["organisation"] + told["member"] == 94
    assert filled() == {}
    assert demo.load()
    assert filled() == told


@pytest.mark.whole
def test_it_goes_from_among_real_people(app, make_member, make_practice, make_meetup):
    demo.load()
    coordinator, mo = by(Member, email="coordinator@example.org"), by(Member, slug="mo-azzouzi")
    sara, chen = make_member("Sara Kok", by(Organisation, id=mo.organisation_id)), make_member("Chen Li")
    theme, full = by(Theme, slug=THEME), by(Meetup, slug=FULL_MEETUP)
    join(theme, sara)
    practice = make_practice(sara, theme, title="Echt gedaan")
    report_replication(practice, coordinator, again=True)
    asked = comment(mo, "practice", practice.id, "Hoe lang duurde dat?")
    comment(chen, "practice", practice.id, "Bij ons een week.", parent_id=asked.id)
    meetup = make_meetup(sara, theme, mo, coordinator, chen, title="Rondje", capacity=2)
    sign_up(full, sara)
    make_meetup(coordinator, None, chen, title="Rondje langs de deuren")
    for told in rows_of(Practice, Practice.is_demo)[:5]:
        comment(sara, "practice", told.id, "Mooi.")
        report_replication(told, chen, again=True)
    assert not demo.load()

    demo.remove()

    assert faults() == []
    assert {each.slug for each in rows_of(Member)} == {sara.slug, chen.slug}
    assert {each.path for each in rows_of(Node)} == {
        theme.path, practice.path, meetup.path, by(Organisation, slug="plaatwerkerij-ketelbrug").path,
    }  # fmt: skip
    assert rows_of(Signup)[0].status == SEATED
    assert search_for(sara, "koppels") != []
    assert search_for(sara, "snoeifilm") == []
