"""Who is invited comes in by their link, once, or is forgotten at once; until then nobody knows of them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from conftest import both_databases
from registering import FORM, how_many, link_in, mails
from sqlalchemy import select
from together import at_once

from network.accounts import invitations
from network.accounts.invitations import (
    NoInvitation,
    accept,
    bring_in,
    decline,
    forget_unanswered,
    invite_again,
    invited_by,
)
from network.kernel import clock
from network.kernel.database import db, writing
from network.members.models import Member, Organisation
from network.notifications.jobs import deliver
from network.practices.models import Practice
from network.practices.services import write

FIRM = {
    "name": "Kwekerij Zevenblad", "place": "Horst", "province": "limburg", "size_class": "10-19", "sector": "agrifood",
    "has_hr": False,
}  # fmt: skip
YES = {"name": "Dewi P.", "password": "paarse schoenen in de regen", "rules": "y"}


@pytest.fixture
def dewi(app):
    person = {"name": "Dewi Pattiwael", "email": "dewi@zevenblad.example", "job": "teler", "language": "nl"}
    return bring_in(person=person, firm=FIRM, is_contact=True)


def a_week_ago(member):
    [mail] = mails("accounts.invited")
    with writing():
        member.created_at, mail.once = clock.now() - timedelta(days=8), "last week"


def link():
    return link_in(mails("accounts.invited")[0])


@both_databases
def test_the_link_lets_somebody_in_with_a_password_of_their_own(dewi, visitor, client_of):
    assert visitor.get(link()).status_code == 200
    answer = visitor.submit(link(), YES)

    assert (answer.status_code, answer.location) == (302, "/")
    assert visitor.get("/settings").status_code == 200
    db.session.rollback()
    db.session.refresh(dewi, ["name", "confirmed_at"])
    firm = db.session.scalars(select(Organisation)).one()
    assert (dewi.name, dewi.confirmed_at is not None, firm.listed_at is not None) == ("Dewi P.", True, True)
    again = client_of(None).submit(
        "/sign-in", {"email": "dewi@zevenblad.example", "password": "paarse schoenen in de regen"}
    )
    assert again.status_code == 302


def test_the_mail_goes_out_and_says_what_it_is(dewi, app):
    assert deliver(clock.now()) == 1
    [written] = (app.config["SETTINGS"].network_instance / "mail").rglob("*.eml")
    text = written.read_text()

    assert "dewi@zevenblad.example" in text
    assert "/invitation/" in text
    assert "List-Unsubscribe" not in text


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"password": "kort"}, "password"),
        ({"password": ""}, "password"),
        ({"name": " "}, "name"),
        ({"rules": ""}, "rules"),
    ],
)
def test_what_is_missing_is_told_at_its_field(dewi, visitor, change, field):
    wish = {name: value for name, value in {**YES, **change}.items() if value}
    answer = visitor.submit(link(), wish)

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    db.session.rollback()
    assert db.session.get(Member, dewi.id).password is None


def test_a_link_works_once_and_not_after_ninety_days(dewi, visitor, client_of, monkeypatch):
    address = link()
    visitor.submit(address, YES)
    assert client_of(None).get(address).status_code == 410
    assert client_of(None).submit(address, YES).status_code == 410
    assert client_of(None).get("/invitation/rubbish").status_code == 410


def test_a_link_is_dead_when_it_waited_too_long(dewi, monkeypatch):
    token = link().rpartition("/")[2]
    monkeypatch.setattr(invitations, "WAITS", timedelta(seconds=-1))

    with pytest.raises(NoInvitation):
        invited_by(token)


@both_databases
@pytest.mark.race
def test_a_link_that_is_followed_twice_at_once_lets_somebody_in_once(app, dewi):
    token = link().rpartition("/")[2]

    def come_in():
        accept(invited_by(token), name="Dewi", password="een hash", language="nl")
        return True

    answers = at_once(app, *[come_in] * 4)

    assert answers.count(True) == 1
    assert all(isinstance(each, NoInvitation) for each in answers if each is not True)


@both_databases
@pytest.mark.race
def test_who_comes_in_while_they_would_be_forgotten_is_one_or_the_other_and_whole(app, dewi):
    token, own = link().rpartition("/")[2], dewi.id

    def come_in():
        accept(invited_by(token), name="Dewi", password="een hash", language="nl")
        return True

    answers = at_once(app, come_in, lambda: decline(db.session.get_one(Member, own)), come_in)

    row = db.session.get_one(Member, own)
    came_in = True in answers
    assert (row.erased_at is None, row.active, row.confirmed_at is not None) == (came_in, came_in, came_in)


def test_nobody_who_came_in_is_forgotten_by_a_link_that_was_opened_before(dewi, visitor):
    opened_before = invited_by(link().rpartition("/")[2])
    visitor.submit(link(), YES)

    with pytest.raises(NoInvitation):
        decline(opened_before)
    assert forget_unanswered(clock.now() + timedelta(days=91)) == 0
    db.session.rollback()
    assert db.session.get(Member, dewi.id).erased_at is None


@both_databases
def test_who_says_no_is_forgotten_with_what_was_put_ready(dewi, theme, visitor):
    write(dewi, theme, title="Voor Dewi klaargezet")
    answer = visitor.submit(f"{link()}/refusal")

    assert answer.status_code == 302
    db.session.rollback()
    db.session.refresh(dewi)
    assert (str(dewi.name), dewi.erased_at is not None, how_many(Practice)) == ("Voormalig lid", True, 0)
    assert "zevenblad" not in dewi.email
    assert mails("accounts.invited") == []


def test_who_never_answers_is_forgotten(dewi, bram):
    assert forget_unanswered(clock.now() + timedelta(days=89)) == 0
    assert forget_unanswered(clock.now() + timedelta(days=91)) == 1
    assert forget_unanswered(clock.now() + timedelta(days=91)) == 0
    db.session.rollback()
    assert db.session.get(Member, bram.id).erased_at is None


def test_who_asks_for_any_other_link_gets_their_invitation(dewi, visitor, client_of):
    a_week_ago(dewi)
    for path, form in (
        ("/reset", {"email": dewi.email}), ("/confirm", {"email": dewi.email}), ("/register", {**FORM, "email": dewi.email}),
    ):  # fmt: skip
        client_of(None).submit(path, form)

    assert [mail.kind for mail in mails()] == ["accounts.invited"] * 2  # one more, and no other within the week
    assert how_many(Organisation) == 1


def test_nobody_signs_in_before_they_have_a_password(dewi, visitor):
    for password in ("", "None", "paarse schoenen in de regen"):
        answer = visitor.submit("/sign-in", {"email": dewi.email, "password": password})
        assert answer.status_code == 422


def test_a_reminder_goes_to_who_waits_a_week_and_once(dewi, bram):
    assert invite_again() == 0
    a_week_ago(dewi)
    assert invite_again() == 1
    assert invite_again() == 0


def test_nobody_finds_who_is_invited(dewi, bram, client_of):
    page = client_of(bram)

    assert page.get(f"/people/{dewi.slug}").status_code == 404
    assert "Zevenblad" not in page.get("/organisations").text
    assert "Pattiwael" not in page.get("/search?q=Dewi").text
    assert db.session.scalar(select(Organisation.listed_at).where(Organisation.id == dewi.organisation_id)) is None
