"""The public holidays of the Netherlands. No database, no clock, no Flask."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from dateutil.easter import easter

PUBLIC, SCHOOL = "public", "school"
NOWHERE_ELSE, NORTH, MIDDLE, SOUTH = "", "north", "middle", "south"
SUNDAY = 6


class Holiday(NamedTuple):
    """A day that the government lists as a holiday; firms differ in whether they are free on Good Friday and 5 May."""

    key: str
    name_nl: str
    name_en: str
    on: date


def public_holidays(year: int) -> list[Holiday]:
    """Those of a year in order; Easter moves five of them, and the King's birthday is kept on Saturday if on a Sunday."""
    first = easter(year)
    named = (
        ("new-year", "Nieuwjaarsdag", "New Year’s Day", date(year, 1, 1)),
        ("good-friday", "Goede Vrijdag", "Good Friday", first - timedelta(days=2)),
        ("easter", "Eerste paasdag", "Easter Sunday", first),
        ("easter-monday", "Tweede paasdag", "Easter Monday", first + timedelta(days=1)),
        ("king", "Koningsdag", "King’s Day", kings_day(year)),
        ("liberation", "Bevrijdingsdag", "Liberation Day", date(year, 5, 5)),
        ("ascension", "Hemelvaartsdag", "Ascension Day", first + timedelta(days=39)),
        ("pentecost", "Eerste pinksterdag", "Whit Sunday", first + timedelta(days=49)),
        ("whit-monday", "Tweede pinksterdag", "Whit Monday", first + timedelta(days=50)),
        ("christmas", "Eerste kerstdag", "Christmas Day", date(year, 12, 25)),
        ("second-christmas", "Tweede kerstdag", "Boxing Day", date(year, 12, 26)),
    )
    return sorted((Holiday(f"public:{year}:{key}", nl, en, on) for key, nl, en, on in named), key=lambda each: each.on)


def kings_day(year: int) -> date:
    """27 April, or the day before when that is a Sunday."""
    birthday = date(year, 4, 27)
    return birthday - timedelta(days=1) if birthday.weekday() == SUNDAY else birthday
