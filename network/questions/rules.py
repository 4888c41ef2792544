"""Where a question stands, when it is passed on, and which firms it fits. No database, clock or Flask."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

ASKED, OFFERED = "asked", "offered"
OPEN, ANSWERED, CLOSED = "open", "answered", "closed"

UNANSWERED_FOR = timedelta(days=7)
MOST_FIRMS = 5  # that are asked, so that it is somebody's and not everybody's
LEAST_SHARED = 2  # telling words that a firm's practices share with the question


def state(*, closed: bool, accepted: bool) -> str:
    """Closed by a word of its asker or a coordinator, else answered when an answer was accepted that still stands."""
    return CLOSED if closed else ANSWERED if accepted else OPEN


@dataclass(frozen=True)
class Candidate:
    """Somebody who may know: a member with the telling words of what they wrote, and the kind of firm that they are of."""

    member_id: int
    organisation_id: int
    words: frozenset[str]
    sector: str
    size_class: str


def fitting(
    words: Collection[str], asker: Candidate, candidates: Iterable[Candidate], most: int = MOST_FIRMS
) -> Sequence[Candidate]:
    """Whom to pass a question on to: who wrote about it, then who is of a firm like the asker's; one of each other firm.

    Who shares more words stands first; who shares none and differs in sector and in size is not asked.
    """
    ranked = sorted(
        ((len(each.words & set(words)), _alike(each, asker), each) for each in candidates),
        key=lambda rank: (-rank[0], -rank[1], rank[2].member_id),
    )
    found: dict[int, Candidate] = {}
    for shared, alike, each in ranked:
        knows = shared >= LEAST_SHARED or alike
        if knows and each.organisation_id != asker.organisation_id:
            found.setdefault(each.organisation_id, each)
    return list(found.values())[:most]


def _alike(one: Candidate, other: Candidate) -> int:
    return int(one.sector == other.sector) + int(one.size_class == other.size_class) >= 2
