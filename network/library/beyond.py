"""What features above the library let a reader do with a finding of the study: each adds a way on, with its words."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Way(NamedTuple):
    """Where it leads, and what is done there."""

    path: str
    words: str


Offer = Callable[[str], Way | None]

_offers: list[Offer] = []


def offer(ways: Offer) -> None:
    """Let a feature add a way on from a finding of the study, by the finding's key; None where it has none."""
    if ways not in _offers:
        _offers.append(ways)


def ways_on(key: str) -> list[Way]:
    """All ways on from a finding of the study."""
    return [way for each in _offers if (way := each(key)) is not None]
