"""Random networks of firms that answer, come, go and change their minds; and somebody who subtracts figures."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from network.scans.disclosure import LEAST, WHOLE, Answer, Behind, Drawn, Figure, Group, draw
from network.scans.rules import groups_of

OPTIONS = ("yes", "no", "unsure")
SIZES, SECTORS, PROVINCES, TYPES = 6, 11, 12, 3

Publish = Callable[[Mapping[Group, Behind], Sequence[Drawn]], list[Drawn]]


@dataclass(frozen=True)
class Firm:
    id: int
    groups: tuple[Group, ...]
    answer: Answer


def population(lot: random.Random, firms: int) -> list[Firm]:
    """Firms of which some kinds are common and most are rare, as in real life; most answer alike."""
    yes = lot.choice((0.05, 0.3, 0.6, 0.9, 0.97))
    return [_firm(lot, at, yes) for at in range(firms)]


def _firm(lot: random.Random, at: int, yes: float) -> Firm:
    size, sector, province, kind = (_skewed(lot, many) for many in (SIZES, SECTORS, PROVINCES, TYPES))
    return Firm(at, groups_of(size, sector, kind, province), _answer(lot, yes))


def _answer(lot: random.Random, yes: float) -> Answer:
    return ("yes",) if lot.random() < yes else lot.choice((("no",), ("no",), ("unsure",)))


def _skewed(lot: random.Random, many: int) -> str:
    return str(min(int(lot.expovariate(3 / many)), many - 1))


def moments(lot: random.Random, firms: Sequence[Firm]) -> Iterator[list[Firm]]:
    """The same network at a few moments: firms join one by one or in a wave, go, and answer otherwise."""
    here = list(firms)
    yield list(here)
    for _moment in range(4):
        for _change in range(lot.choice((1, 2, 4, 6, 20))):
            deed = lot.random()
            if deed < 0.5 or len(here) < LEAST:
                here.append(_firm(lot, len(firms) + lot.randrange(10**9), 0.5))
            elif deed < 0.65:
                here.pop(lot.randrange(len(here)))
            else:
                at = lot.randrange(len(here))
                here[at] = replace(here[at], answer=_answer(lot, 0.5))
        yield list(here)


def grouped(firms: Sequence[Firm]) -> dict[Group, dict[int, Answer]]:
    groups: dict[Group, dict[int, Answer]] = defaultdict(dict)
    for firm in firms:
        for group in firm.groups:
            groups[group][firm.id] = firm.answer
    return groups


def published(lot: random.Random, firms: int, publish: Publish) -> list[Drawn]:
    """Everything that was ever shown of a random network, over a few moments."""
    shown: list[Drawn] = []
    for here in moments(lot, population(lot, firms)):
        shown += publish(grouped(here), shown)
    return shown


def ours(lot: random.Random) -> Publish:
    """What the network does."""
    return lambda groups, shown: draw(groups, shown, OPTIONS, lot.random)


def exactly(groups: Mapping[Group, Behind], shown: Sequence[Drawn], least: int = 1) -> list[Drawn]:
    """What a benchmark without a care does: every count as it is, of at least so many firms."""
    return [Drawn(group, behind, exact(behind)) for group, behind in groups.items() if len(behind) >= least]


def exact(behind: Behind) -> Figure:
    counts = {option: sum(option in answer for answer in behind.values()) for option in OPTIONS}
    return Figure(len(behind), counts)


def as_counts(shown: Drawn) -> Drawn:
    """A figure as somebody reads it who takes shares for exact and knows how many firms there are."""
    n = len(shown.behind)
    counts = {option: round(share * n / 100) for option, share in shown.figure.shares.items()}
    return replace(shown, figure=Figure(n, counts))


def isolated(shown: Sequence[Drawn]) -> set[int]:
    """Firms that somebody who knows who stands behind each figure can set apart by subtracting one from another.

    Fewer than LEAST firms explain the difference of two figures, so the difference of the counts is theirs.
    """
    found: set[int] = set()
    for one, other in combinations(shown, 2):
        if abs(len(one.behind) - len(other.behind)) < LEAST:
            found |= _few(one.behind, other.behind)
    return found


def _few(one: Behind, other: Behind) -> set[int]:
    firms = {firm for firm, _answer in one.items() ^ other.items()}
    return firms if len(firms) < LEAST else set()


def left_over(shown: Sequence[Drawn]) -> set[int]:
    """Firms that stand apart when what is shown last of a division is taken from any figure of all firms."""
    latest = {each.group: each.behind for each in shown}
    found: set[int] = set()
    for division in ("size", "sector", "typology", "province"):
        parts = [behind for group, behind in latest.items() if group[0] == division]
        together = {firm: answer for behind in parts for firm, answer in behind.items()}
        if len(together) == sum(map(len, parts)) and parts:
            found |= set().union(*(_few(each.behind, together) for each in shown if each.group == WHOLE))
    return found


def read_off(shown: Sequence[Drawn]) -> dict[int, Answer]:
    """What is derived for certain from exact counts: of a figure, or a difference of two, in which all say the same."""
    said: dict[int, Answer] = {}
    for each in shown:
        said |= _all_the_same(each.behind, each.figure.shares)
    for whole, part in ((one, other) for one in shown for other in shown):
        if part.behind.items() < whole.behind.items():
            rest = {firm: answer for firm, answer in whole.behind.items() if firm not in part.behind}
            shares = {option: whole.figure.shares[option] - part.figure.shares[option] for option in OPTIONS}
            said |= _all_the_same(rest, shares)
    return said


def _all_the_same(firms: Behind, counts: Mapping[str, int]) -> dict[int, Answer]:
    return {firm: (option,) for option in OPTIONS for firm in firms if counts[option] == len(firms)}
