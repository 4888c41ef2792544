"""The library's pages: every number on them is the file's, every doubt is said, in both languages."""

import csv
import io
import json
from xml.etree import ElementTree

import pytest
from cast import statements
from library.pages import Page, numbers_in, plain
from library.study import BY_KEY, CONTENT, FINDINGS, both_charts
from sqlalchemy import select

from network.kernel.database import db, writing
from network.library.models import Finding
from network.library.queries import STRONGEST, highlights
from network.library.rules import count_of
from network.links.models import Node
from network.links.services import link, register

STUDY = "/library/llo-mkb-2023"
LANGUAGES = ("nl", "en")
KEYS = list(BY_KEY)
WITH_FIGURES = [key for key in KEYS if BY_KEY[key]["values"]]

pytestmark = pytest.mark.usefixtures("study")


@pytest.fixture
def page(visitor):
    def read(key, language="nl"):
        answer = visitor.get(f"{STUDY}/{key}?lang={language}")
        assert answer.status_code == 200
        return Page(answer.text)

    return read


def by_label(rows):
    return dict(rows)


def test_every_finding_s_page_is_valid_and_says_its_answer_question_and_meaning(page):
    for key in KEYS:
        for language in LANGUAGES:
            words, text = BY_KEY[key], page(key, language).text
            for told in (
                words["answer"],
                words["lead"],
                words["question"],
                words["base"]["text"],
                words["meaning"]["lead"],
            ):
                assert plain(told[language]) in text, (key, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_in_every_table_is_the_file_s(page, language):
    for key in WITH_FIGURES:
        rows = by_label(page(key, language).table())
        for value in BY_KEY[key]["values"]:
            cells = rows[plain(value["label"][language])]
            told = numbers_in(" ".join(cells))
            wanted = [each for each in (value["value"], *both_charts(value)) if each is not None]
            assert all(each in told for each in wanted), (key, value)
            if value["value"] is None:
                assert "?" in " ".join(cells)
                assert told == wanted  # nothing but the candidates: no count, no margin


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_in_every_chart_is_the_file_s(page, language):
    for key in WITH_FIGURES:
        drawn = {row.label: row for row in page(key, language).chart()}
        for value in BY_KEY[key]["values"]:
            row = drawn[plain(value["label"][language])]
            assert numbers_in(row.figure) == ([] if value["value"] is None else [value["value"]]), (key, value)
            if both_charts(value):
                assert numbers_in(row.beside) == both_charts(value)


def test_a_count_beside_a_percentage_is_the_one_that_gives_it(page):
    for key in WITH_FIGURES:
        for row in page(key).chart():
            told = numbers_in(row.beside)
            if len(told) == 2 and BY_KEY[key]["kind"] != "count" and told[1] == 35:
                assert count_of(numbers_in(row.figure)[0], 35) == told[0], (key, row)


def test_a_bar_is_as_long_as_its_figure_and_an_unknown_one_has_none(page):
    for key in WITH_FIGURES:
        longest = 4_000_000 if BY_KEY[key]["kind"] == "count" else 100
        for row, value in _paired(page(key).chart(), BY_KEY[key]["values"]):
            if value["value"] is None:
                assert row.bar is None
            else:
                shown = min(value["value"], *both_charts(value)) if both_charts(value) else value["value"]
                assert row.bar == pytest.approx(100 * shown / longest, abs=0.51), (
                    key,
                    row,
                )  # half a per cent was rounded off


def _paired(rows, values):
    by_label = {plain(value["label"]["nl"]): value for value in values}
    return [(row, by_label[row.label]) for row in rows if row.label in by_label]


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_is_uncertain_is_said_on_its_page(page, language):
    for key in KEYS:
        text = page(key, language).text
        for doubt in BY_KEY[key]["uncertain"]:
            assert plain(doubt["head"][language]) in text, key
            assert plain(doubt["text"][language]) in text, key
        for each in BY_KEY[key]["context"]:
            assert each["source"] in text
            assert plain(each["text"][language]) in text
        for limit in CONTENT["limits"]:
            assert plain(limit[language]) in text


def test_what_fits_only_one_number_of_firms_is_told(page):
    base = next(each for each in page("exchange_methods", "en").root.iter() if each.get("id") == "base")

    assert "only 20 gives all these percentages" in plain("".join(base.itertext()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_qualitative_finding_has_two_lists_and_no_chart(page, visitor, language):
    words, text = BY_KEY["success_and_barriers"], page("success_and_barriers", language).text

    for point in (*words["lists"]["success"], *words["lists"]["barriers"]):
        assert plain(point[language]) in text
    assert visitor.get(f"{STUDY}/success_and_barriers.svg").status_code == 404


def test_a_yes_without_a_no_does_not_invent_one(page):
    yes, rest = page("has_budget", "en").chart()

    assert (yes.label, yes.figure, yes.beside) == ("Yes", "60 %", "21 of 35")
    assert (rest.label, rest.figure, rest.bar) == ("The rest", "not in the report", None)


def test_the_mosaic_stands_only_where_the_answer_is_a_whole_number_of_35(visitor):
    assert "22 of 35 tiles" in visitor.get(f"{STUDY}/transitions?lang=en").text
    for key in ("exchange_methods", "benefits", "company_size", "generations", "importance_people"):
        assert "mosaic" not in visitor.get(f"{STUDY}/{key}?lang=en").text


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_whom_it_speaks_is_said_once(visitor, language):
    base = BY_KEY["generations"]["base"]["text"][language]

    told = visitor.get(f"{STUDY}/generations?lang={language}").text.split("<table")

    assert told[0].count(base) == 1


def test_millions_are_written_in_the_reader_s_own_way(visitor):
    assert "3,66\u00a0mln" in visitor.get(f"{STUDY}?lang=nl").text
    assert "3.66\u00a0million" in visitor.get(f"{STUDY}?lang=en").text


def test_a_title_in_the_other_language_says_which(visitor):
    hang_on("transitions", "everyone", "Warmtepomp leren")

    assert '<b lang="nl">Warmtepomp leren</b>' in visitor.get(f"{STUDY}/transitions?lang=en").text
    assert "<b>Warmtepomp leren</b>" in visitor.get(f"{STUDY}/transitions?lang=nl").text


def test_the_publication_s_json_is_the_file(visitor):
    data = json.loads(visitor.get(f"{STUDY}.json").text)

    assert [each["key"] for each in data["findings"]] == KEYS
    for told, words in zip(data["findings"], FINDINGS, strict=True):
        assert (told["id"], told["kind"], told["path"], told["n"]) == (
            words["id"], words["kind"], f"{STUDY}/{words['key']}", words["base"]["n"],
        )  # fmt: skip
        assert (told["question"], told["answer"], told["uncertain"]) == (
            words["question"],
            words["answer"],
            words["uncertain"],
        )
        assert [(v["label"], v["label_en"], v["value"], v["sure"], v.get("chart")) for v in told["values"]] == [
            (v["label"]["nl"], v["label"]["en"], v["value"], v["sure"], v.get("chart")) for v in words["values"]
        ]


def test_one_finding_s_json_is_the_same(visitor):
    whole = {each["key"]: each for each in json.loads(visitor.get(f"{STUDY}.json").text)["findings"]}

    for key in KEYS:
        assert json.loads(visitor.get(f"{STUDY}/{key}.json").text) == {"publication": "llo-mkb-2023", **whole[key]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_finding_s_csv_is_the_file(visitor, language):
    for key in WITH_FIGURES:
        text = visitor.get(f"{STUDY}/{key}.csv?lang={language}").text
        assert text.startswith("\ufeff")
        rows = {row[2]: row for row in csv.reader(io.StringIO(text[1:]), delimiter=";")}
        for value in BY_KEY[key]["values"]:
            row = rows[value["label"][language]]
            assert row[3] == ("" if value["value"] is None else str(value["value"]))
            assert numbers_in(row[6]) == both_charts(value)


def test_a_finding_s_svg_stands_alone_with_the_same_numbers(visitor):
    for key in WITH_FIGURES:
        answer = visitor.get(f"{STUDY}/{key}.svg?lang=en")
        assert answer.mimetype == "image/svg+xml"
        assert "class=" not in answer.text
        root = ElementTree.fromstring(answer.text)
        texts = [plain("".join(each.itertext())) for each in root.iter("{http://www.w3.org/2000/svg}text")]
        for value in BY_KEY[key]["values"]:
            if value["value"] is not None:
                assert any(numbers_in(text)[:1] == [value["value"]] for text in texts), key


def test_the_lists_show_every_finding_with_its_figure(visitor):
    for path in ("/library", STUDY):
        for language in LANGUAGES:
            text = Page(visitor.get(f"{path}?lang={language}").text).text
            for words in FINDINGS:
                assert plain(words["answer"][language]) in text
    assert "91 or 92 %" in Page(visitor.get("/library?lang=en").text).text


def test_the_study_s_page_says_how_it_was_measured(visitor):
    page = Page(visitor.get(f"{STUDY}?lang=en").text)

    method = next(each for each in page.root.iter() if each.get("id") == "method")
    assert method is not None
    for concept in CONTENT["concepts"]:
        assert concept["title"]["en"] in page.text
    assert all(limit["en"] in page.text for limit in CONTENT["limits"])


@pytest.mark.parametrize(
    "path",
    [
        "/library/no-study",
        "/library/no-study.json",
        f"{STUDY}/nothing",
        f"{STUDY}/nothing.csv",
        "/library/no-study/goals",
    ],
)
def test_what_is_not_there_is_a_404_in_style(visitor, path):
    answer = visitor.get(path)

    assert answer.status_code == 404
    assert 'class="page-head"' in answer.text


def test_a_finding_leads_to_the_one_before_and_after(visitor):
    text = visitor.get(f"{STUDY}/transitions").text

    assert f'href="{STUDY}/hr_roles" rel="prev"' in text
    assert f'href="{STUDY}/does_llo" rel="next"' in text
    assert 'rel="prev"' not in visitor.get(f"{STUDY}/{KEYS[0]}").text


def test_members_talk_under_a_finding_and_visitors_do_not_see_it(visitor, client_of, bram):
    finding = db.session.scalar(select(Finding).where(Finding.key == "has_budget"))
    words = {"subject_kind": "finding", "subject_id": finding.id, "text": "Bij ons 400 euro", "once": "1"}

    answer = client_of(bram).submit("/comments", words)

    assert answer.location.startswith(f"{STUDY}/has_budget")
    assert "Bij ons 400 euro" in client_of(bram).get(f"{STUDY}/has_budget").text
    assert "Bij ons 400 euro" not in visitor.get(f"{STUDY}/has_budget").text


def hang_on(key, audience, title, theme_id=None):
    finding = db.session.scalar(select(Finding).where(Finding.key == key))
    node = db.session.scalar(select(Node).where(Node.kind == "finding", Node.subject_id == finding.id))
    with writing():
        more = register(
            "practice",
            7,
            path="/practices/pump",
            titles={"nl": title},
            lines={"nl": ""},
            audience=audience,
            theme_id=theme_id,
        )
        link(node, more)


def test_a_practice_that_hangs_on_it_is_shown_to_who_may_see_it(visitor, client_of, theme, ada, bram):
    hang_on("transitions", "theme", "Warmtepomp leren", theme.id)

    assert "Warmtepomp leren" in client_of(ada).get(f"{STUDY}/transitions").text
    assert "Warmtepomp leren" not in client_of(bram).get(f"{STUDY}/transitions").text
    assert "Warmtepomp leren" not in visitor.get(f"{STUDY}/transitions").text


def test_an_open_practice_is_shown_to_everyone(visitor):
    hang_on("transitions", "everyone", "Warmtepomp leren")

    assert "Warmtepomp leren" in visitor.get(f"{STUDY}/transitions").text


@pytest.mark.parametrize(
    "path", ["/library", STUDY, f"{STUDY}/transitions", f"{STUDY}/learning_culture", f"{STUDY}.json"]
)
def test_a_page_costs_few_statements(visitor, client_of, bram, path):
    with statements() as seen:
        visitor.get(path)
    assert len(seen) <= 4
    browser = client_of(bram)
    with statements() as seen:
        browser.get(path)
    assert len(seen) <= 7


def test_the_home_page_gets_its_figures_in_one_statement(app):
    with statements() as seen:
        figures = highlights()

    assert len(seen) == 1
    assert [each.key for each in figures] == list(STRONGEST)
    assert [(each.percent, each.count, each.n) for each in figures] == [
        (94, 33, 35), (91, 32, 35), (60, 21, 35), (46, 16, 35), (37, 13, 35),
    ]  # fmt: skip
    assert figures[0].path == f"{STUDY}/wants_network"


def test_a_finding_ends_with_one_way_in_for_a_visitor_and_none_for_a_member(visitor, client_of, bram):
    path = f"{STUDY}/has_budget"

    assert visitor.get(path).text.count("button--main") == 1
    assert 'class="invitation' not in client_of(bram).get(path).text
