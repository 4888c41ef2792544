"""A calendar month as weeks of days, Monday first. Dates in Amsterdam."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, time, timedelta

from network.kernel import clock
from network.meetups.models import Meetup


@dataclass(frozen=True)
class Day:
    """One day of the month view; days of the months beside it are `outside`."""

    date: date
    outside: bool
    meetups: Sequence[Meetup]


@dataclass(frozen=True)
class Month:
    """A month with its weeks, and the first days of the months beside it."""

    first: date
    weeks: Sequence[Sequence[Day]]
    before: date
    following: date

    @property
    def is_empty(self) -> bool:
        return not any(day.meetups for week in self.weeks for day in week)


def first_of(wanted: str | None, today: date) -> date:
    """The first day of a month written as 2026-12; this month for anything else."""
    if wanted and re.fullmatch(r"(19|20|21)\d\d-(0[1-9]|1[0-2])", wanted):
        return date(int(wanted[:4]), int(wanted[5:]), 1)
    return today.replace(day=1)


def of(first: date, meetups: Sequence[Meetup]) -> Month:
    """The month that begins on `first` with its meetups on their days."""
    on: dict[date, list[Meetup]] = {}
    for meetup in meetups:
        on.setdefault(clock.local(meetup.starts_at).date(), []).append(meetup)
    weeks = [
        [Day(day, day.month != first.month, on.get(day, ()) if day.month == first.month else ()) for day in week]
        for week in calendar.Calendar().monthdatescalendar(first.year, first.month)
    ]
    return Month(first, weeks, (first - timedelta(days=1)).replace(day=1), _following(first))


def end_as_key(first: date) -> str:
    """The end of a month as the list's own key of a page, so that the page after it begins with the next month."""
    last = clock.moment(_following(first), time()) - timedelta(minutes=1)
    return f"{last.astimezone(UTC):%Y%m%d%H%M}-1"


def _following(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1)
