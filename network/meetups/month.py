"""A calendar month as weeks of days, Monday first. Dates in Amsterdam."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

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
    """A month with its weeks and the addresses of the months beside it."""

    first: date
    weeks: Sequence[Sequence[Day]]
    before: str
    following: str


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
    before, following = first - timedelta(days=1), (first.replace(day=28) + timedelta(days=4))
    return Month(first, weeks, f"{before:%Y-%m}", f"{following:%Y-%m}")
