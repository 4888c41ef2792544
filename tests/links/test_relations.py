"""How two things belong together, as both ends say it."""

from itertools import product

import pytest

from network.joining.kinds import JOINABLE
from network.links.relations import BELONGS, RELATIONS, TOGETHER, Way, way_by, ways_between, words_of

KINDS = (*JOINABLE, "theme", "scan_question", "member")
PAIRS = list(product(KINDS, KINDS))


@pytest.mark.parametrize(("kind", "other"), PAIRS)
def test_both_ends_know_of_the_same_ways(kind, other):
    here = {(way.relation, way.forth) for way in ways_between(kind, other)} - {TOGETHER}
    there = {(way.relation, not way.forth) for way in ways_between(other, kind)} - {(BELONGS, False)}

    alike = {name for name, relation in RELATIONS.items() if relation.forth == relation.back}
    assert {each for each in here if each[0] not in alike} == {each for each in there if each[0] not in alike}
    assert {name for name, _ in here} == {name for name, _ in there}


@pytest.mark.parametrize(("kind", "other"), PAIRS)
def test_a_form_names_each_way_once_and_gets_it_back(app, kind, other):
    ways = ways_between(kind, other)

    assert ways[0] == TOGETHER
    assert len({way.key for way in ways}) == len(ways)
    assert [way_by(way.key, kind, other) for way in ways] == list(ways)
    with app.test_request_context():
        assert len({str(words_of(way)) for way in ways}) == len(ways)


def test_a_way_that_cannot_be_between_two_kinds_is_the_plain_one():
    assert way_by("contradicts", "practice", "finding") == Way("contradicts", True)
    assert way_by("contradicts-back", "finding", "practice") == Way("contradicts", False)
    for slipped_in in ("contradicts-back", "shows", "'; drop table link", ""):
        assert way_by(slipped_in, "practice", "finding") == TOGETHER


def test_a_way_of_a_later_release_says_nothing_rather_than_failing():
    assert words_of(Way("refutes", True)) == ""
    assert words_of(TOGETHER) == ""


def test_scan_questions_have_their_place_before_there_are_any():
    assert Way("about", True) in ways_between("scan_question", "finding")
    assert Way("about", False) in ways_between("finding", "scan_question")
