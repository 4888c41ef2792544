"""Who gets a certificate, what it says, who may look, and when it counts no more."""

from __future__ import annotations

from datetime import timedelta

import pytest
from cast import statements
from conftest import both_databases
from meetups.learning.presence import note, strike
from pages import faults_of
from sqlalchemy import select
from together import at_once

from network.kernel import clock
from network.kernel.database import db, writing
from network.meetups.learning.models import Certificate
from network.meetups.learning.refusals import NotOver, WasNotThere
from network.meetups.learning.services import issue
from network.meetups.services import call_off, change
from network.themes.models import CLOSED
from network.themes.services import join, leave, open_theme


def test_who_was_there_gets_one_that_says_so(client_of, visitor, make_held, bram):
    meetup = make_held(bram, title="Kijken bij Ketelbrug")

    answer = client_of(bram).submit(f"{meetup.path}/certificate")

    page = visitor.get(f"{answer.location}?lang=en").text
    for words in (
        "genuine",
        "Bram Jansen",
        "Plaatwerkerij Ketelbrug",
        "Kijken bij Ketelbrug",
        "10\xa0March\xa02027",
        "2 hours",
    ):
        assert words in page, words
    assert faults_of(page) == []


def test_asking_again_gives_the_same_one(client_of, make_held, bram):
    meetup, browser = make_held(bram), client_of(bram)

    first, again = (browser.submit(f"{meetup.path}/certificate").location for _ in range(2))

    assert first == again
    assert len(db.session.scalars(select(Certificate)).all()) == 1


@both_databases
def test_asking_twice_at_once_gives_one(app, make_held, bram):
    meetup = make_held(bram)
    member_id, meetup_id = bram.id, meetup.id

    def ask():
        own = db.session.get(type(bram), member_id), db.session.get(type(meetup), meetup_id)
        return issue(own[1], own[0]).code

    codes = at_once(app, *[ask] * 4)

    assert len(set(codes)) == 1
    assert db.session.scalars(select(Certificate.code)).all() == codes[:1]


def test_who_had_a_seat_but_did_not_come_gets_none(client_of, make_held, bram, chen):
    meetup = make_held(bram, signups=(bram, chen))

    answer = client_of(chen).submit(f"{meetup.path}/certificate?lang=en")

    assert answer.status_code == 409
    assert "You are not on the list of who was there." in answer.text
    with pytest.raises(WasNotThere):
        issue(meetup, chen)
    assert "certificate" not in client_of(chen).get(f"{meetup.path}?lang=en").text


def test_there_is_none_before_the_end_nor_of_what_was_called_off(make_meetup, client_of, bram):
    meetup, off = make_meetup(slug="komt"), make_meetup(slug="afgelast")
    for each in (meetup, off):
        note(each, bram)
    call_off(off, "Ziek")

    for each in (meetup, off):
        with pytest.raises(NotOver):
            issue(each, bram)
        assert "/certificate" not in client_of(bram).get(each.path).text


def test_it_stays_as_it_was_issued(visitor, make_held, ada, bram):
    meetup = make_held(bram, title="Zoals het heette")
    path = issue(meetup, bram).path
    with writing():
        bram.name, bram.organisation.name = "Bram de Nieuwe", "Ander Bedrijf"
    db.session.refresh(meetup, ["version"])
    change(meetup, meetup.version, title="Anders", ends_at=meetup.ends_at + timedelta(hours=1))

    page = visitor.get(f"{path}?lang=en").text

    assert "Zoals het heette" in page
    assert "Bram Jansen" in page
    assert "2 hours" in page
    assert "Bram de Nieuwe" not in page


def test_once_the_attendance_is_taken_back_it_counts_no_more_and_names_nobody(client_of, visitor, make_held, bram):
    meetup = make_held(bram)
    path = issue(meetup, bram).path
    strike(meetup, bram)

    page = visitor.get(f"{path}?lang=en").text
    assert "This certificate was withdrawn" in page
    assert not any(words in page for words in ("Bram Jansen", "Kijken in de werkplaats", "genuine", "nl.pdf"))
    assert faults_of(page) == []
    assert visitor.get(f"{path}/nl.pdf").location == path
    assert client_of(bram).submit(f"{meetup.path}/certificate").status_code == 409

    note(meetup, bram)
    assert "genuine" in visitor.get(f"{path}?lang=en").text
    assert client_of(bram).submit(f"{meetup.path}/certificate").location == path


def test_the_attendance_of_somebody_else_does_not_carry_it(visitor, make_held, bram, chen):
    meetup, other = make_held(bram, chen), make_held(bram, slug="ander")
    path = issue(meetup, bram).path
    strike(meetup, bram)

    assert other.id != meetup.id
    assert "withdrawn" in visitor.get(f"{path}?lang=en").text


def test_an_unknown_code_is_nowhere_and_a_known_one_may_be_typed_as_one_likes(visitor, make_held, bram):
    code = issue(make_held(bram), bram).code
    other = code[:-1] + ("C" if code[-1] != "C" else "D")

    for wrong in (other, code[:-1], "x", "%F0%9F%99%82", "' OR 1=1 --"):
        assert visitor.get(f"/certificates/{wrong}").status_code == 404, wrong
        assert visitor.get(f"/certificates/{wrong}/nl.pdf").status_code == 404, wrong
    for same in (code.lower(), code.replace("-", "")):
        assert "Bram Jansen" in visitor.get(f"/certificates/{same}").text
    assert visitor.get(f"/certificates/{code}/de.pdf").status_code == 404


def test_no_search_engine_lists_it_and_nothing_leads_there(visitor, client_of, make_held, bram, chen):
    meetup = make_held(bram, chen)
    certificate = issue(meetup, bram)

    for path in (certificate.path, f"{certificate.path}/en.pdf"):
        assert visitor.get(path).headers["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in visitor.get(certificate.path).text
    for browser in (visitor, client_of(chen)):
        for path in (meetup.path, "/search?q=Bram", bram.path, "/sitemap.xml", "/learning"):
            assert certificate.code not in browser.get(path).text, path
    assert certificate.code in client_of(bram).get(meetup.path).text


def test_how_to_share_it_is_told_to_its_holder_only(client_of, visitor, make_held, bram, ada):
    path = issue(make_held(bram), bram).path

    assert 'id="address"' in client_of(bram).get(path).text
    for browser in (visitor, client_of(ada)):
        assert 'id="address"' not in browser.get(path).text


def test_of_a_closed_theme_it_tells_the_title_that_the_holder_shares_and_no_more(
    client_of, visitor, make_held, ada, bram
):
    closed = open_theme(ada, title_nl="Vaste kring", title_en="", slug="vaste-kring", access=CLOSED)
    meetup = make_held(theme=closed, title="Eerlijk over geld")
    assert client_of(bram).submit(f"{meetup.path}/certificate").status_code == 404

    path = issue_for_a_member_of(closed, meetup, bram)
    page = visitor.get(path).text
    assert "Eerlijk over geld" in page
    assert not any(words in page for words in ("Vaste kring", "vaste-kring", meetup.path))
    assert visitor.get(meetup.path).status_code == 404

    leave(closed, bram)
    assert visitor.get(path).status_code == 200  # what was shared stays true


def issue_for_a_member_of(theme, meetup, member):
    join(theme, member)
    note(meetup, member)
    return issue(meetup, member).path


def test_hostile_text_is_shown_as_typed(visitor, make_held, bram):
    hostile = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    with writing():
        bram.name = bram.organisation.name = hostile
    page = visitor.get(issue(make_held(bram, title=hostile), bram).path).text

    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert faults_of(page) == []


def test_who_was_there_is_offered_it_on_the_ticket_without_a_statement_more(client_of, make_held, bram, chen):
    meetup = make_held(bram)
    with statements() as seen:
        offered = client_of(bram).get(f"{meetup.path}?lang=en").text
    with statements() as plain:
        client_of(chen).get(f"{meetup.path}?lang=en")

    assert f'action="{meetup.path}/certificate"' in offered
    assert "2 hours, in your" in offered
    assert len(seen) == len(plain) <= 7


def test_its_page_costs_a_visitor_little(visitor, make_held, bram):
    path = issue(make_held(bram), bram).path
    with statements() as seen:
        visitor.get(path)

    assert len(seen) <= 4


def test_the_day_is_that_of_amsterdam(visitor, make_held, bram):
    late = clock.moment(
        clock.today().replace(year=2027, month=7, day=14), clock.local(clock.now()).time().replace(0, 30, 0, 0)
    )
    certificate = issue(make_held(bram, starts_at=late), bram)

    assert late.day == 13
    assert certificate.held_on.isoformat() == "2027-07-14"
