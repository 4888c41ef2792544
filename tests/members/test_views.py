"""Organisations and people as readers meet them: who sees whom, filters, pages, changing one's own page."""

from __future__ import annotations

import re
import threading
from html import unescape

import pytest
from cast import statements
from conftest import both_databases
from markupsafe import Markup
from sqlalchemy import select

from network.kernel import clock
from network.kernel.database import db, writing
from network.members import panels
from network.members.models import Member, Organisation
from network.themes.models import ASKED, CLOSED, ON_REQUEST, Membership
from network.themes.services import change, join

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
    assert 'value="agrifood" selected' in visitor.get("/organisations?sector=agrifood").text


@pytest.mark.parametrize("asked", ["sector='--", "province=atlantis&theme=x", "size_class=1&name=x"])
def test_what_cannot_be_chosen_narrows_nothing(visitor, ketelbrug, chen, asked):
    text = visitor.get(f"/organisations?{asked}").text

    assert names(text) == ["Bakkerij Korstmos", "Plaatwerkerij Ketelbrug"]
    assert 'href="/organisations">Toon alles' not in text


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


def page_after(text: str) -> str:
    return unescape(re.search(r'rel="next" href="([^"]+)"', text)[1])


@both_databases
@pytest.mark.parametrize("key", ["after", "before"])
def test_a_key_does_not_tell_who_stands_in_no_list(visitor, client_of, bram, make_member, make_organisation, key):
    many_firms(3)
    secret = make_organisation("Geheim", slug="geheim", listed_at=None)
    hidden = make_member("Aaron", secret, slug="aaron", is_listed=False)
    make_member("Zoë")

    for browser, path, known in ((visitor, "/organisations", secret), (client_of(bram), "/people", hidden)):
        everybody = names(browser.get(path).text)
        for guess in (known.slug, "nobody-of-that-name", f"{known.id}-"):
            assert names(browser.get(path, query_string={key: guess}).text) == everybody
        made_up = [{key: f"{number}-{known.name}"} for number in (known.id, known.id + 90)]
        one, other = (names(browser.get(path, query_string=each).text) for each in made_up)
        assert one == other


@both_databases
@pytest.mark.parametrize(
    "key",
    [
        "", "-", "0-Firm", "-1-Firm", "x", "9" * 30 + "-Firm", "2147483648-Firm", "²-Firm", "1.5-Firm",
        "1-" + "é" * 4_000, "\0", "1-\0",
    ],
)  # fmt: skip
def test_no_key_is_an_error(visitor, client_of, bram, key):
    many_firms(2)

    for name in ("after", "before"):
        for browser, path in ((visitor, "/organisations"), (client_of(bram), "/people")):
            assert browser.get(path, query_string={name: key}).status_code in ({404} if "\0" in key else {200})


@both_databases
def test_firms_of_one_name_stand_in_a_list_once_each(visitor):
    many_firms(60)
    with writing() as session:
        for firm in session.scalars(select(Organisation)):
            firm.name = "Één & ander - Zn." if firm.id % 2 else "één & ander - zn."

    first = visitor.get("/organisations").text
    second = visitor.get(page_after(first)).text
    third = visitor.get(page_after(second)).text

    slugs = [
        slug for text in (first, second, third) for slug in re.findall(r'<b><a href="/organisations/([^"]+)"', text)
    ]
    assert len(slugs) == len(set(slugs)) == 60


def test_filters_go_with_the_pages(visitor):
    many_firms(60)

    text = visitor.get("/organisations?province=utrecht").text

    assert len(names(visitor.get(page_after(text)).text)) == 6


@both_databases
def test_a_theme_shows_members_the_firms_of_whom_somebody_is_in_it(
    client_of, visitor, theme, in_theme, bram, chen, make_member
):
    in_theme(bram)
    browser = client_of(chen)
    asked = make_member("Vraagt nog")
    with writing() as session:
        session.add(Membership(theme_id=theme.id, member_id=asked.id, state=ASKED))

    text = browser.get(f"/organisations?theme={theme.slug}").text

    assert names(text) == ["Plaatwerkerij Ketelbrug", "Werkplaats"]
    assert f'value="{theme.slug}" selected' in text
    assert 'href="/organisations">Toon alles' in text
    assert names(browser.get(f"/organisations?theme={theme.slug}&size_class=2-4").text) == ["Werkplaats"]
    assert names(visitor.get(f"/organisations?theme={theme.slug}").text) == names(visitor.get("/organisations").text)


def test_a_theme_goes_with_the_pages(client_of, ada, theme, make_member, make_organisation):
    for n in range(30):
        join(theme, make_member(f"Lid{n}", make_organisation(f"Bedrijf {n:02}")))
    make_organisation("Bedrijf 31")
    browser = client_of(ada)

    text = browser.get(f"/organisations?theme={theme.slug}&province=noord-brabant").text
    following = browser.get(page_after(text)).text

    assert len(names(text)) == 24
    assert names(following) == [*(f"Bedrijf {n}" for n in range(24, 30)), "Werkplaats"]
    assert f'value="{theme.slug}" selected' in following
    assert 'value="noord-brabant" selected' in following


@both_databases
def test_a_closed_theme_is_unknown_to_who_is_not_in_it(visitor, client_of, ada, bram, chen, theme, in_theme):
    in_theme(bram)
    change(theme, theme.version, access=CLOSED)

    inside = client_of(bram).get(f"/organisations?theme={theme.slug}").text
    assert names(inside) == ["Plaatwerkerij Ketelbrug", "Werkplaats"]
    for browser in (visitor, client_of(chen)):
        text = browser.get(f"/organisations?theme={theme.slug}").text
        assert names(text) == names(browser.get("/organisations?theme=never-was").text)
        assert f'value="{theme.slug}"' not in text
        assert theme.title_nl not in text


def test_a_theme_on_request_can_be_chosen_by_everybody(visitor, ada, theme):
    change(theme, theme.version, access=ON_REQUEST)

    assert names(visitor.get(f"/organisations?theme={theme.slug}").text) == ["Werkplaats"]


@both_databases
def test_pages_cost_few_statements_however_many_there_are(visitor, client_of, bram, ketelbrug, theme, in_theme):
    in_theme(bram)
    paths = (
        "/organisations", f"/organisations?theme={theme.slug}", ketelbrug.path, "/people", "/people?q=person",
        f"/people?organisation={ketelbrug.slug}", bram.path,
    )  # fmt: skip
    counts = {}
    for number in (5, 300):
        many_firms(number) if number == 5 else many_people(number, ketelbrug)
        for path in paths:
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


def test_of_a_firm_with_many_people_the_first_are_shown_and_the_rest_are_one_step_away(
    client_of, bram, chen, ketelbrug
):
    many_people(30, ketelbrug)
    with writing() as session:
        hidden = session.scalars(select(Member).where(Member.slug == "person-7")).one()
        hidden.is_listed = False
    browser = client_of(chen)

    text = browser.get(ketelbrug.path).text
    assert len(names(text)) == 24
    [path] = re.findall(r'href="(/people\?[^"]+)">Alle 30 mensen', text)

    listed = browser.get(path).text
    rest = browser.get(page_after(listed)).text
    assert len(names(listed)) == 24
    assert len(names(rest)) == 6
    assert "Chen Li" not in names(listed) + names(rest)
    assert "Person 0007" not in names(listed) + names(rest)
    assert names(browser.get(f"{path}&q=bram").text) == ["Bram Jansen"]


def test_a_firm_of_few_people_promises_no_more(client_of, bram, ketelbrug):
    many_people(23, ketelbrug)

    assert "/people?organisation" not in client_of(bram).get(ketelbrug.path).text


def test_people_of_a_firm_that_is_not_there_are_everybody(client_of, bram, chen, make_organisation, make_member):
    hidden = make_organisation("Nog niet", listed_at=None)
    make_member("Noor", hidden)
    browser = client_of(bram)

    for slug in ("nobody", hidden.slug):
        assert names(browser.get(f"/people?organisation={slug}").text) == ["Bram Jansen", "Chen Li", "Noor"]


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
        ("founded", "19_87"),
        ("founded", "١٩٨٧"),
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
@pytest.mark.parametrize("version", ["", "abc", "-1", "9" * 30, "9" * 5_000, "²", "1e3"])
def test_a_version_that_never_was_is_told_that_somebody_else_changed_it(client_of, contact, ketelbrug, version):
    answer = client_of(contact).submit(ketelbrug.path, {**PAGE, "version": version})

    assert answer.status_code == 409
    assert 'name="version" value="1"' in answer.text


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
    from network.links.models import Node

    client_of(contact).submit(ketelbrug.path, {**PAGE, "version": "1"})

    db.session.rollback()
    everybody, members = db.session.scalars(select(Node).order_by(Node.id))
    assert (everybody.kind, everybody.audience, everybody.path) == ("organisation", "everyone", ketelbrug.path)
    assert (members.kind, members.audience, members.path) == ("exchange", "members", ketelbrug.path)
    assert everybody.lines["nl"].endswith("Zwolle")


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
