"""Meetups that were held, and who was there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from meetups.learning.presence import note

from network.meetups.models import Meetup
from network.members.models import Member

EVENING = datetime(2027, 3, 10, 18, tzinfo=UTC)


@contextmanager
def _after(meetup: Meetup) -> Iterator[None]:
    with time_machine.travel(meetup.ends_at + timedelta(days=1), tick=False):
        yield


@pytest.fixture
def make_held(make_meetup: Callable[..., Meetup]) -> Iterator[Callable[..., Meetup]]:
    """A meetup that is over, with who was there: `make_held(bram, title="…")`. From then on it is the day after it."""
    travels: list[Any] = []

    def make(*there: Member, starts_at: datetime = EVENING, **more: Any) -> Meetup:
        meetup = make_meetup(starts_at=starts_at, **more)
        note(meetup, *there)
        travels.append(_after(meetup))
        travels[-1].__enter__()
        return meetup

    yield make
    for travel in reversed(travels):
        travel.__exit__(None, None, None)
