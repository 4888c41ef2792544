"""What a finding says of its base, which rows are counted, and which carry a letter."""

import pytest
from library.study import BY_KEY

from network.library.figures import DERIVED, DOUBTED, OTHER, REPORTED, UNSAID, figures_of


def figures(key):
    return figures_of(BY_KEY[key], 35)


@pytest.mark.parametrize(
    ("key", "status", "fitting"),
    [
        ("transitions", REPORTED, (35,)), ("learning_culture", REPORTED, (35,)), ("labour_market", REPORTED, (30, 35)),
        ("benefits", DOUBTED, ()), ("importance_company", DOUBTED, (31,)), ("importance_people", DOUBTED, (31,)),
        ("importance_network", REPORTED, (35,)), ("educators", DOUBTED, (22, 28, 34)),
        ("shares_knowledge_outside", DOUBTED, (10, 20, 21, 29, 30, 31)), ("budget_per_employee", DOUBTED, (33, 34)),
        ("exchange_methods", DERIVED, (20,)), ("programme_orientation", DERIVED, (34,)),
        ("budget_own_control", UNSAID, (17, 21, 25, 29, 33, 34)), ("repayment", UNSAID, (11, 20, 22, 29, 31, 33)),
        ("generations", OTHER, ()), ("success_and_barriers", OTHER, ()), ("company_size", OTHER, ()),
    ],
)  # fmt: skip
def test_the_state_of_the_base(key, status, fitting):
    base = figures(key).base

    assert (base.status, base.fitting) == (status, fitting)


def test_a_reported_base_gives_counts_and_margins():
    energy = figures("transitions").rows[0]

    assert (energy.value, energy.count, energy.interval) == (63, 22, (46, 77))


def test_one_row_that_fits_no_base_withholds_the_counts_of_a_one_answer_question():
    assert [row.count for row in figures("importance_company").rows] == [None] * 5
    assert figures("importance_company").withholds_counts


def test_in_a_question_with_several_answers_only_the_misfit_goes_uncounted():
    counted = {row.value: row.count for row in figures("benefits").rows}

    assert counted[66] == 23
    assert counted[87] is None
    assert figures("benefits").misfits == (87, 92)


def test_an_unknown_base_gives_no_count():
    assert all(row.count is None and row.interval is None for row in figures("exchange_methods").rows)


def test_a_conflict_gets_no_margin():
    employability = next(row for row in figures("benefits").rows if row.others)

    assert employability.interval is None


def test_rows_go_from_high_to_low_unless_their_order_says_something():
    assert [row.value for row in figures("transitions").rows] == [63, 60, 43, 37, 26, 23, 20, 17, 14, 9]
    assert [row.value for row in figures("learning_culture").rows] == [91, None, 80, 80, 69, 60, 60]
    assert [row.value for row in figures("importance_network").rows] == [14, 20, 9, 26, 31]
    assert [row.value for row in figures("development_levels").rows] == [3, 26, 9, 11, 49]
    assert figures("generations").rows[0].label["nl"] == "Babyboomer"


def test_letters_join_rows_to_the_doubts_that_speak_of_them():
    culture = figures("learning_culture")

    assert {row.label["nl"]: row.letters for row in culture.rows if row.letters} == {
        "Werven op lerend vermogen": "a, c", "Leren is een langetermijnproces": "b, c",
    }  # fmt: skip
    assert [doubt.letter for doubt in culture.doubts] == ["a", "b", "", ""]
    assert culture.base.letter == "c"


def test_a_doubt_about_all_rows_needs_no_letter():
    assert figures("transitions").letters == ""
