"""What whole numbers of firms can stand behind a printed percentage, and how far it may be off. Numbers only."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from math import sqrt

Z95 = 1.959964  # standard deviations on either side that hold 95 % of a normal distribution


def rounded(k: float, n: float) -> int:
    """The percentage that is printed for k of n: whole, half goes up."""
    return int((200 * k + n) // (2 * n))


@lru_cache(maxsize=8192)
def counts_of(percentage: int, n: int) -> range:
    """Every k whose share of n is printed as this percentage."""
    return range(
        -(-(2 * percentage - 1) * n // 200) if percentage else 0, min(n, _below((2 * percentage + 1) * n, 200)) + 1
    )


def _below(numerator: int, denominator: int) -> int:
    """The largest whole number under a fraction that may be whole itself."""
    return -(-numerator // denominator) - 1


def count_of(percentage: int, n: int) -> int | None:
    """The k of n behind a percentage; None where no whole number gives it, or more than one does."""
    found = counts_of(percentage, n)
    return found[0] if len(found) == 1 else None


def fits(percentages: Iterable[int], n: int) -> bool:
    """Whether n firms can give all these percentages."""
    return all(len(counts_of(each, n)) > 0 for each in percentages)


@lru_cache(maxsize=1024)
def bases(percentages: frozenset[int], most: int) -> tuple[int, ...]:
    """Every number of firms up to `most` that can give all these percentages."""
    return tuple(n for n in range(1, most + 1) if fits(percentages, n))


def wilson(k: float, n: int) -> tuple[int, int]:
    """The 95 % interval of k of n by Wilson's method, in whole per cents."""
    share, spread = k / n, Z95 * Z95 / n
    middle = (share + spread / 2) / (1 + spread)
    reach = Z95 * sqrt(share * (1 - share) / n + spread / (4 * n)) / (1 + spread)
    return rounded(max(middle - reach, 0), 1), rounded(min(middle + reach, 1), 1)


def round_maximum(largest: float) -> int:
    """Where an axis of counts ends: 1, 2, 4, 6, 8 or 10 with noughts, at or above the largest."""
    size = 1
    while size * 10 < largest:
        size *= 10
    return next(step * size for step in (1, 2, 4, 6, 8, 10) if step * size >= largest)
