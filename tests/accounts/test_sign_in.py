"""Signing in and out: a new session each time, `next` never leads away, nobody stays who was sent off."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from cast import PASSWORD
from conftest import both_databases

from network.kernel import clock
from network.kernel.database import db, writing
from network.members.models import COORDINATOR


def sign_in(browser, email="bram@example.org", password=PASSWORD, path="/sign-in", **more):
    return browser.submit(path, {"email": email, "password": password, **more})


def session_of(browser) -> dict:
    with browser.session_transaction() as session:
        return dict(session)


@both_databases
def test_a_member_signs_in(visitor, bram):
    answer = sign_in(visitor)

    assert (answer.status_code, answer.location) == (302, "/")
    assert visitor.get("/settings").status_code == 200


def test_the_address_may_be_spelt_in_capitals(visitor, bram):
    assert sign_in(visitor, " Bram@Example.ORG ").location == "/"


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("bram@example.org", "iets heel anders"),
        ("nobody@example.org", PASSWORD),
        ("", ""),
        ("bram@example.org", ""),
        ("' OR 1=1 --", PASSWORD),
        ("bram", PASSWORD),
        ("bram@example.org\0", PASSWORD),
        ("bram@example.org", "x" * 100_000),
    ],
)
def test_the_wrong_words_do_not_let_in(visitor, bram, email, password):
    answer = sign_in(visitor, email, password)

    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert visitor.get("/settings").status_code == 302


def test_what_was_typed_is_kept_but_the_password(visitor, bram):
    answer = sign_in(visitor, password="iets heel anders")

    assert 'value="bram@example.org"' in answer.text
    assert "iets heel anders" not in answer.text


def test_a_planted_session_is_worth_nothing_after_sign_in(client_of, bram):
    """Session fixation: whoever set the cookie before knows nothing of the session after it."""
    browser = client_of(None)
    browser.get("/sign-in")
    with browser.session_transaction() as session:
        session["planted"] = "by somebody else"
    before = session_of(browser)

    sign_in(browser)

    after = session_of(browser)
    assert "planted" not in after
    assert after.get("csrf_token") != before["csrf_token"]
    first = after["sid"]
    browser.submit("/sign-out")
    sign_in(browser)
    assert session_of(browser)["sid"] != first


def test_a_form_from_before_sign_in_is_no_use_after_it(client_of, bram):
    browser = client_of(None)
    token = browser.get("/sign-in").text.split('name="csrf_token" value="')[1].split('"')[0]
    sign_in(browser)

    answer = browser.post("/settings", data={"csrf_token": token, "name": "Somebody else", "language": "nl"})

    assert answer.status_code == 400


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "https://evil.example",
        "http:evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "///evil.example",
        " //evil.example",
        "javascript:alert(1)",
        "evil.example",
        "http://localhost@evil.example",
        "/%09/evil.example\x00",
        "home.index",
        "http://localhost/settings",
        "/x//../\\evil.example",
    ],
)
def test_next_never_leads_away(client_of, bram, target):
    as_field, as_part = client_of(None), client_of(None)

    assert sign_in(as_field, next=target).location == "/"
    answer = as_part.submit(
        "/sign-in", {"email": "bram@example.org", "password": PASSWORD}, query_string={"next": target}
    )
    assert answer.location == "/"
    page = client_of(None).get("/sign-in", query_string={"next": target})
    assert page.status_code == 404 or "evil.example" not in page.text


def test_next_leads_back_to_where_one_was(client_of, bram):
    browser = client_of(None)
    wanted = browser.get("/people?q=li")
    assert wanted.location == "/sign-in?next=/people?q%3Dli"
    assert 'name="next" value="/people?q=li"' in browser.get(wanted.location).text

    assert sign_in(browser, next="/people?q=li").location == "/people?q=li"


def test_signing_out_is_a_post_with_a_token(client_of, bram):
    browser = client_of(bram)

    assert browser.get("/sign-out").status_code == 405
    assert browser.post("/sign-out").status_code == 400
    assert browser.get("/settings").status_code == 200
    assert browser.submit("/sign-out").location == "/"
    assert browser.get("/settings").status_code == 302


def test_signing_out_when_one_is_out_already_is_no_fault(visitor, bram):
    assert visitor.submit("/sign-out").location == "/"


def test_who_is_sent_off_is_refused_at_the_next_request(client_of, bram):
    browser = client_of(bram)
    assert browser.get("/settings").status_code == 200

    with writing():
        bram.active = False

    assert browser.get("/settings").status_code == 302
    assert browser.submit("/settings", {"name": "Bram", "language": "nl"}).status_code == 302
    assert sign_in(browser).status_code == 422


def test_a_role_that_is_taken_away_is_gone_at_the_next_request(client_of, bram, chen):
    browser = client_of(bram)
    with writing():
        bram.role = COORDINATOR
    assert browser.submit("/organisations/bakkerij-korstmos/verification").status_code == 302

    with writing():
        bram.role = "member"

    assert browser.submit("/organisations/bakkerij-korstmos/verification/withdrawal").status_code == 403


def test_signing_out_everywhere_ends_every_session(client_of, bram):
    here, there = client_of(bram), client_of(bram)

    assert here.submit("/settings/sessions/departure").location == "/sign-in"

    assert here.get("/settings").status_code == 302
    assert there.get("/settings").status_code == 302
    assert sign_in(there).location == "/"


def test_a_session_ends_after_30_days_without_a_visit(client_of, bram):
    browser = client_of(None)
    now = clock.now()
    with time_machine.travel(now, tick=False) as clockwork:
        sign_in(browser)
        for _ in range(3):
            clockwork.shift(29 * 86_400)
            assert browser.get("/settings").status_code == 200
        clockwork.shift(31 * 86_400)
        assert browser.get("/settings").status_code == 302


def test_nothing_but_a_session_lets_in(client_of, visitor, bram):
    answer = visitor.submit(
        "/sign-in?include_auth_token", {"email": "bram@example.org", "password": PASSWORD, "remember": "y"},
        headers={"Accept": "application/json"},
    )  # fmt: skip
    token = answer.json["response"].get("user", {}).get("authentication_token") or answer.json["response"].get(
        "access_token", "x"
    )

    assert "remember_token" not in str(answer.headers)
    stranger = client_of(None)
    assert stranger.get("/settings", headers={"Authentication-Token": str(token)}).status_code == 302
    assert stranger.get(f"/settings?auth_token={token}").status_code == 302


def test_machines_sign_in_with_json(visitor, bram):
    token = visitor.get("/sign-in", headers={"Accept": "application/json"}).json["response"]["csrf_token"]
    words = {"email": "bram@example.org", "password": PASSWORD}

    answer = visitor.post("/sign-in", json=words, headers={"X-CSRFToken": token})

    assert answer.status_code == 200
    assert visitor.get("/settings").status_code == 200


@pytest.mark.parametrize(
    "body",
    [[], ["email"], {"email": {"$ne": 1}}, {"email": ["a", "b"]}, {"email": 1}, {"email": "\ud800", "password": "x"}],
)
def test_odd_json_is_refused_in_words(visitor, bram, body):
    token = visitor.get("/sign-in", headers={"Accept": "application/json"}).json["response"]["csrf_token"]

    for path in ("/sign-in", "/register", "/reset", "/confirm"):
        answer = visitor.post(path, json=body, headers={"X-CSRFToken": token, "Accept": "application/json"})
        assert answer.status_code == 400


def test_every_form_needs_its_token(visitor, client_of, bram):
    for path in ("/sign-in", "/register", "/reset", "/confirm"):
        assert visitor.post(path, data={"email": "bram@example.org", "password": PASSWORD}).status_code == 400
    for path in ("/settings", "/settings/password", "/settings/email", "/settings/sessions/departure"):
        assert client_of(bram).post(path).status_code == 400


def test_flask_security_serves_no_files_of_its_own(visitor):
    assert visitor.get("/fs-static/js/webauthn.js").status_code == 404


def test_signing_in_writes_nothing(app, visitor, bram):
    from cast import statements

    visitor.get("/sign-in")
    with statements() as seen:
        sign_in(visitor)

    assert [each for each in seen if not each.startswith("SELECT")] == []
    db.session.rollback()


def test_the_cookie_is_written_anew_on_the_first_page_of_a_day_and_no_other(visitor, bram):
    with time_machine.travel("2026-03-02 12:00", tick=False) as clockwork:
        sign_in(visitor)
        written = []
        for hours in (0, 1, 24, 1):
            clockwork.shift(timedelta(hours=hours))
            written.append(len(visitor.get("/settings").headers.getlist("Set-Cookie")))

    assert written == [1, 0, 1, 0]


@pytest.mark.own_app
def test_a_password_in_an_older_hash_is_hashed_anew(app, visitor, bram):
    security = app.extensions["security"]
    security.pwd_context.update(
        schemes=["argon2", "plaintext"], default="argon2", deprecated=["plaintext"], argon2__time_cost=1
    )

    assert sign_in(visitor).location == "/"

    db.session.rollback()
    db.session.refresh(bram)
    assert bram.password.startswith("$argon2id$")
    assert sign_in(visitor).location == "/"


def test_what_was_left_empty_is_told_at_its_field(client_of, bram):
    nothing, half = client_of(None), client_of(None)

    page = nothing.submit("/sign-in", {"email": "", "password": ""})
    assert page.status_code == 422
    assert page.text.count("field__error") == 2

    page = half.submit("/sign-in", {"email": "bram@example.org", "password": ""})
    assert page.text.count("field__error") == 1
    assert 'value="bram@example.org"' in page.text


def test_who_is_sent_here_is_told_why(visitor):
    assert "Deze pagina is voor leden" in visitor.get("/people", follow_redirects=True).text
    assert "Deze pagina is voor leden" not in visitor.get("/sign-in").text


def test_pages_of_accounts_are_kept_by_no_cache(visitor, client_of, bram):
    for browser, path in ((visitor, "/sign-in"), (visitor, "/register"), (client_of(bram), "/settings/password")):
        assert browser.get(path).headers["Cache-Control"] == "no-store"


def test_a_wish_is_remembered_under_a_name_that_no_other_host_can_set(app, visitor):
    app.config["SESSION_COOKIE_SECURE"] = True
    set_by = visitor.get("/themes?lang=en&scheme=dark", base_url="https://localhost").headers.getlist("Set-Cookie")

    assert {cookie.split("=")[0] for cookie in set_by} == {"__Host-language", "__Host-scheme"}
    assert all("Secure" in cookie and "Path=/" in cookie and "Domain" not in cookie for cookie in set_by)
