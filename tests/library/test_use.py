"""Taking findings along: quoted, downloaded, drawn, framed, explained, and reached from a worry."""

import csv
import io
import json
import re
from html import unescape

import pytest
from library.study import CONTENT, FINDINGS
from pages import faults_of
from PIL import Image
from sqlalchemy import select

from network.kernel import clock
from network.kernel.database import db
from network.library import terms
from network.library.citing import bibtex, csl_json
from network.library.models import Finding, Publication
from network.library.queries import finding_by
from network.library.services import import_content
from network.library.views import MODELS
from network.links.models import Node
from network.links.queries import Chosen
from network.practices.services import publish, write

STUDY = "/library/llo-mkb-2023"
LANGUAGES = ("nl", "en")
CHARTED = [finding["key"] for finding in FINDINGS if finding["values"]]

pytestmark = pytest.mark.usefixtures("study")


def test_a_reference_manager_gets_publisher_year_address_and_day(visitor):
    item = json.loads(visitor.get(f"{STUDY}/has_budget.csl").text)[0]
    assert item["author"] == [{"literal": "Rijnconsult Onderwijs"}]
    assert item["issued"] == {"date-parts": [[2023]]}
    assert item["URL"] == f"http://localhost{STUDY}/has_budget?edition=1"
    assert item["accessed"]["date-parts"][0][0] == clock.today().year
    entry = visitor.get(f"{STUDY}/has_budget.bib").text
    assert entry.startswith("@techreport{llo-mkb-2023-has_budget,")
    assert "year = {2023}" in entry
    assert entry.count("{") == entry.count("}")


def test_words_that_tex_would_run_are_written_out(app):
    finding = finding_by("llo-mkb-2023", "has_budget")
    publication = Publication(
        key="x", year=2024, n=None, words={"publisher": r"A & B \input{x}", "title": {"nl": "50 % ~ #1_^"}}
    )
    words = {**finding.words, "question": {"nl": "Hoeveel $?", "en": "How much?"}}
    hostile = Finding(key="y", section="1", edition=1, words=words)
    hostile.publication = publication
    entry = bibtex(hostile, "http://localhost", clock.today())
    assert r"A \& B \textbackslash{}input\{x\}" in entry
    assert r"50 \% \textasciitilde{} \#1\_\textasciicircum{}" in entry
    assert json.loads(csl_json(hostile, "http://localhost", clock.today()))[0]["title"] == "50 % ~ #1_^"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_of_all_figures_is_the_file(visitor, language):
    text = visitor.get(f"{STUDY}.csv?lang={language}").text
    _head, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";")
    stored = [
        (finding["id"], value["label"][language], "" if value["value"] is None else str(value["value"]))
        for finding in FINDINGS for value in finding["values"]
    ]  # fmt: skip
    told = [(row[0], row[2], row[3]) for row in rows if row[4] in {"%", "mensen", "people"}]
    assert sorted(told) == sorted(stored)


@pytest.mark.parametrize("key", CHARTED)
def test_every_chart_is_drawn_as_a_picture(visitor, key):
    for address, high in ((f"{STUDY}/{key}.png", None), (f"{STUDY}/{key}.png?shared", 630)):
        answer = visitor.get(address)
        picture = Image.open(io.BytesIO(answer.data))
        assert answer.mimetype == "image/png"
        assert picture.width == 1200
        assert high is None or picture.height == high
        assert len(answer.data) < 150_000


def test_a_finding_in_words_has_no_picture_and_no_frame(visitor):
    for address in ("png", "svg"):
        assert visitor.get(f"{STUDY}/success_and_barriers.{address}").status_code == 404
    assert visitor.get(f"{STUDY}/success_and_barriers/embed").status_code == 404


def test_a_finding_shows_its_chart_where_it_is_shared(visitor):
    page = visitor.get(f"{STUDY}/has_budget").text
    [image] = re.findall(r'property="og:image" content="([^"]+)"', page)
    assert visitor.get(image.replace("&amp;", "&").removeprefix("http://localhost")).mimetype == "image/png"


def test_only_the_chart_for_other_sites_may_stand_in_a_frame(visitor, client_of, bram):
    for browser in (visitor, client_of(bram)):
        for _time in range(2):  # the second time a visitor gets a page that was kept
            framed = browser.get(f"{STUDY}/has_budget/embed")
            assert "frame-ancestors *" in framed.headers["Content-Security-Policy"]
            assert "X-Frame-Options" not in framed.headers
            for path in (f"{STUDY}/has_budget", "/", "/sign-in", f"{STUDY}/has_budget.svg", f"{STUDY}/nothing/embed"):
                other = browser.get(path)
                if path == f"{STUDY}/nothing/embed":
                    assert other.status_code == 404
                    continue
                assert "frame-ancestors 'none'" in other.headers["Content-Security-Policy"]
                assert other.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_frame_holds_the_chart_its_source_and_a_way_back_and_nothing_to_press(visitor, language):
    page = visitor.get(f"{STUDY}/hr_roles/embed?lang={language}").text
    assert faults_of(page) == []
    assert "83" in page
    assert f'href="http://localhost{STUDY}/hr_roles" target="_blank"' in page
    assert "<form" not in page
    assert "<script" not in page


def test_the_frame_to_copy_is_the_one_that_works(visitor):
    page = visitor.get(f"{STUDY}/hr_roles").text
    [address] = re.findall(r'<iframe src="http://localhost([^"]+)"', unescape(page))
    assert visitor.get(address.replace("&amp;", "&")).status_code == 200


@pytest.mark.parametrize("concept", CONTENT["concepts"], ids=lambda each: each["key"])
def test_a_concept_has_a_page_with_its_words_and_where_it_is_used(visitor, concept):
    for language in LANGUAGES:
        page = visitor.get(f"{STUDY}/concepts/{concept['key']}?lang={language}").text
        assert faults_of(page) == []
        assert concept["title"][language].replace("'", "&#39;") in page
        assert ('class="chart model' in page) == (concept["key"] in MODELS)
        for finding in FINDINGS:
            if concept["key"] in finding["concepts"]:
                assert f'href="{STUDY}/{finding["key"]}"' in page


def test_the_six_models_are_drawn_and_say_what_they_show(visitor):
    assert {"panteia_typology", "ulrich_roles", "five_phases", "stimuli", "orientations", "generations"} == MODELS
    for key in MODELS:
        page = visitor.get(f"{STUDY}/concepts/{key}?lang=en").text
        assert re.search(r'role="img" aria-labelledby="model-title"><title id="model-title">[^<]{20,}', page)


def test_links_below_a_model_lead_to_practices_that_are_so(visitor):
    for key in MODELS:
        for path in re.findall(r'href="(/practices\?[^"]+)"', visitor.get(f"{STUDY}/concepts/{key}").text):
            assert 'aria-current="true"' not in path
            assert visitor.get(path).status_code == 200


def test_there_is_no_concept_of_another_name(visitor):
    assert visitor.get(f"{STUDY}/concepts/grit").status_code == 404
    assert visitor.get("/library/nothing/concepts/llo").status_code == 404


def test_a_word_of_a_concept_leads_to_it_once_on_a_page():
    said = terms.said_in(CONTENT["concepts"], "nl")
    seen = set()
    first = terms.pieces_of("Informeel leren en **bedrijfsgericht** leren; weer informeel leren.", said, seen)
    assert [(piece.text, piece.concept) for piece in first if piece.concept] == [
        ("Informeel leren", "learning_forms"), ("bedrijfsgericht", "orientations"),
    ]  # fmt: skip
    assert "".join(piece.text for piece in first) == "Informeel leren en bedrijfsgericht leren; weer informeel leren."
    assert [piece.text for piece in first if piece.strong] == ["bedrijfsgericht"]
    assert not any(piece.concept for piece in terms.pieces_of("informeel", said, seen))


def test_a_word_within_a_word_leads_nowhere():
    said = terms.said_in(CONTENT["concepts"], "en")
    assert not any(piece.concept for piece in terms.pieces_of("Misinformal learningless", said, set()))
    assert terms.pieces_of("anything", (), set()) == [terms.Piece("anything", "")]


def test_findings_lead_to_the_words_that_they_use(visitor):
    found = {
        key
        for finding in FINDINGS
        for key in re.findall(rf'href="{STUDY}/concepts/(\w+)"', visitor.get(f"{STUDY}/{finding['key']}").text)
    }
    assert found == {concept["key"] for concept in CONTENT["concepts"]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_worry_leads_to_findings_and_to_what_others_did(visitor, client_of, theme, in_theme, bram, chen, language):
    in_theme(bram)
    finding = db.session.scalars(select(Node).where(Node.path == f"{STUDY}/has_budget")).one()
    words = {"summary": "s", "problem": "p", "action": "a", "result": "r", "linked": Chosen([finding])}
    publish(write(bram, theme, title="Een pot voor ieder", audience="open", **words))
    publish(write(bram, theme, title="Alleen voor ons", audience="theme", **words))
    page = visitor.get(f"{STUDY}/worries?lang={language}").text
    assert faults_of(page) == []
    for worry in CONTENT["worries"]:
        assert worry["text"][language] in page
        assert all(f'href="{STUDY}/{key}"' in page for key in worry["findings"])
    assert "Een pot voor ieder" in page
    assert "Alleen voor ons" not in page
    assert "Alleen voor ons" not in client_of(chen).get(f"{STUDY}/worries").text


@pytest.mark.parametrize("language", LANGUAGES)
def test_five_figures_for_a_team_meeting_are_the_files(visitor, language):
    page = visitor.get(f"{STUDY}/team-meeting?lang={language}").text
    assert faults_of(page) == []
    assert len(CONTENT["team_meeting"]) == 5
    for finding in FINDINGS:
        if finding["key"] in CONTENT["team_meeting"]:
            assert finding["answer"][language] in page
            assert all(str(value["value"]) in page for value in finding["values"] if value["value"] is not None)


def test_a_publication_without_them_has_no_such_pages(visitor):
    bare = {**CONTENT, "key": "bare", "worries": [], "team_meeting": [], "concepts": []}
    bare["findings"] = [{**each, "concepts": []} for each in bare["findings"]]
    import_content(bare)
    assert visitor.get("/library/bare/team-meeting").status_code == 404
    assert visitor.get("/library/bare/worries").status_code == 200
    assert "/worries" not in visitor.get("/library/bare").text


def test_a_publication_that_asks_the_same_stands_beside_the_study(visitor):
    other = {**CONTENT, "key": "again-2024", "year": 2024}
    import_content(other)
    page = visitor.get("/library/again-2024/beside").text
    assert faults_of(page) == []
    assert page.count("<h2") >= len(CHARTED)
    assert "/library/again-2024/beside" in visitor.get("/library/again-2024").text
    assert visitor.get(f"{STUDY}/beside").status_code == 404
    assert "/beside" not in visitor.get(STUDY).text


def test_the_library_is_searched_by_its_own_words_and_their_synonyms(visitor):
    page = visitor.get("/library").text
    assert 'action="/search"' in page
    for text, key in (
        ("Panteia", "organisation_types"),
        ("verandermanager", "hr_roles"),
        ("upskilling", "development_levels"),
    ):
        assert f"{STUDY}/{key}" in visitor.get(f"/search?kind=finding&q={text}").text, text
