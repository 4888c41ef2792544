"""Pieces of pages are drawn once for the same values, and never for others."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from flask import g

from network.kernel.drawing import pattern, sprite
from network.kernel.pieces import kept


class Card(NamedTuple):
    title: str


@pytest.fixture
def request_of_its_own(app):
    with app.test_request_context():
        yield


def test_the_same_values_are_drawn_once(request_of_its_own):
    drawn = []

    def macro(card, level):
        drawn.append(card)
        return f"<{level}>{card.title}"

    assert [kept(macro, Card("a"), "h2"), kept(macro, Card("a"), "h2")] == ["<h2>a", "<h2>a"]
    assert kept(macro, Card("b"), "h2") == "<h2>b"
    assert kept(macro, Card("a"), "h3") == "<h3>a"
    assert drawn == [Card("a"), Card("b"), Card("a")]


def test_a_kept_piece_still_brings_its_pattern_to_the_page(app):
    def macro(_card):
        return pattern("rings", "coral", "s")

    for _twice in range(2):
        with app.test_request_context():
            pattern("mesh", "teal")
            kept(macro, Card("a"))
            assert set(g.patterns) == {("mesh", "teal", "m"), ("rings", "coral", "s")}
            assert "ps-rings-coral" in sprite()


def test_what_goes_wrong_is_not_kept(request_of_its_own):
    pattern("mesh", "teal")
    turns = iter((ValueError("not now"), None))

    def macro(_card):
        if (fault := next(turns)) is not None:
            raise fault
        return "right"

    with pytest.raises(ValueError, match="not now"):
        kept(macro, Card("a"))
    assert kept(macro, Card("a")) == "right"
    assert set(g.patterns) == {("mesh", "teal", "m")}


def test_each_language_has_its_own_piece(client_of, bram, theme, in_theme, make_member):
    in_theme(bram)
    browser = client_of(make_member("Zoe"))

    dutch, english = (browser.get(f"{theme.path}?lang={code}").text for code in ("nl", "en"))

    assert "mensen" in dutch.split('class="orgs"')[1].split("</ul>")[0]
    assert "people" in english.split('class="orgs"')[1].split("</ul>")[0]
