"""The rules of date polls as tables: the best date, what a change does, who sits and waits, when to remind."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from network.meetups.polls.rules import (
    best_of,
    changes,
    divided,
    may_remind_again,
    overlapping,
    reminder_due,
)

MON, TUE, WED, THU = (datetime(2026, 12, day, 14, tzinfo=UTC) for day in (7, 8, 9, 10))


def option(start, yes, maybe=0, no=0):
    return SimpleNamespace(starts_at=start, yes=yes, maybe=maybe, no=no)


@pytest.mark.parametrize(
    ("options", "best"),
    [
        ([], None),
        ([option(MON, 0)], None),  # nobody said anything
        ([option(MON, 0, 0, no=3)], None),  # nobody can
        ([option(MON, 1), option(TUE, 2)], TUE),  # most yes
        ([option(MON, 2, 0), option(TUE, 2, 1)], TUE),  # then most yes and if need be
        ([option(MON, 1, 5), option(TUE, 2, 0)], TUE),  # yes weighs more than any number of if need be
        ([option(TUE, 2, 1), option(MON, 2, 1)], MON),  # then the earliest
        ([option(MON, 2, 1, no=9), option(TUE, 2, 1, no=0)], MON),  # no does not weigh
        ([option(MON, 0, 0, no=1), option(TUE, 0, 1, no=1)], TUE),  # if need be is better than nobody
    ],
)
def test_the_best_date(options, best):
    found = best_of(options)
    assert (found and found.starts_at) == best


THERE = {1: MON, 2: TUE}


@pytest.mark.parametrize(
    ("wanted", "moved", "removed", "added"),
    [
        ([(1, MON), (2, TUE)], [], [], []),
        ([(1, MON), (2, WED)], [(2, WED)], [], []),
        ([(1, MON)], [], [2], []),
        ([(1, MON), (2, TUE), (None, WED)], [], [], [WED]),
        ([(1, TUE), (2, MON)], [], [], []),  # rows that changed places
        ([(None, MON), (None, TUE)], [], [], []),  # typed anew: the answers stay
        ([(1, TUE), (2, TUE)], [], [1], []),  # two rows of one date
        ([(1, WED), (2, WED)], [(1, WED)], [2], []),
        ([(None, WED), (None, WED)], [], [1, 2], [WED]),
        ([(9, WED), (1, MON), (2, TUE)], [], [], [WED]),  # an option of another poll, or one that went meanwhile
        ([(1, WED), (1, THU)], [(1, WED)], [2], [THU]),  # an option moves to one place only
        ([], [], [1, 2], []),
    ],
)
def test_what_a_change_does_to_the_options(wanted, moved, removed, added):
    change = changes(THERE, wanted)
    assert (list(change.moved), list(change.removed), list(change.added)) == (moved, removed, added)


@pytest.mark.parametrize(
    ("yes", "seats", "seated", "waiting"),
    [("abc", 2, "ab", "c"), ("abc", 3, "abc", ""), ("abc", 9, "abc", ""), ("", 2, "", ""), ("abc", 1, "a", "bc")],
)
def test_who_sits_and_who_waits(yes, seats, seated, waiting):
    assert divided(yes, seats) == (seated, waiting)


@pytest.mark.parametrize(
    ("begins", "ends", "clashes"),
    [(0, 2, True), (-1, 0, False), (2, 3, False), (-1, 0.1, True), (1.9, 3, True), (0.5, 1, True), (-5, 5, True)],
)
def test_what_lies_at_the_same_time(begins, ends, clashes):
    other = SimpleNamespace(starts_at=MON + timedelta(hours=begins), ends_at=MON + timedelta(hours=ends))
    assert (overlapping(MON, 120, [other]) == [other]) is clashes


@pytest.mark.parametrize(
    ("asked", "now", "due"),
    [
        (-10, -3, False),  # days before the end
        (-10, -2.5, True),
        (-10, -0.1, True),
        (-10, 0, False),  # too late to answer
        (-2.5, -2, False),  # asked so late that all have just been told
    ],
)
def test_when_to_remind(asked, now, due):
    assert reminder_due(THU + timedelta(days=asked), THU, THU + timedelta(days=now)) is due


@pytest.mark.parametrize(("hours", "may"), [(None, True), (0, False), (23.9, False), (24, True)])
def test_once_a_day(hours, may):
    last = None if hours is None else MON - timedelta(hours=hours)
    assert may_remind_again(last, MON) is may
