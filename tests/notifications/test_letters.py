"""A letter from one person to another, as it arrives at a real mail server: the words, a way to answer, and no address."""

import json

import pytest
from sqlalchemy import select

from network.kernel import clock
from network.kernel.database import db, writing
from network.notifications.jobs import deliver
from network.notifications.models import Notification
from network.practices.letters.services import write as write_letter
from network.practices.services import publish, write

QUESTION = "Wie leerde wie eerst?\n\n<b>De starter</b> of de vakman?"


@pytest.fixture
def practice(theme, bram, in_theme):
    in_theme(bram)
    words = dict.fromkeys(("summary", "problem", "action", "result"), "Elke donderdag een koppel.")
    practice = write(bram, theme, title="Donderdagkoppels", **words)
    publish(practice)
    return practice


def test_it_brings_the_words_and_a_way_to_answer_and_no_address(server, postmaster, practice, bram, chen):
    write_letter(practice, chen.id, chen, bram, QUESTION, once=None)
    deliver(clock.now())

    [mail] = [mail for mail in postmaster.mails if "Chen Li over" in mail["Subject"]]
    words = mail.get_body(("plain",)).get_content()
    assert mail["To"].addresses[0].addr_spec == bram.email
    assert "Wie leerde wie eerst?" in words
    assert "<b>De starter</b> of de vakman?" in words
    assert f"{practice.path}/letters/{chen.id}" in words
    assert "<b>De starter" not in mail.get_body(("html",)).get_content()
    assert not any(chen.email.encode() in each for each in postmaster.received)


@pytest.mark.parametrize("wants_mail", [True, False])
def test_the_words_leave_the_inbox_s_line_with_the_mail(server, postmaster, practice, bram, chen, wants_mail):
    with writing():
        bram.mail_conversations = wants_mail
    write_letter(practice, chen.id, chen, bram, QUESTION, once=None)
    deliver(clock.now())
    db.session.rollback()

    assert len([mail for mail in postmaster.mails if "Chen Li over" in mail["Subject"]]) == wants_mail
    [facts] = db.session.scalars(select(Notification.facts).where(Notification.kind == "practices.letter"))
    assert "starter" not in json.dumps(facts)
