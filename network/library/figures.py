"""A finding as its reader meets it: rows with counts and margins, letters for the doubts, the state of its base.

Made from the file's own words, by the rules alone. No database, no Flask; texts stay in both languages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from network.library.rules import bases, count_of, counts_of, wilson

SINGLE, MULTIPLE, YES_NO, SCALE, PARTIAL, QUALITATIVE, COUNT = (
    "single", "multiple", "yes_no", "scale", "partial", "qualitative", "count",
)  # fmt: skip
KINDS = (SINGLE, MULTIPLE, YES_NO, SCALE, PARTIAL, QUALITATIVE, COUNT)
TEXT, CHART, INFERRED, CONFLICT, UNKNOWN, ROUNDED = "text", "chart", "inferred", "conflict", "unknown", "rounded"

ONE_ANSWER = (SINGLE, YES_NO, SCALE)  # each firm is in one row, so one row that fits no base puts all of them in doubt
KEEPS_ORDER = (SCALE, YES_NO, COUNT)

REPORTED, DOUBTED, DERIVED, UNSAID, ABOUT, OTHER = "reported", "doubted", "derived", "unsaid", "about", "other"

Texts = Mapping[str, str]  # one text by language


@dataclass(frozen=True)
class Base:
    """Of how many a finding speaks. `fitting` are the numbers, up to the study's own, that give all its percentages."""

    status: str
    n: int | None
    text: Texts
    fitting: tuple[int, ...] = ()
    letter: str = ""


@dataclass(frozen=True)
class Row:
    """One answer. `value` is the text's figure, `others` are the chart's where it says something else."""

    label: Texts
    value: int | None
    sure: str
    others: tuple[int, ...] = ()
    count: int | None = None
    interval: tuple[int, int] | None = None
    misfits: tuple[int, ...] = ()  # those of its percentages that no whole number of the firms can give
    highlight: bool = False
    letters: str = ""

    @property
    def is_settled(self) -> bool:
        return self.sure not in (CONFLICT, UNKNOWN)


@dataclass(frozen=True)
class Doubt:
    """Something that is uncertain, with the letter that its rows carry."""

    kind: str
    head: Texts
    text: Texts
    letter: str = ""


@dataclass(frozen=True)
class Figures:
    """All of a finding that is drawn, counted or doubted. Rows stand in the order in which they are shown."""

    kind: str
    rows: tuple[Row, ...]
    base: Base
    doubts: tuple[Doubt, ...]
    keeps_order: bool  # a scale, classes of money, generations: sorting them would hide what they say
    rest_is_unsaid: bool  # a yes-or-no question of which the report gives the yes alone

    def has(self, sure: str) -> bool:
        """Whether a row is only so sure."""
        return any(row.sure == sure for row in self.rows)

    @property
    def alike(self) -> str:
        """How sure all rows are, where they are all equally so."""
        every = {row.sure for row in self.rows}
        return every.pop() if len(every) == 1 else ""

    @property
    def letters(self) -> str:
        """Every letter that a row carries, once."""
        return ", ".join(sorted({letter for row in self.rows for letter in row.letters.split(", ") if letter}))

    @property
    def misfits(self) -> tuple[int, ...]:
        """The percentages that no whole number of the firms can give."""
        return tuple(sorted({each for row in self.rows for each in row.misfits}))

    @property
    def withholds_counts(self) -> bool:
        """Whether rows that would fit get no count, because another row shows that the base is not what it seems."""
        return self.base.status == DOUBTED and self.kind in ONE_ANSWER

    @property
    def headline(self) -> Row | None:
        """The row that the answer speaks of."""
        return next((row for row in self.rows if row.highlight), None)

    @property
    def counted(self) -> Row | None:
        """The row by which the margin is explained: the headline where it has a count, else the first that has."""
        return next((row for row in sorted(self.rows, key=lambda row: not row.highlight) if row.interval), None)


def figures_of(words: Mapping[str, Any], study_n: int | None) -> Figures:
    """Read a finding of a study with so many firms."""
    base = _base(words, study_n)
    doubts, base_letter = _lettered(words, base, study_n)
    base = Base(base.status, base.n, base.text, base.fitting, base_letter)
    rows = [_row(words, at, value, base, study_n, doubts) for at, value in enumerate(words["values"])]
    alone = words["kind"] == YES_NO and len(rows) == 1 and rows[0].value is not None and rows[0].value < 100
    keeps_order = words["kind"] in KEEPS_ORDER or words.get("ordered", False)
    shown = rows if keeps_order else sorted(rows, key=_height, reverse=True)
    return Figures(words["kind"], tuple(shown), base, doubts, keeps_order, alone)


@dataclass(frozen=True)
class Change:
    """A figure that became another: what it was, and what it is now; nothing for what was not there."""

    label: Texts
    before: int | None
    now: int | None


def changed_since(before: Mapping[str, Any], words: Mapping[str, Any]) -> list[Change]:
    """How the figures of a finding differ from those of an earlier edition, answer by answer."""
    old = {value["label"]["nl"]: value for value in before["values"]}
    new = {value["label"]["nl"]: value for value in words["values"]}
    labels = {key: value["label"] for key, value in (*old.items(), *new.items())}
    pairs = {key: (old.get(key, {}).get("value"), new.get(key, {}).get("value")) for key in labels}
    return [Change(labels[key], *pair) for key, pair in pairs.items() if pair[0] != pair[1]]


def _base(words: Mapping[str, Any], study_n: int | None) -> Base:
    given, text = words["base"]["n"], words["base"]["text"]
    printed = [value["value"] for value in words["values"] if value["value"] is not None and value["sure"] != CONFLICT]
    if words["kind"] in (COUNT, QUALITATIVE) or not printed:
        return Base(OTHER, given, text)
    if words["base"].get("about"):
        return Base(ABOUT, None, text)
    fitting = bases(frozenset(printed), study_n) if study_n and printed else ()
    if given is not None:
        whole = all(counts_of(each, given) for each in printed)
        return Base(REPORTED if whole else DOUBTED, given, text, fitting)
    return Base(DERIVED if len(fitting) == 1 else UNSAID, None, text, fitting)


def _lettered(words: Mapping[str, Any], base: Base, study_n: int | None) -> tuple[tuple[Doubt, ...], str]:
    """Letters for the doubts that belong to some rows and not to all, and one for the base where rows misfit."""
    letters = iter("abcdefghij")
    doubts = []
    for each in words["uncertain"]:
        rows = [value["sure"] == each["kind"] for value in words["values"]]
        letter = next(letters) if any(rows) and not all(rows) else ""
        doubts.append(Doubt(each["kind"], each["head"], each["text"], letter))
    misfit = any(_misfits(value, words["kind"], base, study_n) for value in words["values"])
    return tuple(doubts), next(letters) if misfit else ""


def _misfits(value: Mapping[str, Any], kind: str, base: Base, study_n: int | None) -> tuple[int, ...]:
    firms = base.n or study_n
    if kind == COUNT or firms is None or base.status == ABOUT:
        return ()
    return tuple(
        each for each in (value["value"], *others_of(value)) if each is not None and not counts_of(each, firms)
    )


def others_of(value: Mapping[str, Any]) -> tuple[int, ...]:
    """What the chart says where it is not what the text says: none, one or several candidates."""
    chart = value.get("chart")
    if chart is None:
        return ()
    return tuple(chart) if isinstance(chart, Sequence) else (chart,)


def _row(
    words: Mapping[str, Any],
    at: int,
    value: Mapping[str, Any],
    base: Base,
    study_n: int | None,
    doubts: Sequence[Doubt],
) -> Row:
    misfits = _misfits(value, words["kind"], base, study_n)
    letters = [doubt.letter for doubt in doubts if doubt.kind == value["sure"] and doubt.letter]
    count, interval = _counted(words["kind"], value, base)
    return Row(
        label=value["label"], value=value["value"], sure=value["sure"], others=others_of(value), count=count,
        interval=interval, misfits=misfits, highlight=at == words["highlight"],
        letters=", ".join([*letters, *([base.letter] if misfits else [])]),
    )  # fmt: skip


def _counted(kind: str, value: Mapping[str, Any], base: Base) -> tuple[int | None, tuple[int, int] | None]:
    """How many firms a percentage is and its margin, where the base allows to say so."""
    percentage = value["value"]
    trusted = base.status == REPORTED or (base.status == DOUBTED and kind not in ONE_ANSWER)
    if not trusted or base.n is None or percentage is None or not counts_of(percentage, base.n):
        return None, None
    count = count_of(percentage, base.n)
    share = count if count is not None else percentage * base.n / 100
    return count, wilson(share, base.n) if value["sure"] != CONFLICT else None


def _height(row: Row) -> int:
    if row.value is not None:
        return row.value
    return min(row.others, default=-1)
