"""What a member settles about themselves, takes home, and which firm they belong to."""

from __future__ import annotations

import json

import pytest
from cast import statements
from conftest import both_databases
from registering import FORM, link_in, mails
from sqlalchemy import select

from network.kernel import clock
from network.kernel.database import db, writing
from network.links.models import Node
from network.members import own_data
from network.members.models import MEMBER, Member, Organisation
from network.notifications.models import Notification

WISHES = {"name": "Bram de Boer", "job": "lasser", "ask_me": "Alles over naden", "language": "en", "mail_news": "y"}


@both_databases
def test_what_a_member_settles_is_kept(client_of, bram):
    browser = client_of(bram)

    answer = browser.submit("/settings", WISHES)

    assert (answer.status_code, answer.location) == (302, "/settings")
    db.session.refresh(bram)
    assert (bram.name, bram.job, bram.ask_me, bram.language) == ("Bram de Boer", "lasser", "Alles over naden", "en")
    assert (bram.is_listed, bram.mail_reminders, bram.mail_conversations, bram.mail_news) == (False, False, False, True)


def test_the_language_goes_with_the_browser_too(client_of, bram):
    browser = client_of(bram)

    browser.submit("/settings", WISHES)

    assert '<html lang="en">' in browser.get("/settings").text


def test_nothing_else_can_be_set(client_of, bram, chen):
    more = {
        "role": "administrator", "email": "boss@example.org", "organisation_id": str(chen.organisation_id),
        "is_contact": "y", "active": "", "id": str(chen.id), "password": "x", "confirmed_at": "", "slug": "boss",
    }  # fmt: skip
    before = (bram.email, bram.organisation_id, bram.is_contact, bram.password, bram.slug)

    client_of(bram).submit("/settings", {**WISHES, **more})

    db.session.refresh(bram)
    assert (bram.email, bram.organisation_id, bram.is_contact, bram.password, bram.slug) == before
    assert (bram.role, bram.active) == (MEMBER, True)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 121),
        ("job", "x" * 121),
        ("ask_me", "x" * 201),
        ("language", "de"),
        ("language", ""),
    ],
)
def test_what_cannot_be_is_told_at_the_field(client_of, bram, field, value):
    answer = client_of(bram).submit("/settings", {**WISHES, field: value})

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert "Alles over naden" in answer.text or field == "ask_me"


def test_a_visitor_has_no_settings(visitor):
    assert visitor.get("/settings").location == "/sign-in?next=/settings"
    assert visitor.get("/settings", headers={"Accept": "application/json"}).status_code == 401


def test_settings_cost_few_statements(client_of, bram):
    browser = client_of(bram)
    browser.get("/settings")
    with statements() as seen:
        browser.get("/settings")
    assert len(seen) <= 2


def test_a_member_takes_their_data_home(client_of, bram, monkeypatch):
    monkeypatch.setattr(own_data, "_contributors", {})
    own_data.add_contributor("practices", lambda member: [{"title": f"van {member.name}", "at": clock.now()}])

    answer = client_of(bram).get("/settings/data")

    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "no-store"
    known = json.loads(answer.text)
    assert known["member"]["email"] == "bram@example.org"
    assert known["organisation"]["name"] == "Plaatwerkerij Ketelbrug"
    assert known["practices"][0]["title"] == "van Bram Jansen"
    assert "password" not in known["member"]
    assert bram.password not in answer.text
    assert bram.fs_uniquifier not in answer.text


@pytest.fixture
def ketelbrug_mail(bram, ketelbrug):
    """Bram is contact of a verified firm with mail of its own."""
    with writing():
        bram.email, bram.is_contact, ketelbrug.verified_at = "bram@ketelbrug.example", True, clock.now()


def register(browser, email: str) -> Member:
    browser.submit("/register", {**FORM, "email": email, "organisation": "Ketelbrug vestiging"})
    browser.get(link_in(mails("accounts.confirm")[-1]))
    db.session.rollback()
    return db.session.scalars(select(Member).where(Member.email == email)).one()


@both_databases
def test_a_newcomer_is_offered_their_colleagues_and_may_join_them(client_of, bram, ketelbrug, ketelbrug_mail):
    browser = client_of(None)
    dewi = register(browser, "dewi@ketelbrug.example")
    [offer] = mails("accounts.join_offered")
    assert (offer.member_id, offer.in_inbox, offer.path) == (dewi.id, True, "/settings/organisation")
    assert "Plaatwerkerij Ketelbrug" in browser.get("/settings/organisation").text

    answer = browser.submit("/settings/organisation")

    assert answer.location == ketelbrug.path
    db.session.rollback()
    db.session.refresh(dewi)
    assert (dewi.organisation_id, dewi.is_contact) == (ketelbrug.id, False)
    assert browser.get("/organisations/ketelbrug-vestiging").status_code == 404
    assert db.session.scalars(select(Node.path)).all() == [dewi.path]
    assert [row.member_id for row in mails("accounts.colleague_joined")] == [bram.id]
    assert browser.submit("/settings/organisation").status_code == 409


@pytest.mark.parametrize("email", ["dewi@gmail.com", "dewi@notketelbrug.example", "dewi@sub.ketelbrug.example"])
def test_others_are_offered_nothing(client_of, bram, ketelbrug, ketelbrug_mail, email):
    browser = client_of(None)
    register(browser, email)

    assert mails("accounts.join_offered") == []
    assert browser.submit("/settings/organisation").status_code == 409


def test_a_firm_that_nobody_vouches_for_offers_nothing(client_of, bram, ketelbrug, ketelbrug_mail):
    with writing():
        ketelbrug.verified_at = None

    register(client_of(None), "dewi@ketelbrug.example")

    assert mails("accounts.join_offered") == []


def test_who_has_colleagues_stays_with_them(client_of, bram, ketelbrug, ketelbrug_mail, make_member, make_organisation):
    other = make_organisation("Ander bedrijf")
    dewi = make_member("Dewi", other, email="dewi@ketelbrug.example")
    make_member("Collega", other)

    assert client_of(dewi).submit("/settings/organisation").status_code == 409


@both_databases
def test_a_coordinator_vouches_for_a_firm(client_of, ada, bram, ketelbrug):
    with writing():
        bram.is_contact = True
    browser = client_of(ada)

    browser.submit(f"{ketelbrug.path}/verification")
    browser.submit(f"{ketelbrug.path}/verification")

    db.session.rollback()
    db.session.refresh(ketelbrug)
    assert ketelbrug.verified_at is not None
    assert [(row.member_id, row.kind) for row in mails()] == [(bram.id, "accounts.verified")]
    assert 'aria-label="geverifieerd"' in browser.get("/organisations").text

    browser.submit(f"{ketelbrug.path}/verification/withdrawal")
    db.session.rollback()
    db.session.refresh(ketelbrug)
    assert ketelbrug.verified_at is None
    assert [row.kind for row in mails()] == ["accounts.verified", "accounts.unverified"]


def test_others_do_not_vouch(client_of, visitor, bram, chen, ketelbrug):
    assert client_of(chen).submit(f"{ketelbrug.path}/verification").status_code == 403
    assert client_of(bram).submit(f"{ketelbrug.path}/verification").status_code == 403
    assert visitor.submit(f"{ketelbrug.path}/verification").status_code == 302
    db.session.refresh(ketelbrug)
    assert ketelbrug.verified_at is None


def test_nobody_vouches_for_a_firm_that_is_not_listed(client_of, ada, make_organisation):
    hidden = make_organisation("Nog niet", listed_at=None)

    assert client_of(ada).submit(f"{hidden.path}/verification").status_code == 404


def test_every_kind_of_mail_has_its_words_in_both_languages(app, bram):
    from network.accounts import notices
    from network.kernel import mail
    from network.kernel.i18n import force_locale, render_text

    kinds = {value for name, value in vars(notices).items() if name.isupper() and value != notices.REGISTERED}
    for kind in sorted(kinds):
        facts = {
            "link": "http://localhost/confirm/abc", "name": "Ketelbrug", "to": "x@y.example", "firm_path": "/organisations/x",
        }  # fmt: skip
        for code in ("nl", "en"):
            with force_locale(code):
                template = f"accounts/notices/{kind.partition('.')[2]}.txt"
                text = render_text(template, code, member=bram, facts=facts, path="/x", url=mail.url)
            assert text.startswith("Subject: ")
            assert text.split("\n")[1] == ""
            assert "http://localhost" in text


def test_every_notice_that_is_read_here_has_a_line(app, bram):
    from network.notifications.mails import line_of

    for kind in ("verified", "unverified", "colleague_joined", "join_offered"):
        row = Notification(kind=f"accounts.{kind}", facts={"name": "<b>Ketelbrug"}, member=bram)
        assert "Ketelbrug" in str(line_of(row, bram))


def test_the_organisation_of_a_member_who_is_not_confirmed_stays_hidden(visitor, client_of, bram):
    visitor.submit("/register", FORM)

    db.session.rollback()
    firm = db.session.scalars(select(Organisation).where(Organisation.slug == "kwekerij-zevenblad")).one()
    for browser in (visitor, client_of(bram)):
        assert browser.get(firm.path).status_code == 404
        assert "Zevenblad" not in browser.get("/organisations").text
        assert "Dewi" not in client_of(bram).get("/people").text
