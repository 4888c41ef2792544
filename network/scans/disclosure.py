"""What of the firms' answers may be shown, and in what form: so that nobody reads one firm's answer off the figures.

Everything here is about one question at a time. `Behind` says which firms stand behind a figure and what each of them
answered. Whether a figure is drawn is decided by which firms came, went or answered otherwise; how it is shown, by rounding
and by lot. The method and its sources stand in docs/method/figures-that-give-no-firm-away.md. Pure: no database, no clock.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import floor, log

LEAST = 5  # firms behind every figure, and behind every difference between two of them
STEP = 5  # shares are shown in steps of so many per cent, numbers of firms in steps of so many firms

FADING = 0.25  # a shift by one firm more is so many times as rare
LIKELY = (1 - FADING) / (1 + FADING)  # how often nothing is shifted: three times out of five

Answer = tuple[str, ...]  # what one firm chose, in the order of the question
Behind = Mapping[int, Answer]  # by the firm's id
Group = tuple[str, str]  # by what firms are compared, and with which: ("sector", "care")

WHOLE: Group = ("all", "")


@dataclass(frozen=True)
class Figure:
    """As it is shown: about how many firms, and about how many per cent of them gave each answer."""

    n: int
    shares: Mapping[str, int]


@dataclass(frozen=True)
class Drawn:
    """A figure with what is behind it."""

    group: Group
    behind: Behind
    figure: Figure


def differing(one: Behind, other: Behind) -> int:
    """How many firms explain the difference between two figures: they are in one of them only, or answered otherwise.

    Counts no further than LEAST.
    """
    if abs(len(one) - len(other)) >= LEAST:
        return LEAST
    return min(LEAST, len({firm for firm, _answer in one.items() ^ other.items()}))


def tells_too_much(one: Behind, other: Behind) -> bool:
    """Whether subtracting one figure from the other leaves fewer than LEAST firms, but not none."""
    return 0 < differing(one, other) < LEAST


def draw(
    groups: Mapping[Group, Behind], shown: Sequence[Drawn], options: Sequence[str], chance: Callable[[], float]
) -> list[Drawn]:
    """The figures to show from now on beside or instead of those that were `shown`, oldest first.

    From the largest group down, each is drawn if at least LEAST firms are behind it, and if at least LEAST explain its
    difference from every figure that was ever shown, of any group, and from what the parts of a division add up to.
    A group that is not drawn keeps the figure that it had, if any. `chance` gives numbers from 0 up to 1.
    """
    known = list(shown)
    latest = {each.group: each for each in shown}
    drawn: list[Drawn] = []
    for group, behind in sorted(groups.items(), key=lambda each: (-len(each[1]), each[0])):
        if len(behind) < LEAST or (group in latest and latest[group].behind == behind):
            continue
        if any(tells_too_much(behind, each.behind) for each in known):
            continue
        each = Drawn(group, behind, _figure_of(behind, known, options, chance))
        if _sums_tell({**latest, group: each}, known, each):
            continue
        known.append(each)
        drawn.append(each)
        latest[group] = each
    return drawn


def _figure_of(behind: Behind, known: Iterable[Drawn], options: Sequence[str], chance: Callable[[], float]) -> Figure:
    """The same firms with the same answers are shown the same: two lots would say more than one."""
    for each in known:
        if len(each.behind) == len(behind) and each.behind == behind:
            return each.figure
    return figure(behind, options, chance)


def figure(behind: Behind, options: Sequence[str], chance: Callable[[], float]) -> Figure:
    """A figure as it is shown: each count shifted by lot, then as a share in steps, of a number of firms in steps."""
    n = len(behind)
    counts = Counter(option for answer in behind.values() for option in answer)
    shares = {option: _in_steps(100 * _within(counts[option] + shift(chance()), n) / n) for option in options}
    return Figure(_in_steps(n), shares)


def shift(lot: float) -> int:
    """By how many firms a count is shifted: mostly none, and each firm more four times as rare, without an end.

    The two-sided geometric distribution (Ghosh, Roughgarden and Sundararajan 2009). It has no largest value, so no figure
    and no sum of figures proves what a firm answered.
    """
    side, far = (1, 2 * lot - 1) if lot >= 0.5 else (-1, 1 - 2 * lot)  # far: from 0 to 1
    left = max(1 - far, 2.0**-53)
    size = floor(log(left / (2 * LIKELY / (1 - FADING))) / log(FADING))
    return side * max(size, 0)


def _within(count: int, n: int) -> int:
    return min(max(count, 0), n)


def _in_steps(value: float) -> int:
    """To the nearest step; half goes up."""
    return STEP * floor(value / STEP + 0.5)


def _sums_tell(latest: Mapping[Group, Drawn], known: Iterable[Drawn], new: Drawn) -> bool:
    """Whether the parts of a division, added up, differ from the whole by fewer than LEAST firms, but not by none.

    What is left of all firms when the shown sectors are taken away is a group as well.
    """
    wholes = [new] if new.group == WHOLE else [each for each in known if each.group == WHOLE]
    divisions = defaultdict(list)
    for (division, _value), each in latest.items():
        if (division, _value) != WHOLE and (new.group == WHOLE or division == new.group[0]):
            divisions[division].append(each.behind)
    return any(_left_over(parts, whole.behind) for parts in divisions.values() for whole in wholes)


def _left_over(parts: Sequence[Behind], whole: Behind) -> bool:
    if abs(sum(map(len, parts)) - len(whole)) >= LEAST * len(parts):  # a firm that moved may be in several parts
        return False
    balance = Counter(whole.items())
    for part in parts:
        balance.subtract(part.items())
    firms = {firm for (firm, _answer), times in balance.items() if times}
    return 0 < len(firms) < LEAST
