"""How far a practice has proved itself, and how complete its text is. No database, no clock, no Flask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

IDEA, PROMISING, PROVEN, WIDELY = "idea", "promising", "proven", "widely"
STAGES = (IDEA, PROMISING, PROVEN, WIDELY)

ENOUGH_TO_PROVE = 2  # one firm more may be chance, or a friend
ENOUGH_TO_SPREAD = 5
KINDS_TO_SPREAD = 2  # sectors or size classes: five bakeries say little to a haulier

# Why a practice stands where it stands.
NOTHING_YET, AT_HOME, DOUBTED, CONFIRMED, ONE_KIND, SPREAD = (
    "nothing_yet", "at_home", "doubted", "confirmed", "one_kind", "spread",
)  # fmt: skip

NEEDED = ("title", "summary", "problem", "action", "result")  # without these nobody else can do anything with it
PARTS = ("title", "summary", "problem", "action", "cost", "result", "went_wrong", "advice", "ask_when")
RICH = ("problem", "action", "cost", "result", "went_wrong", "advice")  # parts that may have headings, tables, pictures
COSTS = ("hours", "euros", "weeks")


@dataclass(frozen=True)
class Report:
    """What one firm says of a practice that it applied."""

    again: bool  # would do it again: for this firm it worked
    sector: str
    size_class: str
    own: bool = False  # by the firm that wrote the practice
    withdrawn: bool = False


@dataclass(frozen=True)
class Reason:
    """What a stage rests on: `why` chooses the sentence, the numbers fill it."""

    why: str
    applied: int
    again: int
    kinds: int  # sectors or size classes among those that would do it again, whichever are more


def maturity(worked_at_home: bool, reports: Sequence[Report]) -> tuple[str, Reason]:
    """How far a practice has proved itself, and why. Withdrawn reports and the firm's own never count."""
    counting = [report for report in reports if not report.own and not report.withdrawn]
    good = [report for report in counting if report.again]
    kinds = max(len({report.sector for report in good}), len({report.size_class for report in good}))
    stage = _stage(worked_at_home, len(counting), len(good), kinds)
    return stage, Reason(why(stage, len(counting), len(good)), len(counting), len(good), kinds)


def _stage(worked_at_home: bool, applied: int, again: int, kinds: int) -> str:
    if again >= ENOUGH_TO_PROVE and again > applied - again:
        return WIDELY if again >= ENOUGH_TO_SPREAD and kinds >= KINDS_TO_SPREAD else PROVEN
    return PROMISING if worked_at_home else IDEA


def why(stage: str, applied: int, again: int) -> str:
    """Why a practice stands at a stage, from the numbers that are stored with it."""
    if stage == WIDELY:
        return SPREAD
    if stage == PROVEN:
        return ONE_KIND if again >= ENOUGH_TO_SPREAD else CONFIRMED
    if again >= ENOUGH_TO_PROVE or applied - again >= ENOUGH_TO_PROVE:
        return DOUBTED
    return AT_HOME if stage == PROMISING else NOTHING_YET


def split(answers: Iterable[tuple[str, bool]]) -> list[list[Any]]:
    """How many firms of each kind would do it again and would not: [kind, would, would not], in order of kind.

    Which firm reports what stands on the page with its name, so this gives away nothing that is not told there.
    """
    counted = Counter(answers)
    return [[kind, counted[kind, True], counted[kind, False]] for kind in sorted({kind for kind, _again in counted})]


@dataclass(frozen=True)
class Step:
    """What a practice needs to get further: so many more firms that would do it again, of another kind where that is so."""

    to: str
    more: int
    other_kind: bool = False


def next_step(stage: str, applied: int, again: int, kinds: int) -> Step | None:
    """How to get further from a stage; None from the last one."""
    against = applied - again
    if stage == WIDELY:
        return None
    if stage == PROVEN:
        return Step(WIDELY, max(ENOUGH_TO_SPREAD - again, 1), other_kind=kinds < KINDS_TO_SPREAD)
    return Step(PROVEN, max(ENOUGH_TO_PROVE - again, against + 1 - again))


PRIVATE_STEP = 5  # firms: what they do not show with their names is shown of so many together, and renewed by as many


def middle(amounts: Sequence[int]) -> tuple[int, int]:
    """Between which amounts the middle half lies, rounded outward to one figure: nobody's own amount can be read off it."""
    ordered = sorted(amounts)
    low, high = ordered[len(ordered) // 4], ordered[-1 - len(ordered) // 4]
    return _rounded(low, up=False), _rounded(high, up=True)


def _rounded(amount: int, *, up: bool) -> int:
    unit: int = 10 ** (len(str(amount)) - 1)
    return -(-amount // unit) * unit if up else amount // unit * unit


def hidden_range(amounts: Sequence[int], before: Sequence[int] | None) -> tuple[int, int, int] | None:
    """The range of amounts that may not stand with a name, and of how many firms it is: (low, high, firms).

    Amounts stand in the order in which they were told. Only whole fives count, and what was shown `before` stays until the
    number of fives changes: one report more, changed or taken back cannot be read off a change.
    """
    counted = len(amounts) // PRIVATE_STEP * PRIVATE_STEP
    if not counted:
        return None
    if before is not None and before[2] == counted:
        return before[0], before[1], before[2]
    return (*middle(amounts[:counted]), counted)


@dataclass(frozen=True)
class Completeness:
    """Which parts of a practice hold something."""

    filled: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def percent(self) -> int:
        return round(100 * len(self.filled) / len(PARTS))


def completeness(words: Mapping[str, object]) -> Completeness:
    """Which parts are filled. A figure for the cost does as well as a text about it."""
    filled = tuple(part for part in PARTS if _holds(words, part))
    return Completeness(filled, tuple(part for part in PARTS if part not in filled))


def missing_to_publish(words: Mapping[str, object]) -> tuple[str, ...]:
    """The parts without which a practice cannot be published."""
    return tuple(part for part in NEEDED if not _holds(words, part))


def _holds(words: Mapping[str, object], part: str) -> bool:
    if part == "cost" and any(words.get(name) is not None for name in COSTS):
        return True
    return bool(str(words.get(part) or "").strip())
