"""Nobody can find out who is registered: known and unknown addresses get the same answer, byte for byte."""

from __future__ import annotations

import re

import pytest
from cast import PASSWORD
from registering import FORM, mails
from sqlalchemy import func, select

from network.kernel.database import db, writing
from network.notifications.models import Notification

VARYING = (  # what differs between any two visits: tokens, nonces, the visitor's own spelling of the address
    (re.compile(r'name="csrf_token"[^>]*value="[^"]*"'), "TOKEN"),
    (re.compile(r'nonce="[^"]*"|nonce-[\w-]+'), "NONCE"),
    (re.compile(r"[\w.]+@[\w.]+"), "ADDRESS"),
    (re.compile(r'"csrf_token":"[^"]*"'), "TOKEN"),
)


def same(text: str) -> str:
    for pattern, word in VARYING:
        text = pattern.sub(word, text)
    return text


def whole(browser, answer) -> tuple:
    """Everything that a visitor can tell two answers apart by, with the page that follows."""
    after = browser.get(answer.location) if answer.location else None
    cookies = sorted(
        cookie.split("=")[0] + cookie[cookie.find(";") :] for cookie in answer.headers.getlist("Set-Cookie")
    )
    cookies = [re.sub(r"Expires=[^;]+", "", cookie) for cookie in cookies]
    headers = {name for name, _value in answer.headers}
    return answer.status_code, answer.location, headers, tuple(cookies), same(answer.text), after and same(after.text)


@pytest.fixture
def eve(make_member):
    """Registered, but never followed the link."""
    return make_member("Eve Bos", confirmed_at=None)


@pytest.fixture
def frank(make_member):
    """Was a member."""
    return make_member("Frank Smit", active=False)


KNOWN = ["bram@example.org", "BRAM@Example.org", "eve@example.org", "frank@example.org"]


@pytest.mark.parametrize("known", KNOWN)
@pytest.mark.parametrize(
    ("path", "more"),
    [
        ("/sign-in", {"password": "iets heel anders"}),
        ("/reset", {}),
        ("/confirm", {}),
        ("/register", FORM),
        ("/register", {**FORM, "password": "kort"}),
        ("/sign-in", {"password": ""}),
    ],
)
def test_a_known_address_is_answered_like_an_unknown_one(client_of, bram, eve, frank, known, path, more):
    one, other = client_of(None), client_of(None)

    answers = [
        whole(one, one.submit(path, {**more, "email": known})),
        whole(other, other.submit(path, {**more, "email": "nobody@elsewhere.org"})),
    ]

    assert answers[0] == answers[1]


@pytest.mark.parametrize("known", KNOWN)
@pytest.mark.parametrize(
    ("path", "more"),
    [("/sign-in", {"password": "iets heel anders"}), ("/reset", {}), ("/confirm", {}), ("/register", FORM)],
)
def test_machines_are_answered_alike_too(client_of, bram, eve, frank, known, path, more):
    answers = []
    for email in (known, "nobody@elsewhere.org"):
        browser = client_of(None)
        answer = browser.submit(path, {**more, "email": email}, headers={"Accept": "application/json"})
        answers.append((answer.status_code, same(answer.text)))

    assert answers[0] == answers[1]


def test_the_right_password_tells_no_more_while_an_address_is_not_confirmed(client_of, bram, eve):
    one, other = client_of(None), client_of(None)

    right = whole(one, one.submit("/sign-in", {"email": "eve@example.org", "password": PASSWORD}))
    nobody = whole(other, other.submit("/sign-in", {"email": "nobody@elsewhere.org", "password": PASSWORD}))

    assert right == nobody
    assert 'href="/confirm"' in right[4]


def test_who_registers_again_gets_a_mail_that_says_so(visitor, bram):
    visitor.submit("/register", {**FORM, "email": "Bram@example.org"})
    visitor.submit("/register", {**FORM, "email": "bram@example.org"})

    [mail] = mails()
    assert (mail.kind, mail.member_id) == ("accounts.already_registered", bram.id)
    assert mail.facts["link"].startswith("http://localhost/reset/")


def test_who_never_confirmed_gets_that_link_whatever_they_ask(visitor, eve):
    for path in ("/register", "/reset", "/confirm"):
        visitor.submit(path, {**FORM, "email": "eve@example.org"})

    assert {mail.kind for mail in mails()} == {"accounts.confirm"}
    assert len(mails()) == 3


def test_nothing_is_mailed_to_an_unknown_address(visitor, bram):
    for path in ("/reset", "/confirm"):
        visitor.submit(path, {"email": "nobody@elsewhere.org"})

    assert db.session.scalar(select(func.count()).select_from(Notification)) == 0


def test_known_and_unknown_cost_as_many_hashes(app, client_of, bram, monkeypatch):
    spent = []
    context = app.extensions["security"].pwd_context
    for name in ("hash", "verify"):
        work = getattr(context, name)
        monkeypatch.setattr(context, name, lambda *a, work=work, **k: (spent.append(1), work(*a, **k))[1])

    costs = {}
    for path, more in (
        ("/sign-in", {"password": "iets heel anders"}),
        ("/reset", {}),
        ("/confirm", {}),
        ("/register", FORM),
    ):
        for email in ("bram@example.org", "nobody@elsewhere.org"):
            spent.clear()
            client_of(None).submit(path, {**more, "email": email})
            costs[path, email] = len(spent)

    for path in ("/sign-in", "/reset", "/confirm", "/register"):
        assert costs[path, "bram@example.org"] == costs[path, "nobody@elsewhere.org"]


def test_a_new_address_that_is_taken_is_answered_like_a_free_one(client_of, bram, chen):
    answers = []
    for email in ("chen@example.org", "free@elsewhere.org"):
        browser = client_of(bram)
        answers.append(whole(browser, browser.submit("/settings/email", {"email": email, "password": PASSWORD})))

    assert answers[0] == answers[1]
    assert [mail.facts["to"] for mail in mails()] == ["free@elsewhere.org"]


def test_two_spellings_of_one_address_are_one(visitor, bram):
    with writing():
        bram.email = "bram@example.org"

    visitor.submit("/register", {**FORM, "email": "BRAM@EXAMPLE.ORG"})

    assert [mail.kind for mail in mails()] == ["accounts.already_registered"]
