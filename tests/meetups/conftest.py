"""Meetups for the tests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from cast import soon

from network.kernel.database import db
from network.meetups.models import Meetup
from network.meetups.seats import sign_up
from network.meetups.services import plan
from network.members.models import Member
from network.themes.models import Theme


@pytest.fixture
def make_meetup(ada: Member, theme: Theme) -> Callable[..., Meetup]:
    def make(seats: int = 2, signups: tuple[Member, ...] = (), days: float = 14, **more: Any) -> Meetup:
        begin = more.pop("starts_at", soon(days))
        parts = {
            "title": "Kijken in de werkplaats", "kind": "company_visit", "mode": "in_person", "place": "Helmond",
            "description": "We kijken mee.", "starts_at": begin, "ends_at": begin + timedelta(hours=2), "capacity": seats, **more,
        }  # fmt: skip
        meetup = plan(ada, parts.pop("theme", theme), **parts)
        for member in signups:
            sign_up(meetup, member)
        db.session.refresh(meetup, ["taken", "waiting", "last_place", "sequence", "version"])
        return meetup

    return make
