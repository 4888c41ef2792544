"""When a material shows, and how many there may be. No database, no clock, no Flask."""

from __future__ import annotations

BEFORE, AFTER = "before", "after"
MOST = 30  # of one meetup; more than that nobody reads


def shows(stage: str, is_over: bool) -> bool:
    """What is meant for afterwards shows when the meetup is over; the rest at once, and it stays."""
    return stage == BEFORE or is_over


def size_of(size: int) -> tuple[float, str]:
    """How large a file is, as people say it: 0.4 kB or more in kB, from 100 kB on in tenths of MB."""
    if size < 100_000:
        return max(round(size / 1000), 1), "kB"
    return max(round(size / 1_000_000, 1), 0.1), "MB"
