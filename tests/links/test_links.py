"""Joining things: once, at both ends, in the reader's rights, and undoing only what one was shown."""

import pytest
from cast import statements
from conftest import both_databases
from sqlalchemy import select
from together import at_once

from network.kernel.database import db
from network.links.models import EVERYONE, MEMBERS, NOBODY, THEME, Link, Node
from network.links.queries import Chosen, chosen, joined_to, linked_to, nodes_for, web_of
from network.links.relations import TOGETHER, Way
from network.links.services import join, link, register

pytestmark = both_databases
KINDS = ("finding", "practice", "meetup", "question")


@pytest.fixture
def put(app):
    number = iter(range(1, 10_000))

    def add(kind="practice", audience=EVERYONE, theme_id=None, title=None):
        n = next(number)
        titles = {"nl": title or f"{kind} {n}"}
        return register(kind, n, path=f"/{kind}/{n}", titles=titles, lines={}, audience=audience, theme_id=theme_id)

    return add


def seen(node, reader=None):
    """What a thing's page shows of the web: the names, with how each belongs."""
    return {each.title: str(each.how) for each in linked_to(node.kind, node.subject_id, reader)}


@pytest.mark.parametrize("turned", [False, True])
def test_a_relation_reads_from_both_ends_whichever_was_there_first(put, turned):
    one, other = put("practice", title="A"), put("finding", title="B")
    if turned:
        link(other, one, Way("contradicts", False))
    else:
        link(one, other, Way("contradicts", True))

    assert seen(one) == {"B": "liep hier anders"}
    assert seen(other) == {"A": "zag het anders"}


def test_two_of_one_kind_know_which_builds_on_which(put):
    first, second = put(title="A"), put(title="B")
    link(second, first, Way("builds_on", True))

    assert seen(second) == {"A": "is waar dit op voortbouwt"}
    assert seen(first) == {"B": "bouwt hierop voort"}


def test_joining_again_keeps_the_way_unless_another_is_given(put):
    one, other = put("practice"), put("finding", title="B")
    link(one, other, Way("supports", True))
    link(other, one)
    assert seen(one) == {"B": "werd hier ook gezien"}

    link(other, one, Way("contradicts", False))
    assert seen(one) == {"B": "liep hier anders"}
    link(one, other, TOGETHER)
    assert seen(one) == {"B": ""}
    link(one, one)
    assert len(db.session.scalars(select(Link)).all()) == 1


def test_a_form_undoes_only_what_it_showed(put):
    thing, ticked, unticked, elsewhere = (
        put(),
        put("finding", title="a"),
        put("finding", title="b"),
        put("meetup", title="c"),
    )
    for other in (unticked, elsewhere):
        link(thing, other)

    join(thing, Chosen([ticked], frozenset({ticked.id, unticked.id})))

    assert set(seen(thing)) == {"a", "c"}  # what others joined meanwhile stays


def test_ticking_many_that_are_joined_already_costs_two_statements(put):
    thing, others = put(), [put("finding") for _ in range(9)]
    everything = frozenset(other.id for other in others)
    join(thing, Chosen(others, everything))

    with statements() as seen:
        join(thing, Chosen(others[1:], everything))

    assert len([each for each in seen if "link" in each]) == 2
    assert len(linked_to(thing.kind, thing.subject_id, None)) == 8


def test_nobody_joins_what_they_may_not_know_of_nor_undoes_it(put, theme, ada, bram, in_theme):
    in_theme(ada)
    thing, hidden, draft = put(), put(audience=THEME, theme_id=theme.id), put(audience=NOBODY)
    person = put("member", MEMBERS)
    link(thing, hidden)

    told = chosen(bram, KINDS, [hidden.id, draft.id, person.id, 999_999], [hidden.id, draft.id, person.id])
    join(thing, told)

    assert (list(told.ticked), told.shown) == ([], frozenset())
    assert seen(thing, ada) == {hidden.title: ""}
    assert seen(thing, bram) == {}


def test_what_is_joined_is_told_in_the_rights_of_who_asks(put, theme, ada, bram, in_theme):
    in_theme(ada)
    thing, inside, open_to_all = put(), put("meetup", THEME, theme.id), put("finding")
    link(thing, inside, Way("came_from", True))
    link(thing, open_to_all)

    assert joined_to(thing, ada) == [(open_to_all, TOGETHER), (inside, Way("came_from", True))]
    assert joined_to(thing, bram) == [(open_to_all, TOGETHER)]


def test_two_who_join_the_same_at_once_make_one_link(app, put):
    one, other = put("practice"), put("finding")

    def act():
        ends = [db.session.get_one(Node, each) for each in (one_id, other_id)]
        link(*ends, Way("supports", True))

    one_id, other_id = one.id, other.id
    db.session.commit()
    assert at_once(app, act, act, act) == [None, None, None]
    assert len(db.session.scalars(select(Link)).all()) == 1


def test_a_form_offers_the_newest_of_each_kind_and_what_is_joined_already(put, bram):
    old, *_more = [put("practice") for _ in range(4)]
    findings = [put("finding") for _ in range(2)]

    offered = nodes_for(bram, ("practice", "finding"), [old], most=2)

    assert old in offered
    assert len([node for node in offered if node.kind == "practice"]) == 3
    assert [node for node in offered if node.kind == "finding"] == findings


def test_the_web_of_a_theme_tells_each_reader_what_they_may_know(put, theme, ada, bram, in_theme):
    in_theme(ada)
    practice = put("practice", EVERYONE, theme.id, "in het thema")
    finding, far = put("finding", title="bevinding"), put("practice", title="elders")
    secret = put("meetup", THEME, theme.id, "besloten")
    link(practice, finding, Way("supports", True))
    link(practice, secret)
    link(far, finding)  # of no theme, and so not of this one

    def told(reader):
        web = web_of(theme.id, reader, KINDS)
        return {thing.title for thing in web.things.values()}, len(web.joined), web

    assert told(ada)[:2] == ({"in het thema", "bevinding", "besloten"}, 2)
    for reader in (bram, None):
        assert told(reader)[:2] == ({"in het thema", "bevinding"}, 1)
    web = told(None)[2]
    assert [(each.title, str(each.how)) for each in web.beside()[practice.id]] == [
        ("bevinding", "werd hier ook gezien")
    ]
    assert [(each.title, str(each.how)) for each in web.beside()[finding.id]] == [("in het thema", "zag hetzelfde")]
