"""When people are asked after a meetup, and of which answers figures are drawn, as tables."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from network.meetups.afterwards.rules import A_GROUP, asking_day, counted, draws_anew, last_due

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("waiting", "anew"), [(0, False), (1, False), (4, False), (5, True), (6, True), (9, True), (10, True)]
)
def test_figures_are_drawn_anew_when_five_others_have_come(waiting, anew):
    assert draws_anew(waiting) is anew


def test_a_group_is_never_smaller_than_the_network_promises():
    assert A_GROUP == 5


@pytest.mark.parametrize(
    ("hours", "due"),
    [
        ((1, 2), None),  # none has come
        ((0, 2), 0),  # at the very moment
        ((-3, 2), -3),
        ((-3, -1), -1),  # the one before was missed, and is not made up for
        ((), None),
    ],
)
def test_the_last_of_the_moments_that_have_come_is_due(hours, due):
    moments = [NOON + timedelta(hours=each) for each in hours]

    assert last_due(moments, NOON) == (None if due is None else NOON + timedelta(hours=due))


@pytest.mark.parametrize(
    ("held", "written", "asked"),
    [
        (date(2026, 1, 1), date(2026, 1, 2), date(2026, 2, 12)),  # 42 days after
        (date(2026, 3, 1), date(2026, 3, 2), date(2026, 4, 12)),  # also across the clock change
        (date(2026, 1, 1), date(2026, 1, 29), date(2026, 2, 12)),  # two weeks to try, just
        (date(2026, 1, 1), date(2026, 1, 30), date(2026, 2, 13)),
        (date(2026, 1, 1), date(2026, 2, 25), date(2026, 3, 11)),  # written when the six weeks had passed
    ],
)
def test_one_is_asked_after_six_weeks_and_never_before_there_was_time_to_try(held, written, asked):
    assert asking_day(held, written) == asked


def test_every_option_is_counted_also_what_nobody_chose():
    assert counted([4, 1, 4, 3], (1, 2, 3, 4)) == [1, 0, 1, 2]
    assert counted([], ("yes", "no")) == [0, 0]
