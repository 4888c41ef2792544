"""The public holidays, beside a list that was written down by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from network.meetups.clashes.rules import kings_day, public_holidays

EASTER = {  # Sundays, from the calendar
    2024: (3, 31), 2025: (4, 20), 2026: (4, 5), 2027: (3, 28), 2028: (4, 16), 2029: (4, 1), 2030: (4, 21), 2031: (4, 13),
    2032: (3, 28), 2033: (4, 17), 2034: (4, 9), 2035: (3, 25),
}  # fmt: skip
KINGS_DAY_IS_SATURDAY = {2025, 2031}


def on(year, key):
    return next(each.on for each in public_holidays(year) if each.key == f"public:{year}:{key}")


@pytest.mark.parametrize("year", EASTER)
def test_easter_moves_five_others(year):
    first = date(year, *EASTER[year])

    assert on(year, "easter") == first
    distances = {"good-friday": -2, "easter-monday": 1, "ascension": 39, "pentecost": 49, "whit-monday": 50}
    assert {key: (on(year, key) - first).days for key in distances} == distances
    assert on(year, "ascension").weekday() == 3


@pytest.mark.parametrize("year", EASTER)
def test_the_kings_birthday_is_never_kept_on_a_sunday(year):
    day = 26 if year in KINGS_DAY_IS_SATURDAY else 27

    assert kings_day(year) == date(year, 4, day) == on(year, "king")
    assert kings_day(year).weekday() != 6


@pytest.mark.parametrize("year", EASTER)
def test_a_year_has_eleven_in_order_with_names_in_both_languages(year):
    holidays = public_holidays(year)

    assert len({each.key for each in holidays}) == 11
    assert [each.on for each in holidays] == sorted(each.on for each in holidays)
    assert all(each.name_nl and each.name_en and each.on.year == year for each in holidays)
    fixed = {"new-year": (1, 1), "liberation": (5, 5), "christmas": (12, 25), "second-christmas": (12, 26)}
    assert {key: on(year, key) for key in fixed} == {key: date(year, *day) for key, day in fixed.items()}


def test_ascension_day_of_this_year_as_everybody_knows_it():
    assert on(2026, "ascension") == date(2026, 5, 14)
    assert on(2026, "whit-monday") == date(2026, 5, 25)
    assert on(2026, "king") - on(2026, "good-friday") == timedelta(days=24)
