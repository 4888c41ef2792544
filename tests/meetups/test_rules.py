"""The rules of seats, offers and reminders as tables."""

from datetime import UTC, datetime, timedelta

import pytest

from network.meetups.rules import by_offer, due_reminder, moving_up, offer_until, wants_reminder

START = datetime(2026, 12, 10, 14, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("waiting", "seats_left", "moving"),
    [
        (2, 0, 0),
        (2, 1, 1),
        (2, 2, 2),
        (2, 5, 2),
        (2, -2, 0),  # the room became smaller
        (0, 3, 0),
    ],
)
def test_as_many_move_up_as_there_are_seats(waiting, seats_left, moving):
    assert moving_up(waiting, seats_left) == moving


@pytest.mark.parametrize(
    ("before", "offered"),
    [
        (timedelta(days=14), False),
        (timedelta(hours=48, seconds=1), False),
        (timedelta(hours=48), True),
        (timedelta(hours=1), True),
    ],
)
def test_from_48_hours_before_the_start_a_seat_is_offered(before, offered):
    assert by_offer(START, START - before) is offered


@pytest.mark.parametrize(
    ("before", "held_for"),
    [
        (timedelta(hours=47), timedelta(hours=6)),
        (timedelta(hours=6), timedelta(hours=6)),
        (timedelta(hours=2), timedelta(hours=2)),  # never beyond the start
    ],
)
def test_an_offer_is_held_for_six_hours_and_never_beyond_the_start(before, held_for):
    now = START - before

    assert offer_until(START, now) - now == held_for


@pytest.mark.parametrize(
    ("before", "reminder"),
    [
        (timedelta(days=8), None),
        (timedelta(days=7), timedelta(days=7)),
        (timedelta(days=3), timedelta(days=7)),  # the worker was down for days: late is better than never
        (timedelta(days=1), timedelta(days=1)),
        (timedelta(hours=1), timedelta(days=1)),
        (timedelta(0), None),
        (-timedelta(hours=1), None),
    ],
)
def test_which_reminder_is_due(before, reminder):
    assert due_reminder(START, START - before) == reminder


def test_who_signed_up_after_the_moment_is_not_reminded():
    week = timedelta(days=7)

    assert wants_reminder(START - timedelta(days=8), START, week)
    assert not wants_reminder(START - timedelta(days=6), START, week)
