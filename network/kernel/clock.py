"""What time it is, and what a moment is called in Amsterdam. Tests move the clock by time_machine."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


class MissingHour(ValueError):
    """The clock jumps over this local time in spring: it does not exist."""


def now() -> datetime:
    """This moment in UTC."""
    return datetime.now(UTC)


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
