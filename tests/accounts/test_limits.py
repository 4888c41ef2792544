"""How often one may knock: counted over all processes, per account and per address, before anything else happens."""

from __future__ import annotations

import pytest
import time_machine
from cast import PASSWORD, Browser
from conftest import both_databases, make_app
from registering import FORM
from sqlalchemy import select

from network.kernel import clock
from network.kernel.database import db
from network.kernel.limits import Throttle

WRONG = {"email": "bram@example.org", "password": "iets heel anders"}


@pytest.fixture
def two_offices(app, tmp_path, bram):
    """Browsers of two processes on one database, with limits on."""
    other = make_app(tmp_path, app.config["SQLALCHEMY_DATABASE_URI"])
    browsers = []
    for each in (app, other):
        each.config["RATE_LIMITS"] = True
        each.test_client_class = Browser
        browsers.append(each.test_client())
    with time_machine.travel(clock.now().replace(minute=1, second=0), tick=False):
        yield browsers
    with other.app_context():
        db.engine.dispose()


@both_databases
def test_an_account_is_tried_ten_times_a_quarter(two_offices):
    answers = [two_offices[n % 2].submit("/sign-in", WRONG).status_code for n in range(12)]

    assert answers == [422] * 10 + [429] * 2


def test_over_the_limit_the_right_password_does_not_help_and_the_page_says_when(two_offices):
    here, there = two_offices
    for _ in range(10):
        here.submit("/sign-in", {**WRONG, "email": "Bram@Example.org"})

    answer = there.submit("/sign-in", {"email": "bram@example.org", "password": PASSWORD})

    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 900
    assert "<h1>" in answer.text
    assert there.get("/settings").status_code == 302


def test_unknown_accounts_meet_the_same_limit(two_offices):
    answers = [two_offices[0].submit("/sign-in", {**WRONG, "email": "nobody@x.example"}).status_code for _ in range(11)]

    assert answers[-2:] == [422, 429]


def test_one_address_tries_sixty_accounts(two_offices):
    answers = [
        two_offices[n % 2].submit("/sign-in", {**WRONG, "email": f"u{n}@example.org"}).status_code for n in range(61)
    ]

    assert answers == [422] * 60 + [429]


def test_machines_are_counted_with_everybody(two_offices):
    json = {"headers": {"Accept": "application/json"}}
    for _ in range(10):
        two_offices[0].submit("/sign-in", WRONG)

    answer = two_offices[1].submit("/sign-in", WRONG, **json)

    assert answer.status_code == 429
    assert "Retry-After" in answer.headers
    assert answer.json["message"]


def test_thirty_people_of_one_office_register_in_an_hour(two_offices):
    answers = [
        two_offices[n % 2]
        .submit("/register", {**FORM, "email": f"u{n}@zevenblad.example", "name": f"Persoon {n}"})
        .status_code
        for n in range(31)
    ]

    assert answers == [302] * 30 + [429]


@pytest.mark.parametrize("path", ["/reset", "/confirm"])
def test_a_mailbox_is_not_filled(two_offices, path):
    answers = [two_offices[n % 2].submit(path, {"email": "bram@example.org"}).status_code for n in range(6)]

    assert answers == [302] * 5 + [429]


def test_a_thief_of_a_session_does_not_guess_the_password(two_offices, client_of, bram):
    browser = two_offices[0].sign_in(bram)

    words = {"password": "iets heel anders", "new_password": "vier zinnen over een fiets"}
    answers = [browser.submit("/settings/password", words).status_code for _ in range(11)]

    assert answers == [422] * 10 + [429]


def test_the_counters_hold_no_addresses(two_offices):
    two_offices[0].submit("/sign-in", WRONG)

    db.session.rollback()
    assert not [key for key in db.session.scalars(select(Throttle.key)) if "bram" in key]


def test_without_limits_nothing_is_counted(visitor, bram):
    assert {visitor.submit("/sign-in", WRONG).status_code for _ in range(12)} == {422}
    assert db.session.scalars(select(Throttle.key)).all() == []


def test_looking_at_a_page_is_not_counted(two_offices):
    assert {two_offices[0].get("/sign-in").status_code for _ in range(70)} == {200}
