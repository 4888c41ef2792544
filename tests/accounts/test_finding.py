"""Who finds whom: firms by everybody, what they ask and offer and who wants to be found by members alone."""

from __future__ import annotations

import re

import pytest
from conftest import both_databases
from registering import FORM, link_in, mails
from sqlalchemy import delete, select

from network.accounts.services import save_settings
from network.accounts.web import A_BATCH, catch_up
from network.kernel import clock
from network.kernel.database import db, writing
from network.links.models import EVERYONE, Node
from network.links.services import register
from network.members.models import Member, Organisation
from network.members.services import change
from network.search.models import SearchText
from network.search.queries import search_for
from network.search.services import index

pytestmark = both_databases

WISHES = {"name": "Bram Jansen", "job": "lasser", "ask_me": "Alles over lasnaden", "language": "nl", "is_listed": "y"}
PAGE = {
    "place": "Zwolle", "province": "overijssel", "sector": "agrifood", "size_class": "10-19", "has_hr": "yes",
    "about": "Wij bakken speculaas.", "asks": "Wie kent zoutoven?", "offers": "Een kijkje in onze rijskast.",
}  # fmt: skip


def found(browser, text: str, code: str = "nl") -> list[tuple[str, list[str]]]:
    """What the page of search shows: each group by its name, with the addresses in it."""
    page = browser.get("/search", query_string={"q": text, "lang": code}).text
    groups = re.findall(r'<h2 id="found-\w+">([^<]+)</h2>(.*?)</section>', page, re.S)
    return [(name, re.findall(r'<h3><a href="([^"]+)"', body)) for name, body in groups]


def paths(browser, text: str) -> list[str]:
    return [path for _, group in found(browser, text) for path in group]


@pytest.fixture
def register_dewi(visitor):
    """Dewi's browser, once she has registered and confirmed."""

    def register_and_confirm(**more):
        visitor.submit("/register", {**FORM, **more})
        visitor.get(link_in(mails("accounts.confirm")[-1]))
        db.session.rollback()
        return visitor

    return register_and_confirm


def test_a_firm_is_found_from_the_moment_that_an_address_is_confirmed(client_of, visitor, bram):
    somebody = client_of(None)
    visitor.submit("/register", FORM)
    assert paths(somebody, "zevenblad") == paths(client_of(bram), "zevenblad") == []

    visitor.get(link_in(mails()[0]))

    for words in ("zevenblad", "Horst", "Limburg", "landbouw", "agriculture", "kwekerij horst"):
        assert paths(somebody, words) == ["/organisations/kwekerij-zevenblad"], words
    assert found(somebody, "zevenblad") == [("Bedrijven", ["/organisations/kwekerij-zevenblad"])]
    assert found(somebody, "zevenblad", "en") == [("Firms", ["/organisations/kwekerij-zevenblad"])]


def test_members_find_who_registered_and_visitors_do_not(client_of, register_dewi, bram):
    register_dewi()

    dewi = ["/people/dewi-pattiwael"]
    assert found(client_of(bram), "pattiwael") == [("Mensen", dewi)]
    assert found(client_of(bram), "pattiwael", "en") == [("People", dewi)]
    assert found(client_of(bram), "dewi zevenblad") == [("Mensen", dewi)]
    assert paths(client_of(None), "pattiwael") == []


def test_who_has_not_confirmed_is_not_found(client_of, visitor, bram):
    visitor.submit("/register", FORM)

    assert paths(client_of(bram), "pattiwael") == []


def test_people_are_found_by_their_job_and_what_one_can_ask_them(client_of, bram, chen):
    client_of(bram).submit("/settings", WISHES)

    for words in ("bram", "lasser", "lasnaden", "lasser ketelbrug"):
        assert paths(client_of(chen), words) == [bram.path], words
        assert paths(client_of(None), words) == []

    client_of(bram).submit("/settings", {**WISHES, "job": "kantbanker", "ask_me": ""})

    assert paths(client_of(chen), "lasnaden") == []
    assert paths(client_of(chen), "kantbanker") == [bram.path]


def test_who_no_longer_wants_to_be_found_is_forgotten_at_once(client_of, bram, chen):
    browser = client_of(bram)
    browser.submit("/settings", WISHES)
    assert paths(client_of(chen), "lasnaden") == [bram.path]

    browser.submit("/settings", {name: value for name, value in WISHES.items() if name != "is_listed"})

    for reader in (chen, bram, None):
        assert paths(client_of(reader), "lasnaden") == []
        assert paths(client_of(reader), "bram") == []
    assert db.session.scalars(select(SearchText.body).where(SearchText.body.contains("lasnaden"))).all() == []

    browser.submit("/settings", WISHES)
    assert paths(client_of(chen), "lasnaden") == [bram.path]


@pytest.mark.parametrize("reason", [{"active": False}, {"confirmed_at": None}, {"is_listed": False}])
def test_who_is_not_here_is_not_put_in_the_web(client_of, bram, chen, reason):
    with writing():
        for name, value in reason.items():
            setattr(bram, name, value)

    save_settings(bram, job="lasser")
    catch_up()

    assert paths(client_of(chen), "bram") == []


def test_who_joins_colleagues_is_found_at_their_firm(client_of, register_dewi, bram, chen, ketelbrug):
    with writing():
        bram.email, bram.is_contact, ketelbrug.verified_at = "bram@ketelbrug.example", True, clock.now()
    dewi = register_dewi(email="dewi@ketelbrug.example")
    assert paths(client_of(chen), "pattiwael zevenblad") == ["/people/dewi-pattiwael"]

    assert dewi.submit("/settings/organisation").status_code == 302

    assert paths(client_of(chen), "pattiwael ketelbrug") == ["/people/dewi-pattiwael"]
    assert paths(client_of(chen), "zevenblad") == []
    assert paths(client_of(None), "zevenblad") == []


def test_a_changed_page_is_found_by_its_new_words(client_of, bram, chen, ketelbrug):
    with writing():
        bram.is_contact = True
    client_of(bram).submit(ketelbrug.path, {**PAGE, "version": "1"})

    for words in ("speculaas", "zwolle", "voeding", "food"):
        for reader in (None, chen):
            assert paths(client_of(reader), words) == [ketelbrug.path], (words, reader)

    client_of(bram).submit(ketelbrug.path, {**PAGE, "version": "2", "about": "Wij bakken krakelingen."})

    assert paths(client_of(None), "speculaas") == paths(client_of(chen), "speculaas") == []
    assert paths(client_of(None), "krakelingen") == [ketelbrug.path]


def test_what_a_firm_asks_and_offers_is_found_by_members_alone(client_of, bram, chen, ketelbrug):
    with writing():
        bram.is_contact = True
    client_of(bram).submit(ketelbrug.path, {**PAGE, "version": "1"})

    for words in ("zoutoven", "rijskast", "speculaas rijskast zwolle"):
        assert found(client_of(chen), words) == [("Bedrijven", [ketelbrug.path])], words
        assert paths(client_of(None), words) == [], words
    shown = client_of(None).get("/search?q=ketelbrug").text + client_of(None).get("/search?q=speculaas").text
    assert "zoutoven" not in shown
    assert "rijskast" not in shown

    client_of(bram).submit(ketelbrug.path, {**PAGE, "version": "2", "asks": "", "offers": ""})

    assert paths(client_of(chen), "zoutoven") == []
    assert paths(client_of(chen), "speculaas") == [ketelbrug.path]


def test_a_firm_that_is_found_twice_stands_there_once(client_of, chen, make_organisation):
    firms = [make_organisation(f"Zaagbedrijf {n}", slug=f"zaag-{n}") for n in range(8)]
    for firm in firms:
        change(firm, 1, about="Zagen.", asks="Wie zaagt?", offers="Zagen.")

    [hits] = search_for(chen, "zagen")
    assert (hits.kind, hits.found, len(hits.hits)) == ("organisation", 8, 6)
    [hits] = search_for(chen, "zagen", kind="organisation", most=50)
    assert sorted(hit.path for hit in hits.hits) == sorted(firm.path for firm in firms)
    [hits] = search_for(None, "zagen")
    assert hits.found == 8


def test_who_was_there_before_is_caught_up_with_once(client_of, bram, chen, ketelbrug, make_organisation, make_member):
    hidden = make_organisation("Nog niet", listed_at=None)
    make_member("Wil niet", is_listed=False)
    with writing():
        ketelbrug.asks = "Wie kent zoutoven?"
    assert paths(client_of(chen), "bram") == []

    assert catch_up() > 0

    assert paths(client_of(chen), "bram") == [bram.path]
    assert paths(client_of(chen), "zoutoven") == [ketelbrug.path]
    assert paths(client_of(None), "ketelbrug") == [ketelbrug.path]
    for words in ("nog niet", "wil niet"):
        assert hidden.path not in paths(client_of(chen), words)
        assert not any(path.startswith("/people/wil") for path in paths(client_of(chen), words))
    before = [(row.id, row.at) for row in db.session.scalars(select(Node))]
    assert catch_up() == 0
    assert [(row.id, row.at) for row in db.session.scalars(select(Node))] == before


def test_what_was_put_in_the_web_for_everybody_and_should_not_is_taken_back(client_of, chen, ketelbrug):
    """So the demo once did it."""
    with writing():
        ketelbrug.asks = "Wie kent zoutoven?"
        node = register(
            "organisation",
            ketelbrug.id,
            path=ketelbrug.path,
            titles={"nl": ketelbrug.name},
            lines={},
            audience=EVERYONE,
        )
        index(node, ketelbrug.name, ketelbrug.asks)
    assert paths(client_of(None), "zoutoven") == [ketelbrug.path]

    catch_up()

    assert paths(client_of(None), "zoutoven") == []
    assert paths(client_of(chen), "zoutoven") == [ketelbrug.path]


def test_who_went_in_bulk_is_forgotten(client_of, bram, chen, ketelbrug):
    catch_up()
    with writing() as session:
        session.execute(delete(Member).where(Member.id == bram.id))
        session.execute(delete(Organisation).where(Organisation.id == ketelbrug.id))
    assert paths(client_of(chen), "bram") == [bram.path]

    assert catch_up() > 0

    assert paths(client_of(chen), "bram") == paths(client_of(chen), "ketelbrug") == []


def test_many_are_caught_up_with_in_several_transactions(client_of, chen, ketelbrug):
    with writing() as session:
        for n in range(A_BATCH + 5):
            session.add(Member(
                slug=f"p-{n}", name=f"Xantippe {n}", email=f"p{n}@example.org", fs_uniquifier=f"key-{n}",
                organisation_id=ketelbrug.id, confirmed_at=clock.now(),
            ))  # fmt: skip

    assert catch_up() > A_BATCH

    [hits] = search_for(chen, "xantippe")
    assert hits.found == A_BATCH + 5
    assert catch_up() == 0
