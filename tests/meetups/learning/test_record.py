"""A member's own learning record: what comes by itself, what they write down, and that nobody else reads it."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta

import pytest
import time_machine
from cast import statements
from conftest import both_databases
from meetups.learning.presence import note, strike
from pages import faults_of, fields_of
from sqlalchemy import select
from together import at_once

from network.config import ROOT
from network.kernel import clock
from network.kernel.database import db, writing
from network.kernel.errors import NotYours
from network.meetups.learning import services
from network.meetups.learning.models import LearningEntry
from network.meetups.learning.queries import record_of
from network.meetups.learning.refusals import ChangedElsewhere, RecordFull
from network.meetups.learning.services import issue, remove, write_down
from network.meetups.services import call_off
from network.themes.models import CLOSED
from network.themes.queries import give_rights
from network.themes.services import join, leave, open_theme

JOOST = {"what": "Kantbank instellen, van Joost", "minutes": 90, "form": "informal", "learned_on": date(2026, 3, 2)}


@pytest.fixture
def filled():
    """A form that is right."""
    return {
        "what": "Kantbank instellen, van Joost", "learned_on": "2026-03-02", "hours": "1,5", "form": "informal",
        "note": "Eerst meten.", "once": "een-sleutel",
    }  # fmt: skip


def entries():
    db.session.rollback()
    rows = select(LearningEntry).order_by(LearningEntry.id)
    return db.session.scalars(rows.execution_options(populate_existing=True)).all()


# --- what comes by itself -------------------------------------------------------------------------------------------


def test_a_meetup_that_one_was_at_stands_there_by_itself(client_of, make_held, bram, chen):
    meetup = make_held(bram, signups=(bram, chen), title="Kijken bij Ketelbrug")

    page = client_of(bram).get("/learning?lang=en").text
    assert "Kijken bij" in page
    assert "2 hours" in page
    assert "Non-formal" in page
    assert faults_of(page) == []
    assert f"{meetup.path}#standing" in page  # the way to a certificate
    assert "Kijken bij" not in client_of(chen).get("/learning?lang=en").text  # had a seat, did not come


def test_a_meetup_counts_once_with_or_without_a_certificate_and_as_the_certificate_has_it(make_held, bram):
    meetup = make_held(bram, title="Zoals het heette")
    certificate = issue(meetup, bram)
    with writing():
        meetup.title, meetup.ends_at = "Anders", meetup.ends_at + timedelta(minutes=30)

    (year,) = record_of(bram)
    (line,) = year.lines
    assert (line.what, line.minutes, line.certificate) == ("Zoals het heette", 120, certificate.path)


def test_what_is_to_come_was_called_off_or_was_taken_back_does_not_count(make_held, make_meetup, bram):
    held, to_come, off = make_held(bram), make_meetup(slug="komt"), make_meetup(slug="afgelast")
    for meetup in (to_come, off):
        note(meetup, bram)
    call_off(off, "Ziek")
    with time_machine.travel(to_come.starts_at, tick=False):
        assert len(record_of(bram)[0].lines) == 1
    with time_machine.travel(to_come.ends_at + timedelta(days=1), tick=False):
        assert {line.meetup for line in record_of(bram)[0].lines} == {held.path, to_come.path}
    strike(held, bram)

    assert record_of(bram) == []


def test_of_a_theme_that_one_left_no_name_and_no_address_is_told(client_of, make_held, ada, bram):
    closed = open_theme(ada, title_nl="Vaste kring", title_en="", access=CLOSED)
    join(closed, bram)
    meetup = make_held(bram, theme=closed, title="Eerlijk over geld")
    give_rights(bram)
    assert "Eerlijk over geld" in client_of(bram).get("/learning").text

    leave(closed, bram)

    give_rights(bram)
    for path in ("/learning?lang=en", "/learning.json?lang=en"):
        page = client_of(bram).get(path).text
        assert "a theme that you are no longer in" in page
        assert not any(words in page for words in ("Eerlijk over geld", meetup.slug, "Vaste kring"))
    assert record_of(bram)[0].minutes() == 120


def test_of_a_theme_that_one_left_a_certificate_keeps_the_title_but_leads_nowhere(client_of, make_held, ada, bram):
    closed = open_theme(ada, title_nl="Vaste kring", title_en="", access=CLOSED)
    join(closed, bram)
    meetup = make_held(bram, theme=closed, title="Eerlijk over geld")
    issue(meetup, bram)

    leave(closed, bram)

    page = client_of(bram).get("/learning").text
    assert "Eerlijk over geld" in page
    assert f'href="{meetup.path}' not in page


# --- what one writes down -------------------------------------------------------------------------------------------


def test_what_was_written_down_stands_there_with_its_time(client_of, bram, filled):
    answer = client_of(bram).submit("/learning?lang=en", filled)

    assert answer.location == "/learning?year=2026"
    page = client_of(bram).get("/learning?lang=en").text
    for words in ("Kantbank instellen", "1 hour 30 min", "Informal", "Eerst meten."):
        assert words in page, words
    (entry,) = entries()
    assert (entry.minutes, entry.member_id, entry.learned_on) == (90, bram.id, date(2026, 3, 2))


def test_sent_twice_it_is_kept_once_and_another_s_key_opens_nothing(client_of, bram, chen, filled):
    for _ in range(2):
        assert client_of(bram).submit("/learning", filled).status_code == 302
    assert client_of(chen).submit("/learning", filled).status_code == 403

    assert [entry.member_id for entry in entries()] == [bram.id]


@both_databases
def test_sent_twice_at_once_it_is_kept_once(app, bram):
    member_id = bram.id

    def act():
        return write_down(db.session.get(type(bram), member_id), once="sleutel", **JOOST).id

    ids = at_once(app, *[act] * 4)

    assert len(set(ids)) == 1
    assert len(entries()) == 1


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("what", "", "Fill this in"),
        ("what", "\u200b ", "Fill this in"),
        ("what", "x" * 161, "at most 160"),
        ("learned_on", "", "Choose a date"),
        ("learned_on", "morgen", "valid date"),
        ("learned_on", "2999-01-01", "still to come"),
        ("learned_on", "1949-12-31", "from 1\xa0January\xa01950 on"),
        ("hours", "", "Fill this in"),
        ("hours", "heel lang", "from one minute to 400 hours"),
        ("hours", "401", "from one minute to 400 hours"),
        ("form", "", "Choose one of the three"),
        ("form", "diploma", "valid choice"),
        ("note", "x" * 1001, "at most 1000"),
    ],
)
def test_bad_input_is_told_at_the_field_and_kept(client_of, bram, filled, field, value, words):
    answer = client_of(bram).submit("/learning?lang=en", {**filled, field: value})

    assert answer.status_code == 422
    assert words.lower() in answer.text.lower()
    assert faults_of(answer.text) == []
    for name, typed in filled.items():
        assert name == field or typed in answer.text, name
    assert entries() == []


def test_today_in_amsterdam_is_not_still_to_come(client_of, bram, filled):
    with time_machine.travel("2026-06-30T22:30+00:00", tick=False):  # half past midnight on the first of July
        today, tomorrow = ({**filled, "learned_on": day} for day in ("2026-07-01", "2026-07-02"))
        assert client_of(bram).submit("/learning", tomorrow).status_code == 422
        assert client_of(bram).submit("/learning", today).status_code == 302


def test_an_entry_is_opened_and_saved_as_it_was(client_of, bram):
    entry, browser = write_down(bram, note="Eerst\n\nmeten", **JOOST), client_of(bram)

    page = browser.get(f"{entry.path}/edit").text
    fields = {name: values[0] for name, values in fields_of(page, entry.path).items() if values}
    assert browser.submit(entry.path, fields).status_code == 302

    (saved,) = entries()
    assert (saved.what, saved.minutes, saved.form, saved.note.split()) == (
        JOOST["what"],
        90,
        "informal",
        ["Eerst", "meten"],
    )
    assert saved.version == 2


def test_what_was_saved_in_another_window_is_shown_before_it_is_overwritten(client_of, bram, filled):
    entry, browser = write_down(bram, **JOOST), client_of(bram)

    assert browser.submit(entry.path, {**filled, "hours": "3", "version": "1"}).status_code == 302
    second = browser.submit(f"{entry.path}?lang=en", {**filled, "what": "Iets anders", "version": "1"})

    assert second.status_code == 409
    assert "in another window" in second.text
    assert "Iets anders" in second.text
    assert re.findall(r'class="theirs">.*?<p>(.*?)</p>', second.text, flags=re.S) == [JOOST["what"], "3 hours"]
    assert entries()[0].what == JOOST["what"]
    version = fields_of(second.text, entry.path)["version"][0]
    assert browser.submit(entry.path, {**filled, "what": "Iets anders", "version": version}).status_code == 302
    assert entries()[0].what == "Iets anders"


@both_databases
def test_of_two_changes_at_once_one_is_refused(app, bram):
    entry_id = write_down(bram, **JOOST).id

    def saying(words):
        return lambda: services.change(db.session.get(LearningEntry, entry_id), 1, what=words)

    answers = at_once(app, saying("Dit"), saying("Dat"))

    assert sorted(type(each).__name__ for each in answers) == ["ChangedElsewhere", "NoneType"]
    assert entries()[0].version == 2


def test_it_is_asked_first_and_then_gone_for_good(client_of, bram):
    entry, browser = write_down(bram, **JOOST), client_of(bram)
    gone, path = entry.id, entry.path

    assert "Kantbank" in browser.get(f"{path}/deletion").text
    assert len(entries()) == 1
    assert browser.submit(f"{path}/deletion").location == "/learning"
    assert entries() == []
    assert browser.submit(f"{path}/deletion").status_code == 404
    remove(LearningEntry(id=gone))  # in another window at the same moment


def test_a_record_has_an_end(bram, monkeypatch):
    monkeypatch.setattr(services, "MOST_ENTRIES", 2)
    for _ in range(2):
        write_down(bram, **JOOST)

    with pytest.raises(RecordFull):
        write_down(bram, **JOOST)


def test_who_begins_sees_what_to_do_first(client_of, bram):
    page = client_of(bram).get("/learning?lang=en").text

    assert "Nothing stands here yet." in page
    assert 'href="/learning/new"' in page
    assert "learning.pdf" not in page
    assert faults_of(page) == []


def test_years_and_pages_are_turned_and_odd_ones_lead_nowhere_strange(client_of, bram):
    with writing():
        for n in range(120):
            db.session.add(LearningEntry(member_id=bram.id, **{**JOOST, "what": f"Regel {n:03d}."}))
        db.session.add(LearningEntry(member_id=bram.id, **{**JOOST, "what": "Vroeger", "learned_on": date(1999, 5, 1)}))
    browser = client_of(bram)

    seen, path = [], "/learning?year=2026"
    while path:
        page = browser.get(path).text
        seen += re.findall(r"<h3>Regel (\d+)\.", page)
        path = next(iter(re.findall(r'rel="next"[^>]*href="([^"]+)"|href="([^"]+)" rel="next"', page)), ("", ""))
        path = "".join(path).replace("&amp;", "&")
    assert sorted(map(int, seen)) == list(range(120))
    assert "Vroeger" in browser.get("/learning?year=1999").text
    for odd in ("year=1", "year=x", "page=99", "page=-1", "page=x", "year=99999999999999999999&page=9"):
        assert browser.get(f"/learning?{odd}").status_code == 200, odd


def test_hostile_text_is_shown_as_typed(client_of, bram):
    hostile = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    entry, browser = write_down(bram, **{**JOOST, "what": hostile, "note": hostile}), client_of(bram)

    for path in ("/learning", f"{entry.path}/edit", f"{entry.path}/deletion"):
        page = browser.get(path).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert faults_of(page) == []


# --- nobody else ----------------------------------------------------------------------------------------------------


def test_nobody_else_reads_or_changes_it_whatever_they_look_after(
    client_of, visitor, make_member, ada, bram, dina, filled
):
    entry = write_down(bram, note="Van mij alleen", **JOOST)
    contact = make_member("Gijs Mol", bram.organisation, is_contact=True)

    for member in (contact, ada, dina):
        browser = client_of(member)
        for path in (f"{entry.path}/edit", f"{entry.path}/deletion"):
            assert browser.get(path).status_code == 404
        assert browser.submit(entry.path, {**filled, "version": "1"}).status_code == 404
        assert browser.submit(f"{entry.path}/deletion").status_code == 404
        for path in (
            "/learning",
            "/learning.json",
            bram.path,
            bram.organisation.path,
            "/search?q=kantbank",
            "/settings/data",
        ):
            assert "Kantbank" not in browser.get(path).text, path
    for path in ("/learning", "/learning.json", "/learning.pdf", "/learning/new", f"{entry.path}/edit"):
        assert "/sign-in" in visitor.get(path).location
    assert entries()[0].note == "Van mij alleen"


def test_with_the_person_it_goes(bram):
    write_down(bram, **JOOST)
    with writing() as session:
        session.delete(session.get(type(bram), bram.id))

    assert entries() == []


# --- taken along ----------------------------------------------------------------------------------------------------


def test_as_json_it_says_what_the_document_says(client_of, make_held, bram):
    meetup = make_held(bram, title="Kijken bij Ketelbrug")
    certificate = issue(meetup, bram)
    write_down(bram, **JOOST)

    answer = client_of(bram).get("/learning.json")
    told = json.loads(answer.data)

    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert (told["format"], told["version"], told["name"]) == ("leernetwerk-mkb-learning-record", 1, "Bram Jansen")
    assert told["years"] == [
        {"year": 2027, "minutes": {"formal": 0, "non_formal": 120, "informal": 0, "total": 120}},
        {"year": 2026, "minutes": {"formal": 0, "non_formal": 0, "informal": 90, "total": 90}},
    ]
    attended, written = told["entries"]
    assert attended == {
        "what": "Kijken bij Ketelbrug", "date": "2027-03-10", "minutes": 120, "form": "non_formal", "source": "attended",
        "note": None, "meetup": f"http://localhost{meetup.path}", "certificate": f"http://localhost{certificate.path}",
    }  # fmt: skip
    assert (written["source"], written["meetup"], written["certificate"]) == ("self_reported", None, None)
    assert _named(told) == _documented()


def _named(value) -> set[str]:
    if isinstance(value, list):
        return {name for each in value for name in _named(each)}
    return set(value) | {name for each in value.values() for name in _named(each)} if isinstance(value, dict) else set()


def _documented() -> set[str]:
    page = (ROOT / "docs" / "learning-record.md").read_text()
    return set(re.findall(r"^\| `(\w+)`", page, flags=re.M))


def test_own_data_holds_it_all_but_no_code_that_opens_a_page(client_of, make_held, bram):
    certificate = issue(make_held(bram, title="Kijken bij Ketelbrug"), bram)
    write_down(bram, note="Eerst meten", **JOOST)

    told = json.loads(client_of(bram).get("/settings/data").data)

    assert told["learning"][0]["what"] == JOOST["what"]
    assert told["learning"][0]["note"] == "Eerst meten"
    assert told["certificates"][0]["title"] == "Kijken bij Ketelbrug"
    assert certificate.code not in json.dumps(told)


def test_it_costs_the_same_with_few_and_many_lines(client_of, make_held, bram):
    make_held(bram)
    browser = client_of(bram)
    few = _cost(browser)
    for n in range(4):
        issue(make_held(bram, slug=f"was-{n}"), bram)
        make_held(bram, slug=f"kwam-{n}")
    for _ in range(60):
        write_down(bram, **JOOST)

    assert _cost(browser) == few
    assert max(few) <= 7


def _cost(browser) -> list[int]:
    costs = []
    for path in ("/learning", "/learning/new", "/learning.json", "/learning.pdf"):
        with statements() as seen:
            assert browser.get(path).status_code == 200
        costs.append(len(seen))
    return costs


def test_the_ways_there(client_of, bram):
    for path in ("/meetups/mine", "/settings"):
        assert 'href="/learning"' in client_of(bram).get(path).text


def test_refusals_are_what_they_say(bram, chen):
    entry = write_down(bram, once="sleutel", **JOOST)
    with pytest.raises(NotYours):
        write_down(chen, once="sleutel", **JOOST)
    with pytest.raises(ChangedElsewhere):
        services.change(entry, 7, what="x")
    assert clock.today() >= entry.learned_on or entry.learned_on.year == 2026
