"""What others report, summed up: ranges that give no firm away, the way to the next stage, and what is recomputed."""

from itertools import product

import pytest
from conftest import both_databases
from hypothesis import given
from hypothesis import strategies as st
from together import at_once

from network.kernel.database import db, writing
from network.members.hooks import changed
from network.practices.queries import practice_by_id
from network.practices.rules import (
    IDEA,
    PRIVATE_STEP,
    PROMISING,
    PROVEN,
    WIDELY,
    Report,
    Step,
    hidden_range,
    maturity,
    middle,
    next_step,
    split,
)
from network.practices.services import report_replication, save, withdraw_replication

KINDS = (("care", "2-4"), ("it", "2-4"), ("care", "5-9"))


def as_the_product_says(worked, reports):
    """The stages in the product's own words, told anew: proven by at least 2 others, widely by 5 of 2 sectors or sizes."""
    counting = [each for each in reports if not each.own and not each.withdrawn]
    yes = [each for each in counting if each.again]
    if len(yes) < 2 or len(yes) * 2 <= len(counting):
        return PROMISING if worked else IDEA
    varied = len({each.sector for each in yes}) >= 2 or len({each.size_class for each in yes}) >= 2
    return WIDELY if len(yes) >= 5 and varied else PROVEN


@pytest.mark.parametrize("worked", [True, False])
def test_every_combination_of_reports_stands_where_the_product_says(worked):
    for yes, no, own, gone, kinds in product(range(8), range(5), range(2), range(3), (1, 2, 3)):
        reports = [Report(True, *KINDS[n % kinds]) for n in range(yes)]
        reports += [Report(False, *KINDS[n % kinds]) for n in range(no)]
        reports += [Report(True, *KINDS[0], own=True)] * own + [Report(True, *KINDS[1], withdrawn=True)] * gone
        stage, reason = maturity(worked, reports)

        assert stage == as_the_product_says(worked, reports), (yes, no, own, gone, kinds)
        assert (reason.applied, reason.again) == (yes + no, yes)
        step = next_step(stage, reason.applied, reason.again, reason.kinds)
        if step is None:
            assert stage == WIDELY
            continue
        more = [Report(True, f"new {n}" if step.other_kind else "care", "2-4") for n in range(step.more)]
        assert maturity(worked, [*reports, *more])[0] in {step.to, WIDELY}, "so many more are enough"
        assert maturity(worked, [*reports, *more[1:]])[0] == stage, "and one fewer is not"


@pytest.mark.parametrize(("stage", "applied", "again", "kinds", "step"), [
    (PROMISING, 0, 0, 0, Step(PROVEN, 2)), (PROMISING, 1, 1, 1, Step(PROVEN, 1)), (PROMISING, 4, 1, 1, Step(PROVEN, 3)),
    (PROVEN, 2, 2, 1, Step(WIDELY, 3, other_kind=True)), (PROVEN, 6, 5, 1, Step(WIDELY, 1, other_kind=True)),
    (WIDELY, 9, 9, 3, None),
])  # fmt: skip
def test_how_to_get_further(stage, applied, again, kinds, step):
    assert next_step(stage, applied, again, kinds) == step


@pytest.mark.parametrize(("amounts", "between"), [
    ([46, 46], (40, 50)), ([0, 7], (0, 7)), ([12, 38, 41, 55, 990], (30, 60)), ([1_400, 1_500, 90_000], (1_000, 90_000)),
])  # fmt: skip
def test_a_range_is_the_rounded_middle(amounts, between):
    assert middle(amounts) == between


def test_hidden_amounts_begin_at_five_and_change_by_five():
    shown = None
    seen = []
    for n in range(1, 12):
        shown = hidden_range([10 * each for each in range(1, n + 1)], shown)
        seen.append(shown)
    assert seen[:4] == [None] * 4
    assert len({str(each) for each in seen[4:9]}) == len({str(each) for each in seen[9:]}) == 1
    assert [each[2] for each in seen[4:]] == [5] * 5 + [10] * 2


AMOUNT = st.integers(0, 10_000_000)


@given(st.lists(AMOUNT, min_size=5, max_size=14), AMOUNT, AMOUNT, st.data())
def test_nobodys_amount_can_be_read_off_a_change(others, mine, changed_to, data):
    """Whatever one firm tells, changes or takes back between two looks, what is shown is the same or of five firms anew."""
    place = data.draw(st.integers(0, len(others)))
    without = hidden_range(others, None)
    told = hidden_range([*others, mine], without)
    altered = hidden_range([*others[:place], changed_to, *others[place:]], told)
    taken_back = hidden_range(others, altered)

    for before, after in ((without, told), (told, altered), (altered, taken_back)):
        assert (
            after == before or after is None or (after[2] % PRIVATE_STEP == 0 and after[2] != (before or (0, 0, 0))[2])
        )


def test_firms_are_split_by_kind():
    assert split([("care", True), ("it", False), ("care", False), ("care", True)]) == [["care", 2, 1], ["it", 0, 1]]


@pytest.fixture
def firms(make_organisation, make_member):
    """Seven people of seven firms, of two sectors."""
    return [
        make_member(f"Lid{n} Bos", organisation=make_organisation(f"Firma {n}", sector=("care", "it")[n % 2]))
        for n in range(7)
    ]


def test_the_page_sums_up_and_hides_what_may_not_stand_with_a_name(client_of, make_practice, firms, chen):
    practice = make_practice(hours=46, euros=None)
    for n, member in enumerate(firms):
        report_replication(practice, member, again=n > 1, hours=100 + 7 * n, shows_amounts=n == 6)
    page = client_of(chen).get(practice.path).text

    assert "Toegepast door 7 bedrijven, 5 zouden het weer doen." in " ".join(page.split())
    assert "Uren</dt><dd>142" in page  # shown with its name, by choice
    assert not any(f"<dd>{100 + 7 * n}<" in page for n in range(6))
    assert tuple(practice.evidence["amounts"]["hours"]["hidden"]) == (100, 200, 5)
    assert practice.evidence["amounts"]["hours"]["shown"] is None
    assert "Nog niet bekend" in page or "46 uur" in page


@both_databases
def test_it_is_weighed_anew_on_every_change(app, make_practice, firms):
    practice = make_practice()

    def stage():
        return practice.maturity, practice.applied_count, practice.again_count

    assert stage() == (PROMISING, 0, 0)
    for member in firms[:2]:
        report_replication(practice, member, again=True)
    assert stage() == (PROVEN, 2, 2)
    report_replication(practice, firms[0], again=False)
    assert stage() == (PROMISING, 2, 1)
    withdraw_replication(practice, firms[0])
    assert stage() == (PROMISING, 1, 1)
    for member in firms[:5]:
        report_replication(practice, member, again=True)
    assert stage() == (WIDELY, 5, 5)
    with writing():
        for member in firms[:5]:
            member.organisation.sector = "care"
            changed(member.organisation)
    assert stage() == (PROVEN, 5, 5)
    save(practice, practice.version, outcome="did_not_work")
    withdraw_replication(practice, firms[0])
    for member in firms[1:4]:
        withdraw_replication(practice, member)
    assert stage() == (IDEA, 1, 1)


@both_databases
def test_firms_that_report_at_once_are_all_weighed(app, make_practice, firms):
    number = make_practice().id
    at_once(app, *[
        lambda member=member: report_replication(practice_by_id(member, number), member, again=True, hours=10)
        for member in firms[:5]
    ])  # fmt: skip
    db.session.rollback()
    practice = practice_by_id(firms[0], number)

    assert (practice.applied_count, practice.maturity) == (5, WIDELY)
    assert tuple(practice.evidence["amounts"]["hours"]["hidden"]) == (10, 10, 5)


@pytest.mark.parametrize(("typed", "words"), [
    ("-4", "van 0 tot"), ("1000000000000", "van 0 tot"), ("1e3", "heel getal"), ("12,5", "heel getal"), ("veel", "heel getal"),
])  # fmt: skip
def test_an_amount_that_cannot_be_is_told_at_its_field_and_kept(client_of, practice, chen, typed, words):
    page = client_of(chen).submit(
        f"{practice.path}/replications", {"again": "yes", "hours": typed, "adapted": "Bij ons <b>"}
    )

    assert page.status_code == 422
    assert words in page.text
    assert f'value="{typed}"' in page.text
    assert "Bij ons &lt;b&gt;" in page.text
