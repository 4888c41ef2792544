"""Who gets a role in the network, from whom, and that it never is without an administrator."""

from __future__ import annotations

import pytest
from conftest import both_databases
from sqlalchemy import select
from together import at_once

from network.kernel.database import db
from network.members.models import ADMINISTRATOR, COORDINATOR, MEMBER, Member
from network.members.roles import LastAdministrator, appoint
from network.notifications.models import Notification


def roles():
    db.session.rollback()
    return {name.split()[0]: role for name, role in db.session.execute(select(Member.name, Member.role))}


def test_an_administrator_gives_a_member_a_role_who_hears_of_it(client_of, dina, bram):
    browser = client_of(dina)

    for _twice in range(2):
        answer = browser.submit("/admin/roles", {"email": "BRAM@example.org", "role": COORDINATOR})
        assert answer.status_code == 302

    assert roles()["Bram"] == COORDINATOR
    told = db.session.scalars(select(Notification.kind).where(Notification.member_id == bram.id)).all()
    assert told == ["coordination.appointed"]
    assert "coördinator van het netwerk" in client_of(bram).get("/notifications").text
    assert client_of(bram).get("/themes/new").status_code == 200


def test_a_role_that_was_taken_back_is_refused_at_the_next_request(client_of, dina, ada):
    theirs = client_of(ada)
    assert theirs.get("/themes/new").status_code == 200

    client_of(dina).submit("/admin/roles", {"email": "ada@example.org", "role": MEMBER})

    assert theirs.get("/themes/new").status_code == 403


@pytest.mark.parametrize("email", ["nobody@example.org", "", "no address", "\0"])
def test_an_address_that_nobody_has_is_told_at_the_field(client_of, dina, bram, email):
    answer = client_of(dina).submit("/admin/roles", {"email": email, "role": COORDINATOR})

    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert roles()["Bram"] == MEMBER


def test_only_administrators_give_roles(client_of, ada, bram):
    for who in (ada, bram):
        answer = client_of(who).submit("/admin/roles", {"email": "bram@example.org", "role": ADMINISTRATOR})
        assert answer.status_code == 403

    assert roles()["Bram"] == MEMBER


def test_the_last_administrator_keeps_the_role(client_of, dina):
    answer = client_of(dina).submit("/admin/roles", {"email": "dina@example.org", "role": MEMBER})

    assert answer.status_code == 409
    assert roles()["Dina"] == ADMINISTRATOR


@both_databases
def test_two_administrators_who_leave_at_once_do_not_leave_the_network_alone(app, dina, make_member):
    keys = [dina.id, make_member("Emre Kaya", role=ADMINISTRATOR).id]

    def leave(key):
        return appoint(db.session.get_one(Member, key), MEMBER)

    answers = at_once(app, *[lambda key=key: leave(key) for key in keys])

    assert sorted(type(each).__name__ for each in answers) == ["LastAdministrator", "bool"]
    assert list(roles().values()).count(ADMINISTRATOR) == 1
    assert issubclass(LastAdministrator, Exception)
