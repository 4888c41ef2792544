"""The benchmark: your answers beside the study's and the network's, and what one firm can see of another: nothing."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

import pytest
from cast import statements
from library.study import BY_KEY as STUDY
from pages import faults_of
from scans.conftest import contact_of, firms_confirm, given  # noqa: F401  fixtures
from sqlalchemy import func, insert, select

from network.benchmark.groups import DIVIDED, group_by, key_of, own_groups
from network.kernel import clock
from network.kernel.database import db, writing
from network.library.services import import_publications
from network.links.models import Node
from network.links.queries import Chosen
from network.meetups.services import plan
from network.members.models import Organisation
from network.practices.services import publish, write
from network.scans.drawing import draw_at_once, draw_network_figures
from network.scans.models import Submission
from network.scans.questionnaire import QUESTIONS
from network.scans.services import answer, confirm

YEAR = clock.today().year


@pytest.fixture
def library(app):
    import_publications()


def words(html):
    """What a reader reads, without the tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace("\u00a0", " ")


def main_of(page):
    return words(page.text.split("<main")[1].split("</main>")[0])


def test_without_answers_one_sees_how_the_others_stand(client_of, library, bram):
    page = client_of(bram).get("/scan/benchmark")
    assert faults_of(page.text) == []
    said = main_of(page)
    assert "Je hebt nog niet geantwoord" in said
    assert "22 van 35, marge 46–77 %" in said
    assert said.count("Nog niets te tonen") == len(QUESTIONS)


def test_without_a_library_it_still_opens(client_of, bram):
    for path in ("/scan/benchmark", "/scan/benchmark/goals", "/scan/benchmark.csv"):
        assert client_of(bram).get(path).status_code == 200


def test_ones_own_answer_stands_beside_the_studys(client_of, library, bram):
    answer(bram, bram.organisation_id, YEAR, given(has_budget=["no"], learning_culture=["questions"]))
    page = client_of(bram).get("/scan/benchmark?lang=en")
    budget = main_of(page).split("Is there")[0]
    assert "You answered 14 of 14 questions" in main_of(page)
    assert "Not you" in main_of(client_of(bram).get("/scan/benchmark/learning_culture?lang=en"))
    assert budget


def test_what_the_firm_confirmed_goes_before_ones_own(client_of, library, contact_of, make_member):  # noqa: F811
    contact = contact_of("Een")
    colleague = make_member("Collega Bos", contact.organisation)
    answer(colleague, colleague.organisation_id, YEAR, given(has_budget=["no"]))
    assert "Jij zei: Nee" in main_of(client_of(colleague).get("/scan/benchmark/has_budget"))
    confirm(contact, contact.organisation_id, YEAR, given(), seen=0)
    assert "Je bedrijf zei: Ja" in main_of(client_of(colleague).get("/scan/benchmark/has_budget"))


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.key)
def test_every_figure_of_the_study_is_the_files(client_of, library, bram, question):
    said = main_of(client_of(bram).get(f"/scan/benchmark/{question.key}"))
    for value in STUDY[question.key]["values"]:
        if value["value"] is not None:
            assert f"{value['value']} %" in said, value["label"]["nl"]


def test_five_firms_show_and_a_group_of_fewer_does_not(client_of, library, bram, firms_confirm):  # noqa: F811
    firms_confirm(12, "Zorg", sector="care")
    firms_confirm(4, "It", sector="it")
    firms_confirm(6, "Winkel", sector="retail")
    draw_network_figures(clock.now())
    browser = client_of(bram)
    assert "ongeveer 20 bedrijven" in main_of(browser.get("/scan/benchmark"))
    assert "ongeveer 10 bedrijven" in main_of(browser.get("/scan/benchmark?group=sector:care"))
    hidden = main_of(browser.get("/scan/benchmark?group=sector:it"))
    empty = main_of(browser.get("/scan/benchmark?group=sector:hospitality"))
    assert "Nog niets te tonen" in hidden
    assert re.sub("Netwerk: [^.]+", "", hidden) == re.sub("Netwerk: [^.]+", "", empty)


def test_no_page_names_another_firm_or_counts_it(client_of, library, bram, firms_confirm):  # noqa: F811
    contacts = firms_confirm(7, "Geheim", sector="care")
    draw_network_figures(clock.now())
    browser = client_of(bram)
    pages = [
        browser.get(path).text for path in ("/scan", "/scan/benchmark", "/scan/benchmark/goals", "/scan/benchmark.csv")
    ]
    for contact in contacts:
        assert not any(contact.organisation.name in page for page in pages)
    assert not any("7 bedrijven" in words(page) for page in pages)


def test_a_group_that_there_is_not_is_all_firms(client_of, library, bram):
    for group in ("sector:gold", "mood:care", "x", ":", "sector:<script>"):
        page = client_of(bram).get("/scan/benchmark", query_string={"group": group})
        assert "Alle bedrijven van het netwerk" in main_of(page)


def test_every_group_has_an_address_of_its_own(app, bram):
    groups = [(division, value) for division, (_title, values) in DIVIDED.items() for value in values]
    assert all(group_by(key_of(group)) == group for group in groups)
    assert len({key_of(group) for group in groups}) == len(groups)
    assert all(group_by(key_of(group)) == group for group in own_groups(bram.organisation))


def test_there_is_no_question_but_those_of_the_scan(client_of, bram):
    assert client_of(bram).get("/scan/benchmark/wants_network").status_code == 404


def test_earlier_years_stand_beside_this_one(client_of, library, contact_of):  # noqa: F811
    contact = contact_of("Een")
    confirm(contact, contact.organisation_id, YEAR - 1, given(has_budget=["no"]), seen=0)
    confirm(contact, contact.organisation_id, YEAR, given(), seen=0)
    said = main_of(client_of(contact).get("/scan/benchmark/has_budget"))
    assert f"{YEAR - 1} Nee" in said


def test_the_table_has_every_answer_of_every_question(client_of, library, bram, firms_confirm):  # noqa: F811
    firms_confirm(6, "Een")
    draw_network_figures(clock.now())
    answer(bram, bram.organisation_id, YEAR, given())
    page = client_of(bram).get("/scan/benchmark.csv?lang=nl")
    assert page.mimetype == "text/csv"
    head, *rows = csv.reader(io.StringIO(page.get_data(as_text=True).lstrip("\ufeff")), delimiter=";")
    assert len(rows) == sum(len(question.options) for question in QUESTIONS)
    budget = next(row for row in rows if row[0].startswith("Is er binnen uw bedrijf al budget") and row[1] == "Ja")
    cells = dict(zip(head, budget, strict=True))
    assert cells["Jouw bedrijf"] == "ja"
    assert (cells["Onderzoek, %"], cells["Onderzoek, aantal bedrijven"], cells["Onderzoek, van hoeveel"]) == (
        "60",
        "21",
        "35",
    )
    assert (cells["Marge vanaf"], cells["Marge tot"]) == ("44", "74")
    assert int(cells["Netwerk, ongeveer %"]) % 5 == 0
    assert cells["Netwerk, ongeveer hoeveel bedrijven"] == "5"


def test_what_one_can_do_comes_from_what_others_told_in_the_readers_rights(
    client_of, library, theme, in_theme, bram, ada, chen
):
    finding = db.session.scalars(select(Node).where(Node.path == "/library/llo-mkb-2023/has_budget")).one()
    in_theme(bram)
    words_of = {"summary": "s", "problem": "p", "action": "a", "result": "r"}
    shared = write(bram, theme, title="Een pot voor ieder", linked=Chosen([finding]), **words_of)
    publish(shared)
    publish(write(bram, theme, title="Alleen voor ons", audience="theme", linked=Chosen([finding]), **words_of))
    start = clock.now() + timedelta(days=10)
    facts = {
        "kind": "workshop",
        "mode": "in_person",
        "description": "Geld",
        "starts_at": start,
        "ends_at": start + timedelta(hours=2),
        "capacity": 5,
        "place": "Hier",
    }
    meetup = plan(ada, theme, title="Over geld praten", linked=Chosen([finding]), **facts)
    said = main_of(client_of(chen).get("/scan/benchmark/has_budget"))
    assert "Een pot voor ieder" in said
    assert meetup.title in said
    assert "Alleen voor ons" not in said
    assert "Alleen voor ons" in main_of(client_of(bram).get("/scan/benchmark/has_budget"))
    assert "Een pot voor ieder" in main_of(client_of(chen).get("/scan/benchmark"))


def test_a_finding_without_anything_asks_for_the_question(client_of, library, bram):
    said = main_of(client_of(bram).get("/scan/benchmark/goals"))
    assert "Nog niemand vertelde" in said
    assert "Stel de vraag" in said


def test_it_costs_as_much_for_five_thousand_firms_as_for_five_hundred(client_of, library, bram):
    browser = client_of(bram)
    costs = []
    for firms in (500, 5_000):
        _many_firms(firms)
        with statements() as seen:
            page = browser.get("/scan/benchmark")
        assert "ongeveer" in main_of(page)
        costs.append(len(seen))
    assert costs[0] == costs[1] <= 7


def _many_firms(number):
    """Bring the network to so many firms that confirmed something, and draw their figures."""
    known = db.session.scalar(select(func.count()).select_from(Submission)) or 0
    facts = {"place": "Hier", "has_hr": False, "verified_at": clock.now(), "listed_at": clock.now()}
    kinds = {"province": "utrecht", "size_class": "5-9", "sector": "care"}
    with writing() as session:
        rows = [{"slug": f"veel-{at}", "name": f"Veel {at}", **facts, **kinds} for at in range(known, number)]
        session.execute(insert(Organisation), rows)
        ids = session.scalars(
            select(Organisation.id).where(Organisation.slug.like("veel-%")).order_by(Organisation.id)
        ).all()
        answers = [given(has_budget=[answer]) for answer in ("yes", "no")]
        more = {"year": YEAR, "number": 1, "typology": "regular", **kinds}
        session.execute(
            insert(Submission), [{"organisation_id": id_, "answers": answers[id_ % 2], **more} for id_ in ids[known:]]
        )
        draw_at_once(clock.now())
