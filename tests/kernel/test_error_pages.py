"""Error pages: whole where the reader can go on, bare where something of ours is broken, JSON for who asks for it."""

import re
import sqlite3

import pytest
from conftest import make_app
from flask import abort
from pages import faults_of
from werkzeug.exceptions import TooManyRequests

from network.kernel import database
from network.kernel.errors import ChangedMeanwhile, NotYours

CODES = (400, 403, 404, 405, 409, 410, 413, 422, 429)
PLACES = 'class="tabs"'  # the bar that only a whole page has

pytestmark = pytest.mark.own_app  # most of them give it an address more


@pytest.fixture
def door(app):
    """An address of its own at which something happens."""

    def at(happens, path="/themes/multi-generational-workforce/door"):
        app.add_url_rule(path, "door", happens, methods=["GET", "POST"])
        happens.is_public = True
        return path

    return at


def fails_with(error):
    def view():
        raise error

    return view


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_a_reader_can_mend_stands_in_the_whole_page(client_of, visitor, bram, door, code, language):
    path = door(lambda: abort(code))

    for browser in (visitor, client_of(bram)):
        answer = browser.get(f"{path}?lang={language}")
        assert answer.status_code == code
        assert faults_of(answer.text) == []
        assert PLACES in answer.text
        assert f"lang={'en' if language == 'nl' else 'nl'}" in answer.text
    assert "/notifications" in answer.text


@pytest.mark.parametrize("member", [False, True])
def test_who_finds_nothing_is_asked_to_sign_in_when_not_signed_in(client_of, bram, member):
    text = client_of(bram if member else None).get("/practices/no-such-thing").text

    assert ("/sign-in?next=%2Fpractices%2Fno-such-thing" in text) is not member
    assert 'value="no such thing"' in text


def test_an_address_with_markup_in_it_is_shown_as_text(visitor):
    text = visitor.get('/"><script>alert(1)</script>').text

    assert "<script>alert" not in text


def test_reading_what_is_not_yours_is_not_called_changing(client_of, bram, door):
    browser, path = client_of(bram), door(fails_with(NotYours()))

    assert "This page is not for you" in browser.get(f"{path}?lang=en").text
    assert "not yours to change" in browser.submit(path).text


@pytest.mark.parametrize(
    ("before", "back"),
    [
        ("http://localhost/meetups?when=past", "/meetups?when=past"),
        ("http://elsewhere.example/meetups", "/themes/multi-generational-workforce"),
        ("http://localhost/themes/multi-generational-workforce/door", "/themes/multi-generational-workforce"),
        ("http://localhost/sign-out", "/themes/multi-generational-workforce"),  # only takes forms
        ("", "/themes/multi-generational-workforce"),
    ],
)
def test_a_refusal_leads_back_to_where_it_was_pressed_or_to_what_it_is_about(client_of, bram, door, before, back):
    path = door(fails_with(ChangedMeanwhile()))

    answer = client_of(bram).submit(path, headers={"Referer": before})

    assert answer.status_code == 409
    assert f'href="{back}"' in answer.text


def test_a_refusal_gives_back_what_was_typed(client_of, bram, door):
    path = door(fails_with(ChangedMeanwhile()))
    story = "Elke donderdag twee aan één machine."

    text = client_of(bram).submit(path, {"story": story, "version": "12", "password": "een lange zin om te weten"}).text

    assert story in text
    assert "een lange zin om te weten" not in text


def test_a_form_that_is_too_old_shows_what_was_written_and_no_codes(client_of, bram):
    form = {
        "csrf_token": "x",
        "subject_kind": "practice",
        "sector": "high_tech",
        "text": "Hoe kozen jullie?",
        "title": "Koppels",
    }

    page = client_of(bram).post("/comments", data=form)

    assert page.status_code == 400
    boxes = re.findall(r"<textarea[^>]*>(.*?)</textarea>", page.text, re.DOTALL)
    assert [each.strip() for each in boxes] == ["Hoe kozen jullie?", "Koppels"]


def test_who_knocked_too_often_hears_how_long_to_wait(visitor, door):
    path = door(fails_with(TooManyRequests(retry_after=130)))

    answer = visitor.get(f"{path}?lang=en")

    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "130")
    assert "Try again in 3 minutes." in answer.text


def test_a_page_that_cannot_ask_who_reads_it_is_told_bare(app, visitor, monkeypatch):
    def down():
        raise sqlite3.OperationalError("gone")

    monkeypatch.setattr("network.app.current_member", down)

    answer = visitor.get("/no-such-page")

    assert answer.status_code == 404
    assert PLACES not in answer.text
    assert faults_of(answer.text) == []


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_a_database_that_is_down_is_told_as_busy(tmp_path, accept):
    app = make_app(tmp_path, "postgresql+psycopg://nobody@127.0.0.1:1/nothing")

    answer = app.test_client().get("/themes", headers={"Accept": accept})

    assert (answer.status_code, answer.mimetype, answer.headers["Retry-After"]) == (503, accept, "5")


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_a_writer_that_waited_too_long_is_told_as_busy(app, client_of, bram, theme, monkeypatch, accept):
    monkeypatch.setattr(database, "BUSY_TIMEOUT", 10)
    database.db.engine.dispose()
    browser, other = client_of(bram), sqlite3.connect(database.db.engine.url.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    answer = browser.submit(f"{theme.path}/membership", headers={"Accept": accept})

    assert (answer.status_code, answer.mimetype, answer.headers["Retry-After"]) == (503, accept, "5")
    other.close()
    assert browser.submit(f"{theme.path}/membership").status_code == 302
