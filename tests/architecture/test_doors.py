"""Every door is written down in docs/rights.md: a new route without a row fails, and so does a row without a route."""

from __future__ import annotations

import re

from architecture.rights import NOTHING, SIGN_IN, WORDS, plain, rows
from architecture.rights_things import ROLES, VISITOR

from network.kernel.guards import is_open

BY_ITS_OWN_TOKEN = "/notifications/mute/<token>"  # one click from a mail: the address is signed
NO_LOOKING = "/organisations/<slug>/verification"  # refused by who asks, before anything is looked up


def _rules(app):
    return {
        (method, plain(rule.rule)): rule.endpoint
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def test_every_door_is_written_down(app):
    assert set(_rules(app)) == {(row.method, row.route) for row in rows()}


def test_a_row_says_something_of_everybody_and_a_thing_stands_in_one_row_of_a_door():
    seen = set()
    for row in rows():
        assert list(row.cells) == list(ROLES)
        assert set(row.cells.values()) <= WORDS, row
        assert not seen & {(row.method, row.route, thing) for thing in row.things}, row
        seen |= {(row.method, row.route, thing) for thing in row.things}


def test_a_visitor_is_sent_to_sign_in_wherever_a_view_is_not_public(app):
    rules = _rules(app)
    closed = {row for row in rules if not is_open(app, rules[row])}

    assert {(row.method, row.route) for row in rows() if row.cells[VISITOR] == SIGN_IN} == closed
    assert not any(SIGN_IN in (row.cells[role] for role in ROLES[1:]) for row in rows())


def test_a_thing_that_a_member_cannot_open_is_not_there_for_its_other_doors(app):
    """Where the page of a thing is 404, every other address of it is 404 as well: 403 would tell that it exists."""
    pages = {
        (row.place, thing, role): row.cells[role]
        for row in rows()
        for thing in row.things
        for role in ROLES[1:]
        if row.method == "GET" and re.fullmatch(r"/\w+/<slug>", row.route)
    }
    told = {
        (row.method, row.route, thing, role)
        for row in rows()
        for thing in row.things
        for role in ROLES[1:]
        if "<slug>" in row.route
        and pages.get((row.place, thing, role)) == NOTHING
        and row.cells[role] != NOTHING
        and not row.route.startswith(NO_LOOKING)
    }

    assert told == set()


def test_no_writing_door_opens_without_a_token(client_of, dina):
    browser = client_of(dina)
    for row in rows():
        if row.method != "POST" or row.route == BY_ITS_OWN_TOKEN:
            continue
        path = re.sub(r"<\w+>", "1", row.route).replace("/requests/1/1", "/requests/1/grant")
        assert browser.post(path).status_code == 400, row.route
