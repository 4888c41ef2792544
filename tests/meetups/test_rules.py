"""The rules of seats and offers as tables."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.meetups.rules import by_offer, firm_limit, is_open, offer_until, share_reached, who_moves_up

START = datetime(2026, 12, 10, 14, 30, tzinfo=UTC)


A, B, C = 1, 2, 3  # firms


@pytest.mark.parametrize(
    ("line", "seats_left", "held", "limit", "moving"),
    [
        ([A, B], 0, {}, None, []),
        ([A, B], 1, {}, None, [0]),
        ([A, B], 2, {}, None, [0, 1]),
        ([A, B], 5, {}, None, [0, 1]),
        ([A, B], -2, {}, None, []),  # the room became smaller
        ([], 3, {}, None, []),
        ([A, A, B], 2, {A: 9}, None, [0, 1]),  # without a limit it does not matter whose they are
        ([A, A, B], 2, {}, 1, [0, 2]),  # the second of A is passed over
        ([A, A, B], 1, {}, 1, [0]),
        ([A, B], 2, {A: 1}, 1, [1]),  # A has its share already
        ([A, B], 2, {A: 2}, 1, [1]),  # and more than its share, from before there was one
        ([A, A, A, B], 3, {A: 1}, 2, [0, 3]),
        ([A, A], 2, {A: 1, B: 7}, 1, []),  # nobody can move: a seat stays free
        ([A, B, C, A, B, C], 4, {}, 1, [0, 1, 2]),
        ([A, B, C, A, B, C], 4, {}, 2, [0, 1, 2, 3]),
    ],
)
def test_who_moves_up(line, seats_left, held, limit, moving):
    before = dict(held)

    assert who_moves_up(line, seats_left, held, limit) == moving
    assert held == before


@given(
    line=st.lists(st.integers(1, 4), max_size=12),
    seats_left=st.integers(-2, 12),
    held=st.dictionaries(st.integers(1, 4), st.integers(0, 3)),
    limit=st.none() | st.integers(1, 3),
)
def test_nobody_is_skipped_but_for_their_firm(line, seats_left, held, limit):
    moving = who_moves_up(line, seats_left, held, limit)
    holds = Counter(held)
    holds.update(line[at] for at in moving)

    assert moving == sorted(set(moving))
    assert len(moving) <= max(seats_left, 0)
    assert limit is None or all(holds[line[at]] <= limit for at in moving)
    last = max(moving, default=-1) if len(moving) == seats_left else len(line)
    passed_over = [line[at] for at in range(last if last > 0 else 0) if at not in moving] if seats_left > 0 else []
    assert all(limit is not None and holds[firm] >= limit for firm in passed_over)


@pytest.mark.parametrize(
    ("limit", "until", "now"),
    [
        (None, None, None),
        (None, START, None),
        (2, None, 2),
        (2, START + timedelta(seconds=1), 2),
        (2, START, None),  # from that moment on it does not count
        (2, START - timedelta(days=1), None),
    ],
)
def test_how_long_a_firm_is_held_to_its_share(limit, until, now):
    assert firm_limit(limit, until, START) == now


@pytest.mark.parametrize(
    ("opens", "closes", "is_now_open"),
    [
        (None, None, True),
        (START, None, True),
        (START + timedelta(seconds=1), None, False),
        (None, START + timedelta(seconds=1), True),
        (None, START, False),
        (START - timedelta(days=1), START + timedelta(days=1), True),
        (START + timedelta(days=1), START + timedelta(days=2), False),
    ],
)
def test_when_one_can_sign_up(opens, closes, is_now_open):
    assert is_open(opens, closes, START) is is_now_open


@pytest.mark.parametrize(
    ("taken", "capacity", "share"),
    [
        (0, 1, 0), (1, 1, 100), (0, 9, 0), (4, 9, 0), (5, 9, 50), (7, 9, 50), (8, 9, 80), (9, 9, 100),
        (4, 5, 80), (5, 10, 50), (399, 500, 50), (400, 500, 80), (500, 500, 100),
    ],
)  # fmt: skip
def test_how_full_the_room_is(taken, capacity, share):
    assert share_reached(taken, capacity) == share


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
