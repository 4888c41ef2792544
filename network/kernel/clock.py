"""What time it is, and what a moment is called in Amsterdam. Tests move the clock by time_machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


_told: ContextVar[datetime | None] = ContextVar("told", default=None)


class MissingHour(ValueError):
    """The clock jumps over this local time in spring: it does not exist."""


def now() -> datetime:
    """This moment in UTC; inside `at`, the moment that is told of."""
    return _told.get() or datetime.now(UTC)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Tell what happened at another moment: the verbs inside think it is then. For the demo network's story."""
    token = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(token)


def local(moment: datetime) -> datetime:
    """The same moment on an Amsterdam wall clock."""
    return moment.astimezone(AMSTERDAM)


def today() -> date:
    """The date in Amsterdam."""
    return local(now()).date()


def moment(day: date, at: time) -> datetime:
    """The UTC moment of an Amsterdam date and time.

    A time that exists twice in autumn is its first, summer-time one.
    Raises MissingHour for a time that the spring clock change skips.
    """
    wall = datetime.combine(day, at, AMSTERDAM)
    back = wall.astimezone(UTC).astimezone(AMSTERDAM)
    if back.replace(tzinfo=None) != wall.replace(tzinfo=None):
        raise MissingHour
    return wall.astimezone(UTC)
