"""Registering: one form makes a person and a firm, once, and nobody sees the firm before the address is confirmed."""

from __future__ import annotations

import re
import threading

import pytest
from conftest import both_databases
from registering import FORM, how_many, link_in, mails
from sqlalchemy import select

from network.kernel import i18n
from network.kernel.database import db
from network.links.models import Node
from network.members.models import MEMBER, Member, Organisation
from network.notifications.models import Notification


@both_databases
def test_one_form_makes_a_person_and_an_unlisted_firm(visitor):
    answer = visitor.submit("/register", FORM)

    assert (answer.status_code, answer.location) == (302, "/register/sent")
    dewi = db.session.scalars(select(Member)).one()
    firm = db.session.get(Organisation, dewi.organisation_id)
    assert (dewi.name, dewi.email, dewi.role, dewi.is_contact) == (
        "Dewi Pattiwael",
        "dewi@zevenblad.example",
        MEMBER,
        True,
    )
    assert (firm.name, firm.place, firm.size_class, firm.has_hr) == ("Kwekerij Zevenblad", "Horst", "10-19", False)
    assert firm.listed_at is None
    assert dewi.confirmed_at is None


@both_databases
def test_confirming_signs_in_and_lists_the_firm(visitor):
    visitor.submit("/register", FORM)
    [mail] = mails()
    assert mail.kind == "accounts.confirm"
    assert not mail.in_inbox
    assert visitor.get("/organisations/kwekerij-zevenblad").status_code == 404
    assert how_many(Node) == 0

    answer = visitor.get(link_in(mail))

    assert (answer.status_code, answer.location) == (302, "/")
    assert visitor.get("/settings").status_code == 200
    db.session.rollback()
    assert db.session.scalars(select(Organisation)).one().listed_at is not None
    nodes = db.session.scalars(select(Node).order_by(Node.id))
    assert [(node.kind, node.path, node.audience) for node in nodes] == [
        ("organisation", "/organisations/kwekerij-zevenblad", "everyone"),
        ("member", "/people/dewi-pattiwael", "members"),
    ]


def test_following_the_link_twice_changes_nothing(client_of, visitor):
    visitor.submit("/register", FORM)
    link = link_in(mails()[0])
    visitor.get(link)

    again = client_of(None).get(link)

    assert again.status_code == 302
    assert again.location == "/sign-in"


def test_a_program_that_looks_at_links_does_not_confirm(visitor):
    visitor.submit("/register", FORM)

    visitor.head(link_in(mails()[0]))

    db.session.rollback()
    assert db.session.scalars(select(Member)).one().confirmed_at is None


def test_a_broken_link_leads_to_a_new_one(visitor):
    assert visitor.get("/confirm/nonsense").location == "/confirm"
    assert "flash--error" in visitor.get("/confirm").text


def test_extra_fields_are_ignored(visitor):
    extra = {
        "role": "administrator", "confirmed_at": "2020-01-01", "active": "1", "id": "99", "organisation_id": "1",
        "is_contact": "", "listed_at": "2020-01-01", "verified_at": "2020-01-01", "roles": "admin", "is_demo": "1",
        "fs_uniquifier": "mine", "slug": "boss", "next": "//evil.example",
    }  # fmt: skip

    answer = visitor.submit("/register", {**FORM, **extra})

    assert answer.location == "/register/sent"
    dewi = db.session.scalars(select(Member)).one()
    firm = db.session.get(Organisation, dewi.organisation_id)
    assert (dewi.role, dewi.confirmed_at, dewi.slug, dewi.is_demo) == (MEMBER, None, "dewi-pattiwael", False)
    assert (firm.listed_at, firm.verified_at) == (None, None)
    assert dewi.fs_uniquifier != "mine"


@both_databases
def test_sent_twice_makes_one_member_and_one_firm(visitor, client_of):
    first = visitor.submit("/register", FORM)
    second = client_of(None).submit("/register", FORM)

    assert (first.status_code, first.location) == (second.status_code, second.location)
    assert (how_many(Member), how_many(Organisation)) == (1, 1)
    assert [row.kind for row in mails()] == ["accounts.confirm"]


@both_databases
def test_sent_twice_at_the_same_moment_makes_one_member(app, client_of):
    browsers = [client_of(None) for _ in range(6)]
    for browser in browsers:
        browser.get("/register")
    answers: list[int] = []
    start = threading.Barrier(len(browsers))

    def send(browser):
        start.wait()
        answers.append(browser.submit("/register", FORM).status_code)

    threads = [threading.Thread(target=send, args=(browser,)) for browser in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == [302] * len(browsers)
    assert (how_many(Member), how_many(Organisation)) == (1, 1)


@both_databases
def test_two_firms_of_one_name_are_two(visitor, client_of):
    visitor.submit("/register", FORM)
    client_of(None).submit("/register", {**FORM, "email": "other@elsewhere.example"})

    db.session.rollback()
    assert sorted(db.session.scalars(select(Organisation.slug))) == ["kwekerij-zevenblad", "kwekerij-zevenblad-2"]


@both_databases
def test_a_failing_registration_leaves_nothing(app, visitor, monkeypatch):
    def fails(*_args, **_more):
        raise RuntimeError("after the member was made")

    monkeypatch.setattr("network.accounts.mail.notify", fails)
    app.config["PROPAGATE_EXCEPTIONS"] = False

    assert visitor.submit("/register", FORM).status_code == 500

    assert (how_many(Member), how_many(Organisation), how_many(Notification)) == (0, 0, 0)


@pytest.mark.parametrize(
    "field",
    ["name", "email", "password", "organisation", "place", "province", "size_class", "sector", "has_hr", "rules"],
)
def test_every_field_is_needed_and_says_so_itself(visitor, field):
    answer = visitor.submit("/register", {name: value for name, value in FORM.items() if name != field})

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert answer.text.count("field__error") == 1
    assert how_many(Member) == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("province", "atlantis"),
        ("size_class", "0-1"),
        ("sector", "piracy"),
        ("has_hr", "maybe"),
        ("email", "dewi.zevenblad.example"),
        ("email", "dewi@"),
        ("email", "a b@c.example"),
        ("name", "x" * 121),
        ("organisation", "x" * 121),
        ("place", "x" * 81),
        ("email", "a" * 250 + "@example.org"),
        ("email", "dewi\r\nBcc: x@example.org"),
        ("name", "   "),
        ("name", "\u200b"),
    ],
)
def test_what_cannot_be_is_told_at_the_field(visitor, field, value):
    answer = visitor.submit("/register", {**FORM, field: value})

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert how_many(Member) == 0


@pytest.mark.parametrize(
    "password",
    [
        "kwiek",
        "x" * 129,
        "wachtwoord123",
        "WELKOM123456",
        "123456789012",
        "aaaaaaaaaaaaaa",
        "dewi is de beste hier",
        "met pattiwael erin 1",
        "kwekerijzevenblad!",
        "Kwekerij Zevenblad 2026",
    ],
)
def test_a_weak_password_is_refused_at_the_field(visitor, password):
    answer = visitor.submit("/register", {**FORM, "password": password})

    assert answer.status_code == 422
    assert 'id="password-error"' in answer.text
    assert password not in answer.text
    assert how_many(Member) == 0


@pytest.mark.parametrize(
    "password",
    ["twaalf tekens", "😀🎉🦆🌍🐙🍐🚲🧀🌷🎈🪁🧶", "x\0y\0z met nullen erin", "ÿ" * 5 + "abcdefgh" + "é" * 115],
)
def test_any_characters_will_do(visitor, client_of, password):
    visitor.submit("/register", {**FORM, "password": password})
    visitor.get(link_in(mails()[0]))

    browser = client_of(None)
    assert browser.submit("/sign-in", {"email": "dewi@zevenblad.example", "password": password}).location == "/"


def test_hostile_text_is_shown_as_typed(visitor, client_of, make_member):
    hostile = """<script>alert(1)</script> "' onload=x {{ 7*7 }} %(name)s %s ../.. 田中さん ٱلعربية"""
    fields = {"name": hostile, "organisation": hostile, "place": hostile[:70]}

    wrong = visitor.submit("/register", {**FORM, **fields, "rules": "", "email": '"><img src=x>'})

    assert wrong.status_code == 422
    assert "<script>alert" not in wrong.text
    assert "<img" not in re.sub(r'<img src="/static[^>]*>', "", wrong.text)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in wrong.text

    visitor.submit("/register", {**FORM, **fields})
    visitor.get(link_in(mails()[0]))
    firm = db.session.scalars(select(Organisation)).one()
    assert firm.name == hostile
    for path in (firm.path, "/organisations", "/people", "/settings", f"{firm.path}/edit"):
        page = visitor.get(path)
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "{{ 7*7 }}" in page.text


def test_links_lead_to_our_own_address_whatever_the_request_says(visitor):
    elsewhere = {"base_url": "http://evil.example"}
    token = re.search(r'name="csrf_token" value="([^"]+)"', visitor.get("/register", **elsewhere).text)[1]
    visitor.post("/register", data={**FORM, "csrf_token": token}, **elsewhere)

    assert mails()[0].facts["link"].startswith("http://localhost/confirm/")


def test_a_signed_in_member_does_not_register_again(client_of, bram):
    assert client_of(bram).get("/register").location == "/"


@pytest.mark.parametrize(("language", "words"), [("nl", "Meld je bedrijf aan"), ("en", "Register your firm")])
def test_the_page_speaks_both_languages(app, visitor, language, words):
    page = visitor.get(f"/register?lang={language}")

    assert page.status_code == 200
    if language == "en" or i18n.translations("nl").gettext("Register your firm") == "Meld je bedrijf aan":
        assert f"<h1>{words}</h1>" in page.text


def test_the_member_writes_in_the_language_of_the_page(visitor):
    visitor.get("/register?lang=en")
    visitor.submit("/register", FORM)

    assert db.session.scalars(select(Member)).one().language == "en"
