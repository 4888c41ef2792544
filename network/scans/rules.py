"""What people of one firm may see of each other, which answers go together, and how a firm is grouped. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from network.scans.disclosure import WHOLE, Group
from network.scans.questionnaire import BY_KEY, NONE, QUESTIONS, UNSURE, Question

A_FEW = 3  # people: of two, each would know what the other said

Answers = Mapping[str, Sequence[str]]  # what was chosen, by question

DIVISIONS = ("size", "sector", "typology", "province")


def draws_anew(waiting: int) -> bool:
    """Whether it is drawn again where the people of a firm differ, now that so many answered who are not in it yet.

    Between two drawings there are always at least A_FEW people, so that what changes tells of none of them.
    """
    return waiting >= A_FEW


def differences(people: Sequence[Answers]) -> dict[str, bool]:
    """Whether people differ, by question; a question that fewer than A_FEW know an answer to is left out."""
    found = {}
    for question in QUESTIONS:
        given = [tuple(answers[question.key]) for answers in people if knows(answers.get(question.key, ()))]
        if len(given) >= A_FEW:
            found[question.key] = len(set(given)) > 1
    return found


def knows(answer: Iterable[str]) -> bool:
    """Whether somebody said something about it."""
    return bool(set(answer) - {UNSURE})


def fits(question: Question, answer: Sequence[str]) -> bool:
    """Whether these can be said together: one answer where there is one; nothing beside ‘none’ or ‘I do not know’."""
    if not question.many:
        return len(answer) <= 1
    return len(answer) <= 1 or not {NONE, UNSURE} & set(answer)


def in_order(question: Question, chosen: Iterable[str]) -> list[str]:
    """What was chosen, in the order of the question and without what it does not offer."""
    wanted = set(chosen)
    return [option.key for option in question.every if option.key in wanted]


def is_complete(answers: Answers) -> bool:
    """Whether every question has an answer, if only ‘I do not know’."""
    return all(answers.get(key) for key in BY_KEY)


def groups_of(size: str, sector: str, typology: str, province: str) -> tuple[Group, ...]:
    """With whom a firm is compared: all firms, and those like it in one respect."""
    return (WHOLE, *zip(DIVISIONS, (size, sector, typology, province), strict=True))
