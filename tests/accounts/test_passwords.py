"""Forgotten and changed passwords, changed addresses: the links work once, in time, and only for whom they are for."""

from __future__ import annotations

import pytest
import time_machine
from cast import PASSWORD
from conftest import both_databases, make_app
from registering import link_in, mails

from network.accounts import rules
from network.kernel import clock
from network.kernel.database import db

NEW = "vier zinnen over een fiets"


@both_databases
def test_a_forgotten_password_is_replaced_by_a_link(visitor, client_of, bram):
    here = client_of(bram)
    asked = visitor.submit("/reset", {"email": "bram@example.org"})
    assert (asked.status_code, asked.location) == (302, "/reset/sent")
    link = link_in(mails()[0])
    assert visitor.get(link).status_code == 200

    answer = visitor.submit(link, {"password": NEW})

    assert answer.location == "/sign-in"
    assert here.get("/settings").status_code == 302
    assert visitor.submit("/sign-in", {"email": "bram@example.org", "password": NEW}).location == "/"
    assert {mail.kind for mail in mails()} == {"accounts.reset", "accounts.reset_done"}


def test_the_link_works_once(visitor, bram):
    visitor.submit("/reset", {"email": "bram@example.org"})
    link = link_in(mails()[0])
    visitor.submit(link, {"password": NEW})

    assert visitor.get(link).location == "/reset"
    assert visitor.submit(link, {"password": "nog een andere zin hier"}).location == "/reset"
    assert visitor.submit("/sign-in", {"email": "bram@example.org", "password": NEW}).location == "/"


def test_the_link_works_for_an_hour(visitor, bram):
    with time_machine.travel(clock.now(), tick=False) as clockwork:
        visitor.submit("/reset", {"email": "bram@example.org"})
        link = link_in(mails()[0])
        clockwork.shift(3590)
        assert visitor.get(link).status_code == 200
        clockwork.shift(20)
        assert visitor.get(link).location == "/reset"
        assert visitor.submit(link, {"password": NEW}).location == "/reset"


@pytest.mark.parametrize(
    "password", ["kort", "wachtwoord123", "bram jansen hier", "plaatwerkerijketelbrug", "x" * 129, ""]
)
def test_a_weak_new_password_is_refused_everywhere(visitor, client_of, bram, password):
    visitor.submit("/reset", {"email": "bram@example.org"})

    reset = visitor.submit(link_in(mails()[0]), {"password": password})
    change = client_of(bram).submit("/settings/password", {"password": PASSWORD, "new_password": password})

    assert (reset.status_code, change.status_code) == (422, 422)
    assert 'id="password-error"' in reset.text
    assert 'id="new_password-error"' in change.text


@both_databases
def test_changing_the_password_ends_other_sessions(client_of, bram):
    here, there = client_of(bram), client_of(bram)

    answer = here.submit("/settings/password", {"password": PASSWORD, "new_password": NEW})

    assert answer.location == "/settings"
    assert here.get("/settings").status_code == 200
    assert there.get("/settings").status_code == 302
    assert [mail.kind for mail in mails()] == ["accounts.password_changed"]


def test_who_does_not_know_the_password_cannot_change_it(client_of, bram):
    answer = client_of(bram).submit("/settings/password", {"password": "iets heel anders", "new_password": NEW})

    assert answer.status_code == 422
    assert 'id="password-error"' in answer.text
    assert mails() == []


@both_databases
def test_a_new_address_counts_once_its_link_is_followed(client_of, bram):
    browser = client_of(bram)

    browser.submit("/settings/email", {"email": "Bram@Nieuw.example", "password": PASSWORD})
    [mail] = mails()
    assert (mail.kind, mail.facts["to"]) == ("accounts.change_email", "bram@nieuw.example")
    db.session.refresh(bram)
    assert bram.email == "bram@example.org"

    assert browser.get(link_in(mail)).location == "/settings"
    db.session.rollback()
    db.session.refresh(bram)
    assert bram.email == "bram@nieuw.example"
    [told] = mails("accounts.email_changed")
    assert told.facts["to"] == "bram@example.org"
    assert browser.get(link_in(mail)).location == "/settings/email"


def test_the_address_changes_only_with_the_password(client_of, bram):
    answer = client_of(bram).submit("/settings/email", {"email": "bram@nieuw.example", "password": "iets heel anders"})

    assert answer.status_code == 422
    assert mails() == []


def test_an_address_that_was_taken_meanwhile_stays_with_who_took_it(client_of, bram, make_member):
    browser = client_of(bram)
    browser.submit("/settings/email", {"email": "bram@nieuw.example", "password": PASSWORD})
    make_member("Ander", email="bram@nieuw.example")

    assert browser.get(link_in(mails()[0])).location == "/settings/email"


def test_the_link_to_a_new_address_asks_to_sign_in(client_of, visitor, bram):
    client_of(bram).submit("/settings/email", {"email": "bram@nieuw.example", "password": PASSWORD})

    answer = visitor.get(link_in(mails()[0]))

    assert answer.status_code == 302
    assert answer.location.startswith("/sign-in?next=/settings/email/")


def test_passwords_are_kept_as_argon2id(tmp_path, migrated):
    import shutil

    from flask_security.utils import hash_password

    shutil.copy(migrated / "network.sqlite", tmp_path / "network.sqlite")
    app = make_app(tmp_path, f"sqlite:///{tmp_path / 'network.sqlite'}")
    app.config.update(SECURITY_PASSWORD_HASH="argon2", SECURITY_PASSWORD_SINGLE_HASH=set())
    app.extensions["security"].pwd_context.update(schemes=["argon2"], default="argon2", deprecated=[])
    with app.app_context():
        assert hash_password(NEW).startswith("$argon2id$v=19$m=65536,t=3")


OWN = rules.own_words("Bo van Dijk", "info@ketelbrug.example", "Plaatwerkerij Ketelbrug")


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("elf tekens.", rules.TOO_SHORT),
        ("twaalf teken", None),
        ("é" * 6 + "abcdef", None),
        ("x" * 128, rules.COMMON),
        ("abcdefgh" * 16, None),
        ("abcdefgh" * 16 + "x", rules.TOO_LONG),
        ("Wachtwoord123", rules.COMMON),
        ("ababababababab", rules.COMMON),
        ("hier woont dijk nog", rules.OWN_WORDS),
        ("DÍJK in de polder", rules.OWN_WORDS),
        ("information is power", rules.OWN_WORDS),
        ("plaatwerkerij-ketelbrug", rules.OWN_WORDS),
        ("een plaatwerkerij in Helmond", None),
        ("bo is een korte naam", None),
    ],
)
def test_what_makes_a_password(password, fault):
    assert rules.fault_of(password, OWN, {"wachtwoord123"}) == fault
