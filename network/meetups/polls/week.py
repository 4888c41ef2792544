"""Some weeks as days and parts of the day, to tick dates in. Dates in Amsterdam."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

WEEKS = 4
WORKING_DAYS = 5
PARTS = ("morning", "afternoon", "evening")


def monday_of(day: date) -> date:
    """The first day of its week."""
    return day - timedelta(days=day.weekday())


def weeks_from(monday: date) -> Sequence[Sequence[date]]:
    """The working days of the weeks that begin there."""
    first_days = (monday + timedelta(weeks=n) for n in range(WEEKS))
    return [[first + timedelta(days=n) for n in range(WORKING_DAYS)] for first in first_days]


def cell(day: date, part: str) -> str:
    """A part of a day as a form sends it."""
    return f"{day.isoformat()}.{part}"


def of_cell(value: str) -> tuple[date, str] | None:
    """The day and the part that a form sent; None for what no form of ours sends."""
    day, _, part = value.partition(".")
    try:
        return (date.fromisoformat(day), part) if part in PARTS else None
    except ValueError:
        return None
