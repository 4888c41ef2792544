"""A calendar month as weeks of days, Monday first. Dates in Amsterdam."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, time, timedelta

from network.kernel import clock
from network.meetups.clashes.models import FreePeriod
from network.meetups.clashes.rules import PUBLIC, SCHOOL
from network.meetups.models import Meetup


@dataclass(frozen=True)
class Day:
    """One day of the month view; days of the months beside it are `outside`."""

    date: date
    outside: bool
    meetups: Sequence[Meetup]
    free: Sequence[FreePeriod] = ()

    @property
    def holidays(self) -> Sequence[FreePeriod]:
        return [each for each in self.free if each.kind == PUBLIC]

    @property
    def has_school_holiday(self) -> bool:
        return any(each.kind == SCHOOL for each in self.free)


@dataclass(frozen=True)
class Month:
    """A month with its weeks, and the first days of the months beside it."""

    first: date
    weeks: Sequence[Sequence[Day]]
    before: date
    following: date
    free: Sequence[FreePeriod] = ()

    @property
    def is_empty(self) -> bool:
        return not any(day.meetups for week in self.weeks for day in week)


def first_of(wanted: str | None, today: date) -> date:
    """The first day of a month written as 2026-12; this month for anything else."""
    if wanted and re.fullmatch(r"(19|20|21)\d\d-(0[1-9]|1[0-2])", wanted):
        return date(int(wanted[:4]), int(wanted[5:]), 1)
    return today.replace(day=1)


def days_of(first: date) -> tuple[date, date]:
    """The first and the last day of the month that begins on `first`."""
    return first, _following(first) - timedelta(days=1)


def of(first: date, meetups: Sequence[Meetup], free: Sequence[FreePeriod] = ()) -> Month:
    """The month that begins on `first` with its meetups and what is free on their days."""
    on: dict[date, list[Meetup]] = {}
    for meetup in meetups:
        on.setdefault(clock.local(meetup.starts_at).date(), []).append(meetup)
    weeks = [
        [_day(day, on, free) if day.month == first.month else Day(day, True, ()) for day in week]
        for week in calendar.Calendar().monthdatescalendar(first.year, first.month)
    ]
    return Month(first, weeks, (first - timedelta(days=1)).replace(day=1), _following(first), free)


def _day(day: date, on: Mapping[date, Sequence[Meetup]], free: Sequence[FreePeriod]) -> Day:
    return Day(day, False, on.get(day, ()), [each for each in free if each.first_on <= day <= each.last_on])


def end_as_key(first: date) -> str:
    """The end of a month as the list's own key of a page, so that the page after it begins with the next month."""
    last = clock.moment(_following(first), time()) - timedelta(minutes=1)
    return f"{last.astimezone(UTC):%Y%m%d%H%M}-1"


def _following(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1)
