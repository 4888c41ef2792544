"""The scan asks in the study's own words, so that an answer can stand beside the study's."""

from __future__ import annotations

import pytest
from library.study import BY_KEY as STUDY
from library.study import CONTENT

from network.scans import rules
from network.scans.questionnaire import (
    BY_KEY,
    MULTIPLE,
    NONE,
    QUESTIONS,
    STEPS,
    UNSURE,
    YES_NO,
    Question,
    open_questions,
)

BOTH = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.key)


def test_there_are_as_many_as_one_answers_in_six_minutes() -> None:
    assert 12 <= len(QUESTIONS) <= 15
    assert len({question.key for question in QUESTIONS}) == len(QUESTIONS)
    assert all(1 < len(step.questions) < 6 for step in STEPS)


@BOTH
def test_a_question_is_the_studys(question: Question) -> None:
    finding = STUDY[question.key]
    assert question.text == finding["question"]
    assert question.short == finding["short"]
    assert question.kind == finding["kind"]


@BOTH
def test_its_answers_are_the_studys_in_the_same_order(question: Question) -> None:
    labels = [value["label"] for value in STUDY[question.key]["values"]]
    own = [dict(option.label) for option in question.options]
    assert own[: len(labels)] == labels
    assert own == labels or (question.kind == YES_NO and len(labels) == 1), "of some the report gives the yes alone"


@BOTH
def test_everybody_can_say_that_they_do_not_know(question: Question) -> None:
    keys = [option.key for option in question.every]
    assert keys[-1] == UNSURE
    assert (NONE in keys) == question.many
    assert len(set(keys)) == len(keys)


def test_the_concepts_that_explain_answers_are_the_studys() -> None:
    known = {concept["key"] for concept in CONTENT["concepts"]}
    assert {question.concept for question in QUESTIONS if question.concept} <= known


def test_what_stands_alone_stands_alone() -> None:
    goals = BY_KEY["goals"]
    assert goals.kind == MULTIPLE
    assert rules.fits(goals, ["personal", "dropout"])
    assert rules.fits(goals, [NONE])
    assert not rules.fits(goals, ["personal", NONE])
    assert not rules.fits(goals, [NONE, UNSURE])
    assert not rules.fits(BY_KEY["has_budget"], ["yes", "no"])


def test_answers_stand_in_the_questions_order_and_hold_nothing_else() -> None:
    assert rules.in_order(BY_KEY["goals"], ["dropout", "personal", "gold", "personal"]) == ["personal", "dropout"]


def test_a_question_without_an_answer_is_open() -> None:
    assert len(open_questions({})) == len(QUESTIONS)
    assert BY_KEY["goals"] not in open_questions({"goals": [UNSURE]})


def test_two_people_are_too_few_to_say_where_they_differ() -> None:
    yes, no = {"has_budget": ["yes"]}, {"has_budget": ["no"]}
    assert rules.differences([yes, no]) == {}
    assert rules.differences([yes, yes, no]) == {"has_budget": True}
    assert rules.differences([yes, yes, yes]) == {"has_budget": False}
    assert rules.differences([yes, no, {"has_budget": [UNSURE]}]) == {}, "who does not know is nobody here"
