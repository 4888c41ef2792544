"""The three columns side by side, question by question: you, the study, the network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from network.kernel.i18n import both
from network.library.figures import Figures, Row
from network.library.models import Finding
from network.scans.queries import Own, Shown
from network.scans.questionnaire import NONE, QUESTIONS, UNSURE, YES, YES_NO, Option, Question


@dataclass(frozen=True)
class Line:
    """One answer: whether it is yours (None where you said nothing), and how many of the others gave it."""

    option: Option
    mine: bool | None
    study: Row | None  # nothing where the report does not have this answer
    network: int | None  # about so many per cent; nothing where nothing is shown

    @property
    def label(self) -> str:
        """The answer in the reader's language."""
        return both(self.option.label)  # type: ignore[no-any-return]

    @property
    def gap(self) -> int:
        """How far you are from what most firms of the study said, in per cents; 0 where one cannot say."""
        if self.mine is None or self.study is None or self.study.value is None:
            return 0
        return abs((100 if self.mine else 0) - self.study.value)


@dataclass(frozen=True)
class Compared:
    """A question with its answers, and the one of them that stands for it in a list."""

    question: Question
    finding: Finding | None
    figures: Figures | None
    lines: Sequence[Line]
    head: Line
    given: Sequence[str]  # what you answered
    differ: bool | None  # whether the people of your firm do; None where that is not known
    shown: Shown | None

    @property
    def study_n(self) -> int | None:
        """Of how many firms the study's figures are, where the report says so."""
        return self.figures.base.n if self.figures else None

    @property
    def path(self) -> str:
        return f"/scan/benchmark/{self.question.key}"

    @property
    def said_nothing(self) -> bool:
        """Whether you have no answer, or do not know."""
        return not self.given or UNSURE in self.given

    @property
    def given_words(self) -> str:
        """What you answered, in words."""
        return "; ".join(both(self.question.label(key)) for key in self.given)

    @property
    def is_fiction(self) -> bool:
        """Whether the network's figure is of made-up firms."""
        return self.shown is not None and self.shown.is_demo

    @property
    def is_yes_no(self) -> bool:
        return self.question.kind == YES_NO


Study = Mapping[str, tuple[Finding, Figures]]


def compared(own: Own, study: Study, shown: Mapping[str, Shown]) -> list[Compared]:
    """All questions in their order. What the firm confirmed this year goes before what the reader answered."""
    answers = own.submission.answers if own.submission else own.answers
    return [_compared(question, answers, own.differ, study, shown) for question in QUESTIONS]


def _compared(
    question: Question, answers: Mapping[str, Sequence[str]], differ: Mapping[str, bool], study: Study,
    shown: Mapping[str, Shown],
) -> Compared:  # fmt: skip
    finding, figures = study.get(question.key, (None, None))
    rows = {row.label["nl"]: row for row in figures.rows} if figures else {}
    given, figure = answers.get(question.key, ()), shown.get(question.key)
    lines = [
        Line(
            option, option.key in given if given and UNSURE not in given else None, rows.get(option.label["nl"]),
            figure.figure.shares.get(option.key) if figure else None,
        )
        for option in question.options
    ]  # fmt: skip
    return Compared(question, finding, figures, lines, _head(question, lines), given, differ.get(question.key), figure)


def _head(question: Question, lines: Sequence[Line]) -> Line:
    """Yes; your own answer where one gives one; else the answer that the study speaks of."""
    if question.kind == YES_NO:
        return next(line for line in lines if line.option.key == YES)
    own = [line for line in lines if line.mine and not question.many]
    told = [line for line in lines if line.study is not None and line.study.highlight]
    return (own or told or [max(lines, key=_height)])[0]


def _height(line: Line) -> int:
    return (line.study.value if line.study else None) or 0


def beside_it(each: Compared) -> list[tuple[Option, int | None]]:
    """What of the network said nothing of the study's: none of these, or not to know."""
    shares: Mapping[str, Any] = each.shown.figure.shares if each.shown else {}
    return [(option, shares.get(option.key)) for option in each.question.others if option.key in (NONE, UNSURE)]
