"""What whole numbers can stand behind a percentage, and how far it may be off."""

import pytest

from network.library.rules import bases, count_of, counts_of, fits, round_maximum, rounded, wilson


@pytest.mark.parametrize(
    ("k", "n", "printed"),
    [
        (22, 35, 63),
        (1, 8, 13),
        (1, 200, 1),
        (1, 201, 0),
        (0, 35, 0),
        (35, 35, 100),
        (1, 40, 3),
        (7, 8, 88),
    ],  # 12.5 → 13
)
def test_a_half_is_rounded_up(k, n, printed):
    assert rounded(k, n) == printed


@pytest.mark.parametrize(
    ("percentage", "n", "k"),
    [
        (63, 35, 22), (94, 35, 33), (91, 35, 32), (37, 35, 13), (46, 35, 16), (0, 35, 0), (100, 35, 35), (3, 35, 1),
        (87, 35, None), (92, 35, None), (45, 35, None), (90, 35, None),  # no whole number of 35 gives these
        (45, 31, 14), (75, 20, 15), (50, 1000, None),  # several of a thousand give 50
    ],
)  # fmt: skip
def test_the_count_behind_a_percentage(percentage, n, k):
    assert count_of(percentage, n) == k


def test_every_count_is_found_and_no_other():
    for n in range(1, 121):
        for percentage in range(101):
            assert list(counts_of(percentage, n)) == [k for k in range(n + 1) if rounded(k, n) == percentage]


@pytest.mark.parametrize(
    ("percentages", "numbers"),
    [
        ([45, 60, 40, 70, 75, 60, 75, 50, 70], (20,)),  # how firms exchange knowledge
        ([68, 47, 18], (34,)),  # what their own programmes are about
        ([0, 6, 23, 26, 45], (31,)),  # how important company-oriented development is
        ([90, 10], (10, 20, 21, 29, 30, 31)),
        ([66, 60, 60, 83, 87, 63], ()),  # what it brings
    ],
)
def test_which_numbers_of_firms_give_all_percentages(percentages, numbers):
    assert bases(frozenset(percentages), 35) == numbers
    assert all(fits(percentages, n) for n in numbers)


@pytest.mark.parametrize(
    ("k", "n", "interval"),
    [
        (22, 35, (46, 77)), (21, 35, (44, 74)), (15, 35, (28, 59)), (13, 35, (23, 54)), (9, 35, (14, 42)),
        (3, 35, (3, 22)), (32, 35, (78, 97)), (28, 35, (64, 90)), (0, 35, (0, 10)), (35, 35, (90, 100)),
        (0, 10, (0, 28)),
    ],
)  # fmt: skip
def test_the_95_percent_interval_by_wilson(k, n, interval):
    assert wilson(k, n) == interval


@pytest.mark.parametrize(
    ("largest", "end"), [(3_660_000, 4_000_000), (10, 10), (11, 20), (1, 1), (0, 1), (5, 6), (100, 100)]
)
def test_an_axis_ends_at_a_round_number(largest, end):
    assert round_maximum(largest) == end
