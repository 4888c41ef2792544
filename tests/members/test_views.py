"""Organisations and people as readers meet them: who sees whom, filters, pages, changing one's own page."""

from __future__ import annotations

import re
import threading

import pytest
from cast import statements
from conftest import both_databases
from markupsafe import Markup

from network.kernel import clock
from network.kernel.database import db, writing
from network.members import panels
from network.members.models import Member, Organisation

PAGE = {
    "place": "Zwolle", "province": "overijssel", "sector": "agrifood", "size_class": "10-19", "has_hr": "yes",
    "founded": "1962", "does_rnd": "y", "about": "Wij bakken.", "asks": "Wie bakt er 's nachts?", "offers": "Brood",
}  # fmt: skip


@pytest.fixture
def contact(bram):
    with writing():
        bram.is_contact = True
    return bram


def many_firms(number: int) -> None:
    with writing() as session:
        for n in range(number):
            session.add(Organisation(
                slug=f"firm-{n}", name=f"Firm {n:04}", place="Ede", province="gelderland" if n % 2 else "utrecht",
                size_class="2-4", sector="care", has_hr=False, listed_at=clock.now(),
            ))  # fmt: skip


def many_people(number: int, organisation: Organisation) -> None:
    with writing() as session:
        for n in range(number):
            session.add(Member(
                slug=f"person-{n}", name=f"Person {n:04}", email=f"p{n}@example.org", fs_uniquifier=f"key-{n}",
                organisation_id=organisation.id, confirmed_at=clock.now(),
            ))  # fmt: skip


def names(text: str) -> list[str]:
    return re.findall(r'<b><a href="/(?:organisations|people)/[^"]+">([^<]+)</a></b>', text)


def test_everybody_sees_the_listed_firms(visitor, ketelbrug, make_organisation):
    make_organisation("Nog niet", listed_at=None)

    page = visitor.get("/organisations")

    assert page.status_code == 200
    assert names(page.text) == ["Plaatwerkerij Ketelbrug"]


def test_filters_stand_in_the_address_and_narrow_together(visitor, ketelbrug, chen):
    assert names(visitor.get("/organisations?sector=agrifood").text) == ["Bakkerij Korstmos"]
    assert names(visitor.get("/organisations?sector=agrifood&size_class=20-49").text) == []
    assert names(visitor.get("/organisations?province=noord-brabant&theme=x").text) == [
        "Bakkerij Korstmos",
        "Plaatwerkerij Ketelbrug",
    ]
    assert 'value="agrifood" selected' in visitor.get("/organisations?sector=agrifood").text
    assert visitor.get("/organisations?sector=%00'--&after=%00&before=nobody").status_code == 200


@both_databases
def test_the_list_turns_its_pages_both_ways(visitor):
    many_firms(60)

    seen, path = [], "/organisations"
    while path:
        text = visitor.get(path).text
        seen.append(names(text))
        following = re.search(r'rel="next" href="([^"]+)"', text)
        path = following[1].replace("&amp;", "&") if following else ""

    assert [len(each) for each in seen] == [24, 24, 12]
    assert [name for each in seen for name in each] == [f"Firm {n:04}" for n in range(60)]
    back = re.search(r'rel="prev" href="([^"]+)"', text)[1].replace("&amp;", "&")
    assert names(visitor.get(back).text) == seen[1]
    first = re.search(r'rel="prev" href="([^"]+)"', visitor.get(back).text)[1].replace("&amp;", "&")
    assert names(visitor.get(first).text) == seen[0]
    assert 'rel="prev"' not in visitor.get(first).text


def test_filters_go_with_the_pages(visitor):
    many_firms(60)

    text = visitor.get("/organisations?province=utrecht").text
    following = re.search(r'rel="next" href="([^"]+)"', text)[1].replace("&amp;", "&")

    assert len(names(visitor.get(following).text)) == 6


@both_databases
def test_pages_cost_few_statements_however_many_there_are(visitor, client_of, bram, ketelbrug):
    counts = {}
    for number in (5, 300):
        many_firms(number) if number == 5 else many_people(number, ketelbrug)
        for path in ("/organisations", ketelbrug.path, "/people", "/people?q=person", bram.path):
            for browser in (visitor, client_of(bram)):
                browser.get(path)
                with statements() as seen:
                    browser.get(path)
                counts.setdefault((path, browser is visitor), []).append(len(seen))

    for (_path, is_visitor), (few, many) in counts.items():
        assert few == many
        assert many <= (4 if is_visitor else 7)


def test_visitors_see_the_firm_and_not_its_people(visitor, client_of, bram, chen, ketelbrug):
    with writing():
        ketelbrug.about, ketelbrug.asks, ketelbrug.offers = "Wij kanten plaat.", "Wie kent Jan?", "Alles over zetten."

    assert "Wij kanten plaat." in visitor.get(ketelbrug.path).text
    for inner in ("Bram Jansen", "Wie kent Jan?", "Alles over zetten."):
        assert inner not in visitor.get(ketelbrug.path).text
        assert inner in client_of(chen).get(ketelbrug.path).text


def test_the_directory_is_for_members(visitor, client_of, bram, chen):
    for path in ("/people", bram.path):
        assert visitor.get(path).status_code == 302
        assert client_of(chen).get(path).status_code == 200


def test_who_does_not_want_to_be_found_is_not(client_of, bram, chen, ketelbrug):
    with writing():
        bram.is_listed = False
    browser = client_of(chen)

    assert browser.get(bram.path).status_code == 404
    assert "Bram Jansen" not in browser.get("/people").text
    assert "Bram Jansen" not in browser.get(ketelbrug.path).text
    assert client_of(bram).get(bram.path).status_code == 200


@pytest.mark.parametrize("reason", [{"active": False}, {"confirmed_at": None}])
def test_who_is_gone_or_not_here_yet_is_not_found(client_of, bram, chen, reason):
    with writing():
        for name, value in reason.items():
            setattr(bram, name, value)

    assert client_of(chen).get(bram.path).status_code == 404
    assert "Bram Jansen" not in client_of(chen).get("/people").text


@both_databases
def test_people_are_found_by_a_part_of_their_name(client_of, bram, chen):
    browser = client_of(bram)

    assert names(browser.get("/people?q=LI").text) == ["Chen Li"]
    assert names(browser.get("/people?q=%25").text) == []
    assert names(browser.get("/people?q=_").text) == []
    assert browser.get("/people", query_string={"q": "<script>alert(1)</script>"}).text.count("<script>alert") == 0


def test_a_contact_changes_the_page(client_of, contact, ketelbrug):
    browser = client_of(contact)
    assert browser.get(f"{ketelbrug.path}/edit").status_code == 200

    answer = browser.submit(
        ketelbrug.path, {**PAGE, "version": "1", "name": "Anders", "verified_at": "2020-01-01", "slug": "x"}
    )

    assert answer.location == ketelbrug.path
    db.session.refresh(ketelbrug)
    assert (ketelbrug.place, ketelbrug.has_hr, ketelbrug.founded, ketelbrug.does_rnd) == ("Zwolle", True, 1962, True)
    assert (ketelbrug.name, ketelbrug.verified_at, ketelbrug.version) == ("Plaatwerkerij Ketelbrug", None, 2)
    assert ketelbrug.completeness == 100


def test_others_do_not_change_it(client_of, visitor, bram, chen, ada, ketelbrug):
    for member in (bram, chen, ada):
        assert client_of(member).get(f"{ketelbrug.path}/edit").status_code == 403
        assert client_of(member).submit(ketelbrug.path, {**PAGE, "version": "1"}).status_code == 403
    assert visitor.submit(ketelbrug.path, {**PAGE, "version": "1"}).status_code == 302
    db.session.refresh(ketelbrug)
    assert ketelbrug.version == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("place", ""),
        ("place", "x" * 81),
        ("province", "atlantis"),
        ("sector", ""),
        ("size_class", "1"),
        ("has_hr", ""),
        ("founded", "1066"),
        ("founded", "2999"),
        ("founded", "ooit"),
        ("founded", "9" * 40),
        ("about", "x" * 2001),
        ("asks", "x" * 1001),
        ("offers", "x" * 1001),
    ],
)
def test_what_cannot_be_is_told_at_the_field(client_of, contact, ketelbrug, field, value):
    answer = client_of(contact).submit(ketelbrug.path, {**PAGE, "version": "1", field: value})

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert 'name="version" value="1"' in answer.text
    assert "nachts" in answer.text or field == "asks"


def test_of_two_who_change_it_the_second_keeps_both_texts(client_of, contact, ketelbrug):
    one, other = client_of(contact), client_of(contact)
    one.submit(ketelbrug.path, {**PAGE, "version": "1", "about": "De eerste tekst."})

    answer = other.submit(ketelbrug.path, {**PAGE, "version": "1", "about": "De tweede tekst."})

    assert answer.status_code == 409
    assert "De eerste tekst." in answer.text
    assert "De tweede tekst." in answer.text
    assert 'name="version" value="2"' in answer.text
    db.session.refresh(ketelbrug)
    assert ketelbrug.about == "De eerste tekst."
    assert other.submit(ketelbrug.path, {**PAGE, "version": "2", "about": "Allebei."}).status_code == 302


@both_databases
def test_of_many_who_change_it_at_once_one_wins(app, client_of, contact, ketelbrug):
    browsers = [client_of(contact) for _ in range(6)]
    answers: list[int] = []
    start = threading.Barrier(len(browsers))

    def send(browser, n):
        start.wait()
        answers.append(browser.submit(ketelbrug.path, {**PAGE, "version": "1", "about": f"Tekst {n}"}).status_code)

    threads = [threading.Thread(target=send, args=(browser, n)) for n, browser in enumerate(browsers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == [302, 409, 409, 409, 409, 409]
    db.session.refresh(ketelbrug)
    assert ketelbrug.version == 2


def test_a_changed_page_is_known_in_the_web(client_of, contact, ketelbrug):
    from sqlalchemy import select

    from network.links.models import Node

    client_of(contact).submit(ketelbrug.path, {**PAGE, "version": "1"})

    db.session.rollback()
    assert db.session.scalars(select(Node)).one().lines["nl"].endswith("Zwolle")


def test_other_features_show_what_they_know(visitor, ketelbrug, monkeypatch):
    monkeypatch.setattr(panels, "_panels", {})
    panels.add_panel(20, lambda organisation, reader: Markup("<p>%s for %s</p>") % (organisation.slug, reader))
    panels.add_panel(10, lambda organisation, reader: Markup("<p>first</p>"))

    text = visitor.get(ketelbrug.path).text

    assert text.index("<p>first</p>") < text.index("<p>plaatwerkerij-ketelbrug for None</p>")


def test_ones_own_firm_is_seen_before_it_is_listed(client_of, bram, chen, ketelbrug):
    with writing():
        ketelbrug.listed_at = None

    assert client_of(bram).get(ketelbrug.path).status_code == 200
    assert client_of(chen).get(ketelbrug.path).status_code == 404


@pytest.mark.parametrize("path", ["/organisations", "/organisations/plaatwerkerij-ketelbrug", "/people", "/settings"])
def test_pages_speak_both_languages(client_of, contact, path):
    browser = client_of(contact)

    for code in ("nl", "en"):
        page = browser.get(f"{path}?lang={code}")
        assert page.status_code == 200
        assert f'<html lang="{code}">' in page.text
        assert page.text.count("<h1") == 1
