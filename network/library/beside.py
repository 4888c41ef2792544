"""Two publications side by side: the questions that both ask, answer by answer. The study is always the second."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from network.library.figures import Figures, Row, Texts, figures_of
from network.library.models import Finding


@dataclass(frozen=True)
class Answer:
    """One answer, as each of the two has it; nothing where one of them did not offer it."""

    label: Texts
    study: Row | None
    own: Row | None


@dataclass(frozen=True)
class Pair:
    """A question that both publications ask."""

    own: Finding
    study: Finding
    own_figures: Figures
    study_figures: Figures
    answers: Sequence[Answer]


def side_by_side(pairs: Iterable[tuple[Finding, Finding]], n: int | None, study_n: int | None) -> list[Pair]:
    """Pairs of findings with their figures, in the order of the first publication's answers."""
    return [_pair(own, study, n, study_n) for own, study in pairs]


def _pair(own: Finding, study: Finding, n: int | None, study_n: int | None) -> Pair:
    ours, theirs = figures_of(own.words, n), figures_of(study.words, study_n)
    mine = {row.label["nl"]: row for row in ours.rows}
    others = {row.label["nl"]: row for row in theirs.rows}
    labels = {row.label["nl"]: row.label for row in (*ours.rows, *theirs.rows)}
    answers = [Answer(label, others.get(key), mine.get(key)) for key, label in labels.items()]
    return Pair(own, study, ours, theirs, answers)
