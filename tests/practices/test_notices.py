"""What is told by mail and in the inbox, in the words of each language."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from network.conversations.services import comment
from network.kernel.database import db, writing
from network.notifications.mails import compose, line_of
from network.notifications.models import Notification
from network.practices.services import report_replication, withdraw_replication


@pytest.mark.parametrize("code", ["nl", "en"])
@pytest.mark.parametrize("again", [True, False])
def test_every_notice_can_be_read(make_practice, in_theme, bram, chen, dina, code, again):
    in_theme(dina)
    practice = make_practice(title="Koppels & <kaarten>")
    report_replication(practice, chen, again=again)
    withdraw_replication(practice, chen)
    first = comment(chen, "practice", practice.id, "Vraag?")
    comment(bram, "practice", practice.id, "Antwoord", parent_id=first.id)
    comment(bram, "practice", practice.id, "En @Chen, nog iets")
    with writing():
        for member in (bram, chen, dina):
            member.language = code

    rows = db.session.scalars(select(Notification).options(joinedload(Notification.member))).all()

    assert {row.kind for row in rows} == {
        "practices.published", "practices.replicated", "practices.taken_back", "conversations.comment",
        "conversations.reply", "conversations.mention",
    }  # fmt: skip
    for row in rows:
        mail = compose(row, "8bit")
        assert "Koppels & <kaarten>" in mail["Subject"]
        assert f"http://localhost{practice.path}" in mail.get_body(("plain",)).get_content()
        assert "Koppels & <kaarten>" in line_of(row, row.member)


def test_whom_one_can_ask_hears_the_question(make_practice, make_member, in_theme, bram, chen, dina):
    mo, eva = (make_member(name, bram.organisation) for name in ("Mo Azzouzi", "Eva Smit"))
    practice = make_practice(ask_member_id=mo.id, audience="theme")
    in_theme(chen)

    comment(chen, "practice", practice.id, "@Mo Hoe kozen jullie?")
    assert to_the_conversation() == [(bram.id, "comment")]  # Mo may not read what is for the theme alone

    in_theme(mo, eva)
    comment(chen, "practice", practice.id, "@Mo @Eva Hoe kozen jullie?")
    assert sorted(to_the_conversation()[1:]) == sorted([(mo.id, "mention"), (bram.id, "comment")])


def to_the_conversation():
    told = select(Notification).where(Notification.kind.startswith("conversations."))
    return [
        (each.member_id, each.kind.partition(".")[2])
        for each in db.session.scalars(told.order_by(Notification.created_at))
    ]
