"""When a series has its dates: on the wall clock, never twice, within its bounds."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from network.kernel.clock import AMSTERDAM
from network.meetups.series.rules import (
    AHEAD,
    MONTH_END,
    MONTHLY_DAY,
    MONTHLY_LAST,
    MONTHLY_WEEKDAY,
    MOST_AT_ONCE,
    WEEKLY,
    YEARLY,
    Rhythm,
    dates_of,
    due,
    moment_of,
    rhythms_from,
    until_after,
)

DAYS = st.dates(date(2025, 1, 1), date(2030, 12, 31))


@st.composite
def series(draw):
    """The rule of a rhythm that a meetup on a day can have, and that day."""
    first = draw(DAYS)
    rhythm = draw(st.sampled_from(rhythms_from(first)))
    interval = 1 if rhythm.kind == YEARLY else draw(st.integers(1, 12))
    days = rhythm.weekdays
    if rhythm.kind == WEEKLY:
        days = tuple(sorted({*days, *draw(st.sets(st.integers(0, 6)))}))
    return Rhythm(rhythm.kind, interval, days, rhythm.nth, rhythm.day, rhythm.month).text, first


@given(series())
def test_a_rhythm_is_read_as_it_was_written(made):
    rule, _first = made

    assert Rhythm.read(rule).text == rule


@given(series(), st.times())
@settings(deadline=None)
def test_the_first_day_is_the_first_date_and_no_date_comes_twice(made, at):
    rule, first = made
    days = list(islice(dates_of(rule, first), 30))

    assert days[0] == first
    assert days == sorted(set(days))
    assert len(days) == 30


@given(series(), st.times(time(6), time(23)))
@settings(deadline=None)
def test_the_hour_is_the_same_in_summer_and_winter(made, at):
    rule, first = made
    moments = [moment_of(day, at, AMSTERDAM) for day in islice(dates_of(rule, first), 30)]

    assert {moment.astimezone(AMSTERDAM).time() for moment in moments} == {at}
    assert {moment.tzinfo for moment in moments} == {UTC}


@given(series(), st.integers(0, 400), st.integers(0, 400))
@settings(deadline=None)
def test_what_is_due_lies_after_what_is_made_and_within_half_a_year(made, later, length):
    rule, first = made
    today, until, made_until = first + timedelta(days=later), first + timedelta(days=length), first
    rounds = []
    while days := due(rule, first, until, made_until, today):
        assert len(days) <= MOST_AT_ONCE
        rounds += days
        made_until = days[-1]

    assert rounds == [day for day in dates_of(rule, first, min(until, today + AHEAD)) if day > first]


@pytest.mark.parametrize(
    ("first", "kinds"),
    [
        (date(2026, 12, 8), [WEEKLY, MONTHLY_WEEKDAY, MONTHLY_DAY, YEARLY]),
        (date(2026, 12, 22), [WEEKLY, MONTHLY_WEEKDAY, MONTHLY_DAY, YEARLY]),
        (date(2026, 12, 29), [WEEKLY, MONTHLY_LAST, YEARLY]),  # the fifth Tuesday; a 29th is not in every February
        (date(2026, 12, 31), [WEEKLY, MONTHLY_LAST, MONTH_END, YEARLY]),
        (date(2027, 2, 23), [WEEKLY, MONTHLY_WEEKDAY, MONTHLY_LAST, MONTHLY_DAY, YEARLY]),
        (date(2028, 2, 29), [WEEKLY, MONTHLY_LAST, MONTH_END]),  # in most years this day is not
    ],
)
def test_a_day_has_the_rhythms_that_leave_no_month_out(first, kinds):
    assert [each.kind for each in rhythms_from(first)] == kinds


@pytest.mark.parametrize(
    ("rule", "first", "days"),
    [
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH", date(2026, 12, 8), ["12-08", "12-10", "12-22", "12-24"]),
        ("FREQ=MONTHLY;BYDAY=2TU", date(2026, 12, 8), ["12-08", "01-12", "02-09", "03-09"]),
        ("FREQ=MONTHLY;BYDAY=-1TU", date(2026, 12, 29), ["12-29", "01-26", "02-23", "03-30"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", date(2026, 12, 31), ["12-31", "01-31", "02-28", "03-31"]),
        ("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=8", date(2026, 12, 8), ["12-08", "03-08", "06-08", "09-08"]),
    ],
)
def test_dates_are_those_that_one_would_name(rule, first, days):
    assert [f"{day:%m-%d}" for day in islice(dates_of(rule, first), 4)] == days


def test_an_hour_that_the_clock_skips_is_reckoned_from_before_the_gap():
    assert moment_of(date(2027, 3, 28), time(2, 30), AMSTERDAM) == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)  # 3:30


def test_an_hour_that_there_is_twice_is_the_first():
    assert moment_of(date(2027, 10, 31), time(2, 30), AMSTERDAM) == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


def test_a_number_of_times_counts_the_first():
    assert until_after("FREQ=WEEKLY;BYDAY=TU", date(2026, 12, 8), 3) == date(2026, 12, 22)


def test_a_rule_has_no_end_of_its_own():
    assert due("FREQ=WEEKLY;BYDAY=TU", date(2026, 12, 8), None, date(2026, 12, 8), date(2033, 1, 1))[-1] > date(
        2027, 4, 1
    )
