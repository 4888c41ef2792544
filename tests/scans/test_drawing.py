"""What is shown of the network, drawn of real rows: who counts, when it is drawn, and what it does not tell."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from conftest import both_databases
from flask import Flask
from scans.conftest import given
from sqlalchemy import func, select
from together import at_once

from network.kernel import clock
from network.kernel.database import db, writing
from network.members.models import Member, Organisation
from network.scans import drawing
from network.scans.disclosure import WHOLE
from network.scans.drawing import draw_network_figures, forget_fiction
from network.scans.models import Drawing, ShownFigure
from network.scans.queries import shown_figures
from network.scans.questionnaire import QUESTIONS
from network.scans.services import confirm

MONDAY = datetime(2027, 3, 8, 6, tzinfo=UTC)  # 7:00 in Amsterdam
Confirm = Callable[..., list[Member]]


@pytest.fixture(autouse=True)
def fair_lots(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is shifted, so that figures can be reckoned."""
    monkeypatch.setattr(drawing._lots, "random", lambda: 0.5)


def share(question: str, answer: str, group: tuple[str, str] = WHOLE) -> int | None:
    db.session.rollback()
    shown = shown_figures(group).get(question)
    return None if shown is None else shown.figure.shares[answer]


def correct(contact: Member, seen: int = 1, **more: list[str]) -> None:
    confirm(contact, contact.organisation_id, clock.today().year, given(**more), seen=seen)


@time_machine.travel(MONDAY, tick=False)
def test_four_firms_show_nothing_and_five_do(firms_confirm: Confirm) -> None:
    firms_confirm(4, "Een")
    assert draw_network_figures(clock.now()) == 0
    assert share("has_budget", "yes") is None
    firms_confirm(1, "Twee", given(has_budget=["no"]))
    assert draw_network_figures(clock.now()) > 0
    assert share("has_budget", "yes") == 80
    assert shown_figures()["has_budget"].figure.n == 5


@time_machine.travel(MONDAY, tick=False)
def test_firms_that_nobody_verified_do_not_count(firms_confirm: Confirm) -> None:
    firms_confirm(3, "Echt")
    firms_confirm(30, "Verzonnen", verified=False)
    assert draw_network_figures(clock.now()) == 0


def test_it_is_drawn_on_mondays_alone(firms_confirm: Confirm) -> None:
    with time_machine.travel(MONDAY, tick=False):
        firms_confirm(5, "Een")
        assert draw_network_figures(clock.now()) > 0
        firms_confirm(5, "Twee", given(has_budget=["no"]))
        assert draw_network_figures(clock.now()) == 0
    for moment in (MONDAY + timedelta(hours=5), MONDAY + timedelta(days=6, hours=22)):
        with time_machine.travel(moment, tick=False):
            assert draw_network_figures(clock.now()) == 0
    with time_machine.travel(MONDAY + timedelta(days=7), tick=False):
        assert draw_network_figures(clock.now()) > 0
        assert share("has_budget", "yes") == 50


def test_on_the_monday_of_the_clock_change_as_well(firms_confirm: Confirm) -> None:
    """In summer 5:30 in Amsterdam is 3:30 UTC, in winter 4:30."""
    with time_machine.travel(datetime(2027, 3, 22, 5, tzinfo=UTC), tick=False):
        firms_confirm(5, "Een")
        assert draw_network_figures(clock.now()) > 0
        firms_confirm(5, "Twee")
    with time_machine.travel(datetime(2027, 3, 29, 3, 29, tzinfo=UTC), tick=False):
        assert draw_network_figures(clock.now()) == 0
    with time_machine.travel(datetime(2027, 3, 29, 3, 30, tzinfo=UTC), tick=False):
        assert draw_network_figures(clock.now()) > 0


def test_one_firm_that_corrects_itself_is_not_seen(firms_confirm: Confirm) -> None:
    with time_machine.travel(MONDAY, tick=False):
        contacts = firms_confirm(10, "Een")
        draw_network_figures(clock.now())
    with time_machine.travel(MONDAY + timedelta(days=8), tick=False):
        for contact in contacts[:4]:
            correct(contact, has_budget=["no"])
        draw_network_figures(clock.now())
        assert share("has_budget", "yes") == 100
    with time_machine.travel(MONDAY + timedelta(days=15), tick=False):
        correct(contacts[4], has_budget=["no"])
        draw_network_figures(clock.now())
        assert share("has_budget", "yes") == 50


def test_a_question_that_few_answered_otherwise_stays_while_another_is_renewed(firms_confirm: Confirm) -> None:
    with time_machine.travel(MONDAY, tick=False):
        contacts = firms_confirm(10, "Een")
        draw_network_figures(clock.now())
    with time_machine.travel(MONDAY + timedelta(days=7), tick=False):
        for at, contact in enumerate(contacts[:5]):
            correct(contact, has_budget=["no"], **({"has_programme": ["no"]} if at == 0 else {}))
        draw_network_figures(clock.now())
        assert share("has_budget", "yes") == 50
        assert share("has_programme", "yes") == 100
        shown = shown_figures()
        assert shown["has_budget"].drawn_at > shown["has_programme"].drawn_at


@time_machine.travel(MONDAY, tick=False)
def test_sectors_that_would_tell_of_the_rest_wait(firms_confirm: Confirm) -> None:
    firms_confirm(9, "Zorg", sector="care")
    firms_confirm(2, "It", sector="it")
    draw_network_figures(clock.now())
    assert share("has_budget", "yes") == 100
    assert share("has_budget", "yes", ("sector", "care")) is None
    assert share("has_budget", "yes", ("sector", "it")) is None


@time_machine.travel(MONDAY, tick=False)
def test_hidden_and_empty_look_alike(firms_confirm: Confirm) -> None:
    firms_confirm(9, "Zorg", sector="care")
    firms_confirm(2, "It", sector="it")
    draw_network_figures(clock.now())
    for group in (("sector", "care"), ("sector", "it"), ("sector", "logistics")):
        assert shown_figures(group) == {}


def test_last_years_answers_count_for_a_year_and_then_no_more(firms_confirm: Confirm) -> None:
    with time_machine.travel(MONDAY, tick=False):
        firms_confirm(5, "Een")
    with time_machine.travel(MONDAY + timedelta(days=365 * 2), tick=False):
        assert draw_network_figures(clock.now()) == 0
    with time_machine.travel(MONDAY + timedelta(days=365), tick=False):
        assert draw_network_figures(clock.now()) > 0


def test_a_firm_that_answers_again_next_year_is_one_firm(firms_confirm: Confirm) -> None:
    with time_machine.travel(MONDAY, tick=False):
        contacts = firms_confirm(6, "Een")
        draw_network_figures(clock.now())
    with time_machine.travel(MONDAY + timedelta(days=364), tick=False):
        correct(contacts[0], seen=0, has_budget=["no"])
        draw_network_figures(clock.now())
        assert share("has_budget", "yes") == 100, "between two years it would be the only difference"


@time_machine.travel(MONDAY, tick=False)
def test_made_up_firms_and_real_ones_never_stand_in_one_figure(firms_confirm: Confirm) -> None:
    firms_confirm(8, "Demo", is_demo=True)
    assert draw_network_figures(clock.now()) > 0
    firms_confirm(1, "Echt", given(has_budget=["no"]))
    assert draw_network_figures(clock.now()) == 0
    assert shown_figures() == {}, "what the made-up firms said is known, so the rest would be the real one"
    firms_confirm(4, "Echter")
    draw_network_figures(clock.now())
    assert shown_figures()["has_budget"].figure.n == 5
    assert share("has_budget", "yes") == 80


@time_machine.travel(MONDAY, tick=False)
def test_a_demo_that_goes_takes_its_figures_along(firms_confirm: Confirm) -> None:
    firms_confirm(8, "Demo", is_demo=True)
    draw_network_figures(clock.now())
    with writing():
        forget_fiction()
    assert shown_figures() == {}
    assert db.session.scalar(select(func.count()).select_from(Drawing)) == 0


@time_machine.travel(MONDAY, tick=False)
def test_figures_of_real_firms_survive_that(firms_confirm: Confirm) -> None:
    firms_confirm(8, "Echt")
    draw_network_figures(clock.now())
    with writing():
        forget_fiction()
    assert len(shown_figures()) == len(QUESTIONS)


@time_machine.travel(MONDAY, tick=False)
def test_a_firm_whose_mark_is_taken_leaves_only_with_four_others(firms_confirm: Confirm) -> None:
    contacts = firms_confirm(12, "Een")
    draw_network_figures(clock.now())
    with writing():
        db.session.get_one(Organisation, contacts[0].organisation_id).verified_at = None
    with time_machine.travel(MONDAY + timedelta(days=7), tick=False):
        assert draw_network_figures(clock.now()) == 0
        assert shown_figures()["has_budget"].figure.n == 10


@both_databases
@time_machine.travel(MONDAY, tick=False)
def test_two_workers_draw_once(app: Flask, firms_confirm: Confirm) -> None:
    firms_confirm(6, "Een")
    drawn = at_once(app, *[lambda: draw_network_figures(clock.now())] * 3)
    assert sorted(drawn)[:2] == [0, 0]
    assert max(drawn) > 0
    assert db.session.scalar(select(func.count()).select_from(ShownFigure)) == max(drawn)
