"""What visitors are given again: the same page for as long as it is right, and never anything of somebody else's."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime

import pytest
import time_machine
from cast import statements
from conftest import both_databases

from network.kernel.database import db
from network.kernel.visits import Page, Shelf
from network.themes.services import change


def nonce_of(answer):
    return answer.headers["Content-Security-Policy"].split("'nonce-")[1].split("'")[0]


@pytest.fixture
def noon():
    """A quiet moment: no slot of time ends while a test looks twice."""
    with time_machine.travel(datetime(2026, 11, 25, 12, 1, tzinfo=UTC), tick=False):
        yield


@both_databases
def test_a_page_that_is_still_right_is_given_again_for_one_statement(app, visitor, theme, noon):
    first = visitor.get("/themes")

    with statements() as seen:
        again = visitor.get("/themes")

    assert len(seen) == 1
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.text.replace(nonce_of(again), "") == first.text.replace(nonce_of(first), "")


def test_a_page_given_again_has_a_nonce_of_its_own(app, visitor, theme, noon):
    first, again = visitor.get("/themes"), visitor.get("/themes")

    assert nonce_of(first) != nonce_of(again)
    assert f'nonce="{nonce_of(again)}"' in again.text
    assert nonce_of(first) not in again.text


def test_nobody_can_know_what_stands_for_the_nonce():
    told = "from network.kernel import visits; print(visits._PLACE.decode())"
    places = {
        subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True).stdout for _ in "ab"
    }

    assert len(places) == 2
    assert all(len(place) > 24 for place in places)


@both_databases
def test_whatever_is_written_makes_every_page_new(app, visitor, theme, noon):
    tag = visitor.get("/themes").headers["ETag"]
    change(theme, theme.version, title_nl="Een andere naam", title_en="Another name")
    db.session.commit()

    again = visitor.get("/themes", headers={"If-None-Match": tag})

    assert again.status_code == 200
    assert "Een andere naam" in again.text


def test_a_page_speaks_of_five_minutes_at_most(app, visitor, theme):
    with time_machine.travel(datetime(2026, 11, 25, 12, 1, tzinfo=UTC), tick=False):
        tag = visitor.get("/themes").headers["ETag"]
    with time_machine.travel(datetime(2026, 11, 25, 12, 6, tzinfo=UTC), tick=False):
        again = visitor.get("/themes", headers={"If-None-Match": tag})

    assert again.status_code == 200


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("/themes?lang=en", {}),
        ("/themes", {"Accept-Language": "en"}),
        ("/themes?scheme=dark", {}),
        ("/themes?", {"Cookie": "language=en"}),
    ],
)
def test_another_language_or_colour_is_another_page(app, visitor, theme, noon, address, headers):
    before = visitor.get("/themes")

    assert visitor.get(address, headers=headers).text != before.text


def test_who_is_signed_in_gets_a_page_of_their_own(app, visitor, client_of, theme, bram, noon):
    visitor.get("/themes")

    his = client_of(bram).get("/themes")

    assert bram.name in his.text
    assert "ETag" not in his.headers
    assert bram.name not in visitor.get("/themes").text


def test_what_a_visitor_is_told_once_is_not_told_to_the_next(app, visitor, client_of, theme, noon):
    with visitor.session_transaction() as session:
        session["_flashes"] = [("message", "Tot ziens")]

    told = visitor.get("/themes")

    assert "Tot ziens" in told.text
    assert "Tot ziens" not in client_of(None).get("/themes").text


def test_whether_the_process_lives_is_not_asked_of_the_database(app, visitor):
    with statements() as seen:
        visitor.get("/healthz")

    assert seen == []


def test_the_pages_that_nobody_asked_for_longest_make_room():
    shelf = Shelf(room=10)
    for name in ("a", "b"):
        shelf.put(name, Page(name, b"1234"))
    shelf.get("a")

    shelf.put("c", Page("c", b"1234"))

    assert [shelf.get(name) is not None for name in "abc"] == [True, False, True]


def test_a_newer_page_stands_in_the_place_of_the_older_one():
    shelf = Shelf(room=10)
    for _ in range(5):
        shelf.put("a", Page("a", b"1234"))
    shelf.put("b", Page("b", b"1234"))

    assert shelf.get("a") is not None
