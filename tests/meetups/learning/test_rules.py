"""Time as people write it, what it adds up to, and codes: tables in which a missing row shows."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.meetups.learning.rules import (
    A_PAGE,
    CODE_LETTERS,
    MOST_MINUTES,
    Learned,
    as_typed,
    by_year,
    code_from,
    learning_minutes,
    minutes_from,
    new_code,
)

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("1", 60), ("2", 120), ("1,5", 90), ("1.5", 90), ("1.50", 90), ("0,25", 15), (".5", 30), ("0,33", 20), ("0,01", 1),
        ("1:30", 90), ("0:01", 1), ("01:05", 65), ("1u30", 90), ("1 u 30", 90), ("1h30", 90), ("1 uur 30 min", 90),
        ("1 uur en 5 minuten", 65), ("2 hours 5 minutes", 125), ("2 uur", 120), ("2u", 120), ("2h", 120), ("3 hours", 180),
        ("90 min", 90), ("45m", 45), ("½", 30), ("1½", 90), ("1 ½ uur", 90), ("2¾", 165), ("  2  ", 120), ("2 UUR", 120),
        ("400", 24_000), ("400:00", 24_000), ("24000 min", 24_000),
    ],
)  # fmt: skip
def test_a_time_is_read_as_it_was_meant(typed, minutes):
    assert minutes_from(typed) == minutes


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", "0", "0,0", "0:00", "0 min", "-1", "+1", "1:60", "1:5", "1u90", ":30", "1,", ",", "u", "1,5,5", "1.000", "1e2",
        "1_0", "inf", "nan", "١", "２", "400,01", "400:01", "24001 min", "401", "999999999999", "9" * 5_000, "twee", "1/2",
        "1,5½", "1 2", "2 dagen", "1:30:00", "1\n", "min", "1 uur 60 min",
    ],
)  # fmt: skip
def test_what_is_no_time_or_too_much_of_it_is_refused(typed):
    if typed == "1\n":
        assert minutes_from(typed) == 60  # ends are trimmed
        return
    with pytest.raises(ValueError, match=r".*"):
        minutes_from(typed)


@given(st.integers(1, MOST_MINUTES))
def test_what_stands_in_the_form_says_the_same_time_again(minutes):
    assert minutes_from(as_typed(minutes)) == minutes


@given(st.text(max_size=12))
def test_whatever_is_typed_is_a_time_or_refused(typed):
    with suppress(ValueError):
        assert 0 < minutes_from(typed) <= MOST_MINUTES


@pytest.mark.parametrize(
    ("length", "minutes"),
    [(timedelta(hours=2), 120), (timedelta(minutes=45), 45), (timedelta(seconds=59), 0), (timedelta(hours=-1), 0)],
)
def test_a_meetup_counts_for_as_long_as_it_was_planned(length, minutes):
    assert learning_minutes(NOON, NOON + length) == minutes


def test_the_night_in_which_the_clock_goes_back_lasts_an_hour_longer():
    begin, end = datetime(2026, 10, 24, 22, tzinfo=UTC), datetime(2026, 10, 25, 2, tzinfo=UTC)  # 00:00 to 03:00

    assert learning_minutes(begin, end) == 240


def test_a_code_reads_well_and_is_known_again_however_it_is_typed():
    code = new_code(random.Random(1).choice)

    assert len(code) == 19
    assert not set("AEIOUYBGLQSZ012568") & set(CODE_LETTERS)
    for typed in (code, code.lower(), code.replace("-", ""), f" {code.replace('-', ' ')} "):
        assert code_from(typed) == code


@pytest.mark.parametrize(
    "typed", ["", "CDFH", "CDFH-JKMN-PRTV-WX3", "CDFH-JKMN-PRTV-WX3O", "CDFH-JKMN-PRTV-WX345", "é" * 16]
)
def test_what_is_no_code_is_none(typed):
    assert code_from(typed) is None


def test_years_add_up_by_form_and_stand_the_latest_first():
    lines = [
        Learned("Een", date(2025, 12, 31), 60, "formal", entry_id=1),
        Learned("Twee", date(2026, 1, 1), 30, "informal", entry_id=2),
        Learned("Drie", date(2026, 1, 1), 45, "informal", entry_id=3),
        Learned("Vier", date(2026, 6, 1), 90, "non_formal"),
    ]

    this, last = by_year(lines)

    assert [line.what for line in this.lines] == ["Vier", "Drie", "Twee"]
    assert (this.number, this.minutes(), this.minutes("informal"), this.minutes("formal")) == (2026, 165, 75, 0)
    assert (last.number, last.minutes(), last.minutes("formal")) == (2025, 60, 60)
    assert by_year([]) == []


@pytest.mark.parametrize(("lines", "pages"), [(1, 1), (A_PAGE, 1), (A_PAGE + 1, 2), (3 * A_PAGE, 3)])
def test_every_line_stands_on_one_page(lines, pages):
    (year,) = by_year([Learned(str(n), date(2026, 1, 1), 60, "formal", entry_id=n + 1) for n in range(lines)])

    turned = [line for number in range(1, pages + 1) for line in year.page(number)]

    assert (year.pages, len(year.page(pages + 1))) == (pages, 0)
    assert turned == list(year.lines)
