"""How far a practice has proved itself, and how complete its text is. No database, no clock, no Flask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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
