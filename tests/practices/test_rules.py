"""How far a practice has proved itself, as a table."""

import pytest

from network.practices.rules import (
    AT_HOME,
    CONFIRMED,
    DOUBTED,
    IDEA,
    NOTHING_YET,
    ONE_KIND,
    PARTS,
    PROMISING,
    PROVEN,
    SPREAD,
    WIDELY,
    Report,
    completeness,
    maturity,
    missing_to_publish,
)


def yes(sector="care", size_class="2-4", **more):
    return Report(True, sector, size_class, **more)


def no(**more):
    return Report(False, "care", "2-4", **more)


@pytest.mark.parametrize(
    ("worked", "reports", "stage", "why"),
    [
        (True, [], PROMISING, AT_HOME),
        (False, [], IDEA, NOTHING_YET),
        (True, [yes()], PROMISING, AT_HOME),
        (True, [no()], PROMISING, AT_HOME),
        (True, [yes(), no()], PROMISING, AT_HOME),
        (True, [no(), no()], PROMISING, DOUBTED),
        (True, [yes(), yes()], PROVEN, CONFIRMED),
        (True, [yes(), yes(), no()], PROVEN, CONFIRMED),
        (True, [yes(), yes(), no(), no()], PROMISING, DOUBTED),  # as many would not
        (True, [yes()] * 4, PROVEN, CONFIRMED),
        (True, [yes()] * 5, PROVEN, ONE_KIND),  # five of one sector and one size
        (True, [yes()] * 4 + [yes(sector="it")], WIDELY, SPREAD),
        (True, [yes()] * 4 + [yes(size_class="5-9")], WIDELY, SPREAD),
        (True, [yes()] * 4 + [yes(sector="it")] + [no()] * 4, WIDELY, SPREAD),
        (True, [yes()] * 4 + [yes(sector="it")] + [no()] * 5, PROMISING, DOUBTED),
        (True, [yes(), yes(withdrawn=True)], PROMISING, AT_HOME),  # taken back
        (True, [yes(), yes(), no(withdrawn=True)], PROVEN, CONFIRMED),
        (True, [yes(), yes(own=True)], PROMISING, AT_HOME),  # the firm's own proves nothing
        (True, [yes()] * 4 + [yes(sector="it", own=True)], PROVEN, CONFIRMED),
        (False, [yes()], IDEA, NOTHING_YET),
        (False, [no(), no()], IDEA, DOUBTED),
        (False, [yes(), yes()], PROVEN, CONFIRMED),  # others made it work
    ],
)
def test_maturity(worked, reports, stage, why):
    found, reason = maturity(worked, reports)

    assert (found, reason.why) == (stage, why)


def test_the_reason_counts_only_what_counts():
    _stage, reason = maturity(True, [yes(), yes(sector="it"), no(), yes(own=True), no(withdrawn=True)])

    assert (reason.applied, reason.again, reason.kinds) == (3, 2, 2)


def test_nothing_is_complete_and_everything_is():
    assert completeness({}).percent == 0
    assert completeness(dict.fromkeys(PARTS, "iets")).percent == 100


@pytest.mark.parametrize("cost", [{"cost": "Vooral uren"}, {"hours": 0}, {"euros": 12}, {"weeks": 3}])
def test_a_figure_for_the_cost_does_as_well_as_a_text(cost):
    assert completeness(cost).filled == ("cost",)


@pytest.mark.parametrize("missing", ["title", "summary", "problem", "action", "result"])
def test_publishing_needs_each_of_five_parts(missing):
    words = {**dict.fromkeys(PARTS, "iets"), missing: "  "}

    assert missing_to_publish(words) == (missing,)


def test_what_went_wrong_may_wait():
    assert missing_to_publish(dict.fromkeys(("title", "summary", "problem", "action", "result"), "iets")) == ()
