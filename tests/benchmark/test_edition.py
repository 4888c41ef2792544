"""The network's own edition: what is shown of the network as a publication beside the study, and nothing more than that."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime

import pytest
import time_machine
from pages import faults_of
from pypdf import PdfReader
from scans.conftest import contact_of, firms_confirm, given  # noqa: F401  fixtures
from sqlalchemy import select

from network.benchmark.edition import key_of, make, make_last_years
from network.conversations.models import Comment
from network.conversations.services import comment
from network.demo.removing import remove
from network.kernel import clock
from network.kernel.database import db
from network.library.models import Edition, Finding, Publication
from network.library.services import import_publications
from network.links.models import Node
from network.scans.drawing import draw_network_figures
from network.scans.queries import shown_figures
from network.scans.questionnaire import QUESTIONS
from network.scans.services import confirm

YEAR = clock.today().year
PATH = f"/library/network-{YEAR}"


@pytest.fixture
def network(app, firms_confirm):  # noqa: F811
    """A study, and six firms whose figures are shown."""
    import_publications()
    contacts = firms_confirm(6, "Een", given(has_budget=["no"]))
    draw_network_figures(clock.now())
    return contacts


def words(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)).replace("\u00a0", " ")


def test_without_figures_there_is_no_edition(app):
    import_publications()
    assert make(YEAR) is None
    assert db.session.scalar(select(Publication).where(Publication.key == key_of(YEAR))) is None


def test_it_holds_just_what_is_shown(network):
    made = make(YEAR)
    assert made.added == len(QUESTIONS)
    shown = shown_figures()
    report = db.session.scalars(select(Publication).where(Publication.key == key_of(YEAR))).one()
    for finding in db.session.scalars(select(Finding).where(Finding.publication_id == report.id)):
        figure = shown[finding.key].figure
        assert [value["value"] for value in finding.words["values"]] == list(figure.shares.values())
        assert finding.words["base"]["about"] == figure.n
        assert finding.words["base"]["n"] is None


def test_no_page_of_it_gives_a_count_or_a_margin(network, visitor):
    make(YEAR)
    for question in QUESTIONS:
        for language in ("nl", "en"):
            page = visitor.get(f"{PATH}/{question.key}?lang={language}").text
            assert faults_of(page) == []
            assert not re.search(r"\d+ (van|of) \d+", words(page.split("<main")[1].split('id="cite"')[0]))
            assert "ca." in page
        data = visitor.get(f"{PATH}/{question.key}.json").json
        assert all(value["count"] is None and value["interval"] is None for value in data["values"])


def test_it_stands_beside_the_study_on_a_page_and_on_paper(network, visitor):
    make(YEAR)
    for language, title in (("nl", f"Het netwerk in {YEAR}"), ("en", f"The network in {YEAR}")):
        page = visitor.get(f"{PATH}/beside?lang={language}")
        assert faults_of(page.text) == []
        said = words(page.text)
        sheets = visitor.get(f"{PATH}/beside.pdf?lang={language}")
        assert sheets.mimetype == "application/pdf"
        printed = " ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(sheets.data)).pages)
        for question in QUESTIONS:
            assert question.short[language] in said
            assert question.short[language] in printed
        assert title in said
        assert title in printed
        assert "63 %" in said


def test_published_again_it_keeps_what_was_quoted(network, visitor, firms_confirm):  # noqa: F811
    make(YEAR)
    assert make(YEAR).written is False
    with time_machine.travel(datetime(YEAR, 12, 30, 12, tzinfo=UTC), tick=False):
        firms_confirm(30, "Later")
        assert draw_network_figures(clock.now()) > 0
        assert make(YEAR).changed > 0
    assert db.session.scalars(select(Edition)).first() is not None
    assert "aanhaling van uitgave 1" in visitor.get(f"{PATH}/has_budget?edition=1").text


def test_in_january_the_year_that_ended_is_made_once(network):
    january = datetime(YEAR + 1, 1, 2, 5, tzinfo=UTC)
    assert make_last_years(january) == 1
    assert make_last_years(january) == 0
    assert db.session.scalar(select(Publication).where(Publication.key == key_of(YEAR))) is not None


def test_a_coordinator_publishes_and_a_member_does_not(network, client_of, ada, bram):
    assert client_of(bram).submit("/scan/edition").status_code == 403
    assert "/scan/edition" not in client_of(bram).get("/scan").text
    assert client_of(ada).submit("/scan/edition").location == f"{PATH}/beside"
    assert client_of(None).get(f"{PATH}/beside").status_code == 200


def test_with_nothing_to_publish_a_coordinator_is_told(client_of, ada):
    browser = client_of(ada)
    assert browser.submit("/scan/edition").location == "/scan"
    assert "nog geen cijfers" in browser.get("/scan").text


def test_one_firm_that_corrects_itself_changes_nothing_that_is_published(network):
    make(YEAR)
    contact = network[0]
    confirm(contact, contact.organisation_id, YEAR, given(), seen=1)
    draw_network_figures(clock.now())
    assert make(YEAR).written is False


def test_a_finding_of_the_scan_leads_to_ones_own_firm_and_others_do_not(network, visitor):
    assert 'href="/scan/benchmark/has_budget"' in visitor.get("/library/llo-mkb-2023/has_budget").text
    assert "/scan/benchmark/" not in visitor.get("/library/llo-mkb-2023/wants_network").text


def test_an_edition_of_made_up_firms_says_so_and_goes_with_them(app, firms_confirm, visitor, client_of, bram):  # noqa: F811
    import_publications()
    firms_confirm(7, "Demo", is_demo=True)
    draw_network_figures(clock.now())
    assert make(YEAR).publication == f"network-{YEAR}-demo"
    assert "zijn verzonnen" in visitor.get(f"{PATH}-demo").text
    assert "zijn verzonnen" in client_of(bram).get("/scan/benchmark").text
    finding = db.session.scalars(select(Node).where(Node.path == f"{PATH}-demo/goals")).one()
    comment(bram, "finding", finding.subject_id, "Zo is het bij ons ook.")
    remove()
    db.session.rollback()
    assert db.session.scalars(select(Comment)).all() == []
    assert visitor.get(f"{PATH}-demo").status_code == 404
    assert visitor.get(f"{PATH}-demo/goals").status_code == 404
    assert visitor.get("/library/llo-mkb-2023/goals").status_code == 200
    assert db.session.scalars(select(Node).where(Node.path.like(f"{PATH}-demo%"))).all() == []


def test_the_library_goes_on_opening_with_the_study(network, visitor):
    make(YEAR)
    page = visitor.get("/library").text
    assert f'href="{PATH}"' in page
    assert 'href="/library/llo-mkb-2023/has_budget"' in page
    assert f'href="{PATH}/has_budget"' not in page
