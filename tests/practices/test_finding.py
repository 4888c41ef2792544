"""Choosing practices: what an address may hold, what counts say, whose rights they keep, and what is like what."""

import re
from datetime import timedelta

import pytest
from cast import statements
from conftest import both_databases
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from network.kernel import clock
from network.kernel.database import db, writing
from network.members.rules import SECTORS, SIZE_CLASSES
from network.practices.finding import queries
from network.practices.finding.queries import alike_for, counts_for, page_for
from network.practices.finding.rules import BITS, HIGHEST_BIT, Choice, bits_of, chosen, mask_of
from network.practices.finding.words import FIXED
from network.practices.queries import practice_by_id
from network.practices.services import archive, save
from network.practices.words import FACET_WORDS
from network.themes.models import CLOSED
from network.themes.services import change

FACETS = {
    "orientations": ["people"],
    "level": 4,
    "stimuli": ["can", "dare"],
    "forms": ["informal"],
    "generations": ["x", "z"],
}


def test_no_bit_ever_moves():
    """Rows on disk hold these: a new word gets the next free bit."""
    assert BITS == {
        "orientation": {"company": 0, "people": 1, "network": 2}, "level": {"1": 3, "2": 4, "3": 5, "4": 6, "5": 7},
        "stimulus": {"know": 8, "want": 9, "can": 10, "dare": 11, "may": 12},
        "form": {"formal": 13, "non_formal": 14, "informal": 15},
        "generation": {"boomer": 16, "x": 17, "pragmatic": 18, "y": 19, "z": 20},
    }  # fmt: skip
    assert max(place for words in BITS.values() for place in words.values()) == HIGHEST_BIT
    assert {name: set(words) for name, words in BITS.items()} == {
        name: set(words) for name, words in FACET_WORDS.items()
    }


@pytest.mark.parametrize(("facets", "bits"), [
    ({}, set()), (FACETS, {1, 6, 10, 11, 15, 17, 20}), ({"level": None, "stimuli": []}, set()),
    ({"level": 9, "stimuli": ["hope"], "forms": "informal"}, {15}),
])  # fmt: skip
def test_facets_are_their_bits(facets, bits):
    assert bits_of(facets) == sum(1 << each for each in bits)


def test_a_practice_that_is_saved_has_the_bits_of_its_facets(practice):
    save(practice, practice.version, facets=FACETS)

    assert practice.facet_bits & mask_of("stimulus", ["dare"])
    assert not practice.facet_bits & mask_of("stimulus", ["know", "want", "may"])


@pytest.mark.parametrize(("asked", "values"), [
    ({"sector": ["care", "it", "care"]}, {"sector": ("care", "it")}),
    ({"sector": ["it", "care", "' OR 1=1"]}, {"sector": ("care", "it")}),
    ({"level": ["4", "44", "-1", "9" * 99]}, {"level": ("4",)}),
    ({"cost": ["500", "5000"]}, {"cost": ("5000",)}),
    ({"hr": ["none", "x"], "hours": ["\0"], "theme": ["elsewhere"]}, {"hr": ("none",)}),
    ({"unknown": ["x"]}, {}),
])  # fmt: skip
def test_an_address_gives_only_what_is_offered(asked, values):
    assert chosen(asked, FIXED).values == values


def test_one_value_is_taken_away_and_the_others_stay():
    choice = chosen({"sector": ["care", "it"], "hr": ["none"]}, FIXED)

    assert choice.without("sector", "care").in_address == [("sector", "it"), ("hr", "none")]
    assert choice.without("hr").in_address == [("sector", "care"), ("sector", "it")]
    assert choice.without("hr", "none").values == {"sector": ("care", "it")}


@pytest.fixture
def many(make_practice, make_organisation, make_member, in_theme):
    """Twenty-four practices of six firms, which differ in everything by which one chooses."""
    sectors, sizes = list(SECTORS)[:3], SIZE_CLASSES[:2]
    firms = [
        make_organisation(f"Firma {n}", sector=sectors[n % 3], size_class=sizes[n % 2], has_hr=n % 3 == 0)
        for n in range(6)
    ]
    authors = [make_member(f"Schrijver{n} Bos", organisation=firm) for n, firm in enumerate(firms)]
    for author in authors:
        in_theme(author)
    return [
        make_practice(
            authors[n % 6], title=f"Nummer {n}", outcome="worked" if n % 4 else "did_not_work", audience="network",
            euros=None if n % 5 == 0 else n * 400, hours=n * 7,
            facets={
                "orientations": [["company"], ["people", "network"], []][n % 3], "level": n % 5 + 1,
                "forms": ["informal"] * (n % 2),
            },
        )
        for n in range(24)
    ]  # fmt: skip


def fits(practice, name, values):
    firm = practice.organisation
    own = {
        "sector": firm.sector,
        "size_class": firm.size_class,
        "maturity": practice.maturity,
        "outcome": practice.outcome,
    }
    if name in BITS:
        return bool(practice.facet_bits & mask_of(name, values))
    if name == "hr":
        return not firm.has_hr
    if name in {"cost", "hours"}:
        amount = practice.euros if name == "cost" else practice.hours
        return amount is not None and amount < int(values[0])
    return own[name] in values


CHOICES = st.fixed_dictionaries({}, optional={
    name: st.lists(st.sampled_from(values), min_size=1, max_size=2) for name, values in FIXED.items()
})  # fmt: skip


@both_databases
def test_counts_and_cards_say_what_counting_by_hand_says(app, many, chen):
    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(CHOICES)
    def holds(asked):
        choice = chosen(asked, FIXED)
        counts = counts_for(chen, choice, FIXED)

        def left(values):
            return sum(all(fits(practice, *each) for each in values.items()) for practice in many)

        assert counts.whole == left(choice.values)
        assert not counts.bounded
        assert len(page_for(chen, choice).cards) == min(counts.whole, 12)
        for name, values in FIXED.items():
            for value in values:
                assert counts.of[name, value] == left({**choice.values, name: (value,)}), (name, value)
        assert counts.without == {name: left(choice.without(name).values) for name in choice.dimensions}

    holds()


def test_counts_keep_to_the_readers_rights(make_practice, theme, chen, bram):
    shared, archived = make_practice(audience="theme"), make_practice(title="Oud", audience="open")
    archive(archived)
    offered = {**FIXED, "theme": (theme.slug,)}

    assert counts_for(bram, Choice(), offered).whole == 1
    assert counts_for(chen, Choice(), offered).whole == 0
    assert counts_for(None, Choice(), offered).of["theme", theme.slug] == 0

    save(shared, shared.version, audience="open")
    assert counts_for(None, Choice(), offered).of["theme", theme.slug] == 1
    change(theme, theme.version, access=CLOSED)
    assert counts_for(None, Choice(), offered).whole == counts_for(chen, Choice(), offered).whole == 0


def test_beyond_the_newest_nothing_is_counted_and_the_page_says_so(client_of, many, chen, monkeypatch):
    monkeypatch.setattr(queries, "COUNTED", 10)
    queries._counts.cache_clear()
    counts = counts_for(chen, Choice(), FIXED)
    page = client_of(chen).get("/practices").text
    queries._counts.cache_clear()

    assert counts.bounded
    assert counts.whole == 11
    assert "geteld onder de nieuwste" in page


def test_the_page_keeps_the_choice_and_says_what_each_would_leave(client_of, many, chen):
    page = client_of(chen).get("/practices?outcome=did_not_work&orientation=company&cost=1500&cost=x").text
    tags = re.findall(r'<li><a href="(/practices[^"]*)">[^<]*<svg', page)

    assert "/practices?outcome=did_not_work&amp;orientation=company" in tags
    assert "zodat mensen het werk kunnen doen" in page or "so that people can do the work" in page or "<small>" in page
    empty = client_of(chen).get("/practices?hours=10&outcome=did_not_work&level=3").text
    assert "Zonder ‘" in empty
    assert client_of(chen).get("/practices?size_class=" + "x" * 5_000).status_code == 200


def test_most_alike_stands_first_and_neither_ones_own_nor_hidden_ones_do(make_practice, many, theme, chen, bram):
    own = make_practice(title="Van ons", facets=many[1].facets)
    hidden = make_practice(many[1].author, title="Verborgen", audience="theme", facets=many[1].facets)
    like, own_id = many[1].organisation.slug, own.id
    with writing():
        bram.organisation.sector, bram.organisation.size_class = (
            many[1].organisation.sector,
            many[1].organisation.size_class,
        )
    own = practice_by_id(chen, own_id)

    cards = alike_for(chen, own)

    assert len(cards) == 3
    assert cards[0].firm_slug == like
    assert hidden.id not in [card.id for card in cards]
    assert own.id not in [card.id for card in cards]
    assert hidden.id in [card.id for card in alike_for(bram, own)]


@both_databases
def test_what_is_alike_is_remembered_for_some_minutes_and_told_to_nobody_who_may_not_know_of_it(
    make_practice, chen, bram, app
):
    own = make_practice(facets=FACETS)
    first, second = (make_practice(author=chen, theme=own.theme, title=f"Ook zo {n}", facets=FACETS) for n in range(2))
    reader = bram
    assert {card.id for card in alike_for(reader, own)} == {first.id, second.id}

    third = make_practice(author=chen, theme=own.theme, title="Pas verschenen", facets=FACETS)
    archive(first)
    with statements() as seen:
        assert [card.id for card in alike_for(reader, own)] == [second.id]
    assert len(seen) == 1
    with clock.at(clock.now() + timedelta(minutes=11)):
        assert {card.id for card in alike_for(reader, own)} == {second.id, third.id}
    reader.theme_ids = frozenset()
    assert {card.id for card in alike_for(reader, own)} == {
        second.id,
        third.id,
    }  # a reader of other themes is asked anew


@pytest.mark.parametrize("app", ["postgresql"], indirect=True)
def test_a_count_is_planned_with_its_values_however_often_it_is_asked(app, chen):
    """A plan for any values, which PostgreSQL makes after some rounds, was measured to cost six times as much."""
    connection = db.session.connection().connection.driver_connection
    before = connection.prepare_threshold
    for _round in range(before + 8):
        counts_for(chen, Choice({"sector": ("care",), "cost": ("1500",)}), FIXED)

    prepared = db.session.scalars(text("SELECT statement FROM pg_prepared_statements")).all()
    assert not [statement for statement in prepared if "FILTER (WHERE" in statement]
    assert connection.prepare_threshold == before
