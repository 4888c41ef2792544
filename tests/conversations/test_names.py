"""Whom one can call by name: who takes part there, for who may talk there, and not oneself."""

import pytest
from sqlalchemy import select

from network.conversations.rules import called_firms
from network.conversations.services import comment
from network.kernel.database import db, writing
from network.members.models import Member
from network.notifications.models import Notification

PLACE = "/conversations/thing/3/names"


@pytest.mark.usefixtures("counts")
def test_the_list_has_who_takes_part_and_nobody_else(client_of, bram, chen, ada, dina):
    assert client_of(chen).get(PLACE).json == ["Bram Jansen", "Plaatwerkerij Ketelbrug"]  # whose thing it is
    comment(ada, "thing", 3, "Hoe lang duurde dat?")

    assert client_of(chen).get(PLACE).json == ["Ada de Wit", "Bram Jansen", "Plaatwerkerij Ketelbrug", "Werkplaats"]
    assert client_of(bram).get(PLACE).json == ["Ada de Wit", "Werkplaats"]
    assert client_of(dina).get(PLACE).status_code == 404  # for her there is no such thing
    with writing():
        db.session.get_one(Member, ada.id).active = False
    assert client_of(chen).get(PLACE).json == ["Bram Jansen", "Plaatwerkerij Ketelbrug"]


@pytest.mark.usefixtures("counts")
def test_a_firm_that_is_called_hears_of_it_those_who_take_part_and_its_contact(make_member, bram, chen, ada):
    contact, silent = (
        make_member("Cor Tact", bram.organisation, is_contact=True),
        make_member("Stil", bram.organisation),
    )
    comment(ada, "thing", 3, "Dag.")
    comment(chen, "thing", 3, "Zou dat bij @Plaatwerkerij Ketelbrug ook kunnen, @werkplaats?")

    told = db.session.execute(select(Notification.member_id, Notification.kind).order_by(Notification.created_at)).all()
    mentioned = {member_id for member_id, kind in told if kind == "conversations.mention"}
    assert mentioned == {bram.id, contact.id, ada.id}
    assert silent.id not in {member_id for member_id, _kind in told}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("@Ketelbrug Bouw, dag", {2}), ("@ketelbrug dag", {1}), ("@Ketel", set()), ("mail@ketelbrug", set()),
        ("@Ketelbrug en @Werkplaats", {1, 3}), ("Ketelbrug", set()), ("@Ketelbrugge", set()),
    ],
)  # fmt: skip
def test_a_firm_is_called_by_its_whole_name(text, meant):
    assert called_firms(text, {1: "Ketelbrug", 2: "Ketelbrug Bouw", 3: "Werkplaats"}) == meant
