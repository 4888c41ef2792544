"""Whom one can call by name: who takes part there, for who may talk there, and not oneself."""

import pytest

from network.conversations.services import comment
from network.kernel.database import db, writing
from network.members.models import Member

PLACE = "/conversations/thing/3/names"


@pytest.mark.usefixtures("counts")
def test_the_list_has_who_takes_part_and_nobody_else(client_of, bram, chen, ada, dina):
    assert client_of(chen).get(PLACE).json == ["Bram Jansen"]  # whose thing it is
    comment(ada, "thing", 3, "Hoe lang duurde dat?")

    assert client_of(chen).get(PLACE).json == ["Ada de Wit", "Bram Jansen"]
    assert client_of(bram).get(PLACE).json == ["Ada de Wit"]
    assert client_of(dina).get(PLACE).status_code == 404  # for her there is no such thing
    with writing():
        db.session.get_one(Member, ada.id).active = False
    assert client_of(chen).get(PLACE).json == ["Bram Jansen"]
