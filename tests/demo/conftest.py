"""A small fiction, told by the verbs: Ria coordinates, Mo is a member of Ketelmuur, and a theme of theirs.

Beside them stands the real cast: Ada coordinates, Bram and Chen are members, each of another firm.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from cast import soon
from flask import Flask

from network.kernel import clock
from network.kernel.database import db
from network.meetups.models import Meetup
from network.meetups.seats import sign_up
from network.meetups.services import plan
from network.members.models import COORDINATOR, Member, Organisation
from network.practices.models import Practice
from network.practices.services import publish, write
from network.themes.models import Theme
from network.themes.services import open_theme

Make = Callable[..., Any]


@pytest.fixture
def ketelmuur(make_organisation: Make) -> Organisation:
    """A fictional firm, vouched for in the story."""
    return make_organisation("Ketelmuur", is_demo=True, verified_at=clock.now())  # type: ignore[no-any-return]


@pytest.fixture
def ria(make_member: Make, make_organisation: Make) -> Member:
    """Coordinates the network, in the story."""
    firm = make_organisation("Oeverwerk", is_demo=True)
    return make_member("Ria van den Oever", firm, is_demo=True, role=COORDINATOR)  # type: ignore[no-any-return]


@pytest.fixture
def mo(make_member: Make, ketelmuur: Organisation) -> Member:
    """A member, in the story."""
    return make_member("Mo Azzouzi", ketelmuur, is_demo=True, is_contact=True)  # type: ignore[no-any-return]


@pytest.fixture
def tale(ria: Member) -> Theme:
    """A theme of the story, which Ria leads."""
    return open_theme(ria, title_nl="Vertelsels", title_en="Tales", is_demo=True)


@pytest.fixture
def make_practice(app: Flask) -> Callable[..., Practice]:
    """A published practice: `make_practice(bram, theme, title="…")`."""

    def make(author: Member, theme: Theme, **words: Any) -> Practice:
        parts = {"title": "Twee aan één machine", "summary": "Samen.", "problem": "Oud.", "action": "Koppels."}
        practice = write(author, theme, **{**parts, "result": "Sneller.", **words})
        publish(practice)
        return practice

    return make


@pytest.fixture
def make_meetup(app: Flask) -> Callable[..., Meetup]:
    """A meetup to come: `make_meetup(ada, theme, bram, chen, capacity=1)`; no theme is for the whole network."""

    def make(planner: Member, theme: Theme | None, *signups: Member, days: float = 14, **more: Any) -> Meetup:
        begin = soon(days)
        parts = {"title": "Kijken bij de buren", "kind": "company_visit", "mode": "in_person", "capacity": 9, **more}
        meetup = plan(planner, theme, starts_at=begin, ends_at=begin + timedelta(hours=2), **parts)
        for member in signups:
            sign_up(meetup, member)
        db.session.refresh(meetup, ["taken", "waiting"])
        return meetup

    return make
