"""A choice that somebody keeps: once, theirs alone, and never wider than it was meant."""

from __future__ import annotations

from datetime import timedelta

import pytest
from conftest import both_databases
from sqlalchemy import func, select
from together import at_once

from network.kernel import clock
from network.kernel.database import db, writing
from network.members.models import Member
from network.members.rights import reader_with_rights
from network.practices.finding.models import SavedChoice
from network.practices.finding.rules import Choice
from network.practices.finding.saved import (
    MOST,
    TooManyChoices,
    new_in_choices,
    new_of_firms_alike,
    save,
    saved_by,
    stop,
)
from network.themes.models import CLOSED

METAL = Choice({"sector": ("high_tech",)})


def count():
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(SavedChoice))


def test_a_choice_is_kept_from_the_list_and_stopped_from_its_own_page(client_of, chen, practice):
    browser = client_of(chen)
    page = browser.get("/practices?sector=high_tech&size_class=20-49&sector=nonsense")
    assert 'action="/practices/choices"' in page.text

    kept = browser.submit("/practices/choices", {"sector": "high_tech", "size_class": "20-49", "role": "administrator"})
    assert (kept.status_code, kept.location) == (302, "/practices/choices")
    assert "Metaal en hightech, 20–49 mensen" in browser.get("/practices/choices").text
    [row] = db.session.scalars(select(SavedChoice))
    assert row.address == "sector=high_tech&size_class=20-49"

    browser.submit(f"/practices/choices/{row.id}/removal")
    assert count() == 0


def test_nothing_chosen_is_nothing_to_keep(client_of, chen):
    assert client_of(chen).submit("/practices/choices", {"sector": "nonsense"}).location == "/practices"
    assert count() == 0


def test_a_visitor_is_not_offered_to_keep_anything(visitor, practice):
    assert "/practices/choices" not in visitor.get("/practices?sector=high_tech").text


def test_nobody_sees_or_stops_the_choice_of_another(client_of, chen, bram):
    save(chen, METAL)
    [row] = db.session.scalars(select(SavedChoice))
    stop(bram, row.id)
    client_of(bram).submit(f"/practices/choices/{row.id}/removal")

    assert count() == 1
    assert saved_by(bram) == []


@both_databases
@pytest.mark.race
def test_kept_twice_at_once_it_is_kept_once_and_the_twentieth_is_the_last(app, chen):
    for hours in range(MOST - 1):
        with writing() as session:
            session.add(SavedChoice(member_id=chen.id, address=f"hours={hours}"))
    own = chen.id

    def keep(choice):
        return lambda: save(db.session.get(Member, own), choice)

    acts = [keep(METAL), keep(METAL), keep(Choice({"sector": ("care",)})), keep(Choice({"sector": ("it",)}))]
    answers = at_once(app, *acts)

    assert count() == MOST
    refused = [each for each in answers if each is not None]
    assert refused
    assert all(isinstance(each, TooManyChoices) for each in refused)


def test_new_practices_of_other_firms_that_fit_are_told_once(chen, bram, make_practice):
    since = clock.now() - timedelta(days=7)
    save(chen, METAL)
    save(chen, Choice({"maturity": ("promising",)}))
    save(bram, METAL)
    made = make_practice()

    [item] = new_in_choices(reader_with_rights(chen.id), since)
    assert (item.title, item.path) == (made.title, made.path)
    assert item.line.endswith("Metaal en hightech")
    assert new_in_choices(reader_with_rights(bram.id), since) == []  # it is the firm's own
    assert new_in_choices(reader_with_rights(chen.id), clock.now() + timedelta(minutes=1)) == []
    assert new_of_firms_alike(reader_with_rights(chen.id), since) == []
    with writing():
        chen.organisation.size_class = made.organisation.size_class
    assert [each.path for each in new_of_firms_alike(reader_with_rights(chen.id), since)] == [made.path]


def test_a_choice_of_a_theme_that_closed_tells_nothing_rather_than_everything(chen, theme, make_practice, client_of):
    since = clock.now() - timedelta(days=7)
    save(chen, Choice({"theme": (theme.slug,), "sector": ("high_tech",)}))
    make_practice()
    assert len(new_in_choices(reader_with_rights(chen.id), since)) == 1
    other = make_practice(title="Elders")
    with writing():
        theme.access = CLOSED

    assert new_in_choices(reader_with_rights(chen.id), since) == []
    page = client_of(chen).get("/practices/choices").text
    assert theme.title_nl not in page
    assert other.title not in page
    assert "is er voor jou niet meer" in page
