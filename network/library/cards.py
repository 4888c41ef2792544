"""A finding in one line, as lists, links and the home page show it: short name, answer, figure, colour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from network.kernel.i18n import both
from network.kernel.text import number
from network.library.figures import COUNT, ROUNDED, UNKNOWN, Figures, Row

COLOURS = ("green", "blue", "pink", "teal", "coral", "amber")  # a chapter each, in turn
MILLION = 1_000_000
OR = {"nl": "of", "en": "or"}
MILLIONS = {"nl": "mln", "en": "million"}


@dataclass(frozen=True)
class Headline:
    """The figure of a finding with its sentence, for a page that quotes it."""

    key: str
    percent: int
    count: int | None
    n: int | None
    answers: Mapping[str, str]
    path: str
    colour: str

    @property
    def text(self) -> str:
        """The answer in one sentence, in the reader's language."""
        return both(self.answers)  # type: ignore[no-any-return]


def card_of(words: Mapping[str, Any], figures: Figures, colour: str) -> dict[str, Any]:
    """What is stored of a finding for lists."""
    row = figures.headline
    nothing = "?" if figures.rows and all(each.sure == UNKNOWN for each in figures.rows) else ""
    return {
        "short": words["short"], "answer": words["answer"], "colour": colour,
        "figure": {code: figure_text(figures.kind, row, code) or nothing for code in ("nl", "en")},
        "percent": row.value if row and row.is_settled and figures.kind != COUNT else None,
        "count": row.count if row else None, "n": figures.base.n,
    }  # fmt: skip


def figure_text(kind: str, row: Row | None, code: str) -> str:
    """63 %, 91 of 92 %, 3,66 mln; nothing where the answer speaks of no single row."""
    if row is None or row.value is None:
        return ""
    if kind == COUNT:
        return _people(row.value, code)
    about = "ca.\u00a0" if row.sure == ROUNDED else ""
    return f"{about}{f' {OR[code]} '.join(map(str, (row.value, *row.others)))}\u00a0%"


def _people(value: int, code: str) -> str:
    return (
        number(value, code) if value < MILLION else f"{number(round(value / MILLION, 2), code)}\u00a0{MILLIONS[code]}"
    )


def colour_of(chapter: str, chapters: list[dict[str, Any]]) -> str:
    """The colour of a finding's chapter."""
    place = next((at for at, each in enumerate(chapters) if each["key"] == chapter), 0)
    return COLOURS[place % len(COLOURS)]
