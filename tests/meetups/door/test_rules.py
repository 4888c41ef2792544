"""When the door is open, what a code reads like, whom a search finds, how firms are counted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from network.meetups.door.rules import LETTERS, code_from, is_open, matches, per_firm, simplified

START = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)  # half past one at night; the clock jumps half an hour later
END = START + timedelta(hours=2)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("now", "helper", "coordinator"),
    [
        (START - timedelta(hours=2) - MINUTE, False, False),
        (START - timedelta(hours=2), True, True),
        (START, True, True),
        (END + timedelta(hours=24), True, True),
        (END + timedelta(hours=24) + MINUTE, False, True),
        (END + timedelta(days=30), False, True),
        (END + timedelta(days=30) + MINUTE, False, False),
    ],
)
def test_the_door_is_open_by_hours_that_pass_and_not_by_the_wall_clock(now, helper, coordinator):
    assert is_open(START, END, now, coordinates=False) is helper
    assert is_open(START, END, now, coordinates=True) is coordinator


def test_a_code_is_five_letters_that_cannot_be_taken_for_others():
    codes = {code_from(bytes([n]) * 32) for n in range(256)}

    assert len(codes) == 256
    assert {len(code) for code in codes} == {5}
    assert set("".join(codes)) <= set(LETTERS)
    assert not set(LETTERS) & set("AEIOUY0125")


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("", True), ("wojcik", True), ("Wójcik", True), ("ela", True), ("zevenblad ela", True), ("BXKRT", True),
        ("ela ketelbrug", False), ("%", False), ("_", False),
    ],
)  # fmt: skip
def test_a_search_finds_words_in_any_order_without_accents(wanted, found):
    assert matches(simplified(wanted), simplified("Ela Wójcik Kwekerij Zevenblad BXKRT")) is found


def test_firms_are_counted_by_name_and_guests_with_them():
    people = [("Zwaluw", True, False), ("Ánkers", True, True), ("Zwaluw", False, True), ("", False, True)]

    assert per_firm(people) == [("", 1, 0), ("Ánkers", 1, 1), ("Zwaluw", 1, 1)]
