"""Letters about a practice: passed on by mail without an address, and read by two people only."""

from datetime import timedelta

import pytest
from conftest import both_databases
from sqlalchemy import select
from together import at_once

from network.accounts.erasure import erase
from network.kernel import clock
from network.kernel.database import db, writing
from network.members.models import Member
from network.notifications.models import Notification
from network.practices.letters.models import Letter
from network.practices.letters.queries import letters_of
from network.practices.letters.refusals import NobodyToAsk
from network.practices.letters.services import MOST_A_DAY, forget_old_letters, write
from network.practices.models import Practice

QUESTION = "Wie leerde wie eerst, de starter of de vakman?"


def box(practice, asker):
    return f"{practice.path}/letters/{asker.id}"


def written():
    db.session.rollback()
    return [
        (row.author_id, row.recipient_id, row.text) for row in db.session.scalars(select(Letter).order_by(Letter.id))
    ]


@both_databases
def test_an_answer_comes_back_to_who_asked_and_neither_sees_an_address(client_of, practice, bram, chen):
    assert box(practice, chen) in client_of(chen).get(practice.path).text
    client_of(chen).submit(box(practice, chen), {"text": QUESTION, "once": "a"})
    asked = client_of(bram).get(box(practice, chen)).text
    assert QUESTION in asked
    assert chen.email not in asked

    client_of(bram).submit(box(practice, chen), {"text": "De vakman.", "once": "b"})

    assert written() == [(chen.id, bram.id, QUESTION), (bram.id, chen.id, "De vakman.")]
    answered = client_of(chen).get(box(practice, chen)).text
    assert "De vakman." in answered
    assert bram.email not in answered


@both_databases
def test_nobody_else_reads_a_letter_whatever_they_are(client_of, practice, bram, chen, ada, dina, make_member):
    colleague = make_member("Collega van Bram", bram.organisation)
    client_of(chen).submit(box(practice, chen), {"text": QUESTION, "once": "a"})

    for other in (ada, dina, colleague):
        answer = client_of(other).get(box(practice, chen))
        assert answer.status_code == 404
        assert client_of(other).submit(box(practice, chen), {"text": "Ik ook", "once": "c"}).status_code == 404
        assert QUESTION not in client_of(other).get(box(practice, other)).text
    assert client_of(None).get(box(practice, chen)).status_code == 302
    assert len(written()) == 1


@both_databases
def test_sent_twice_at_once_it_is_one_letter_and_one_mail(app, practice, bram, chen):
    def act():
        own, me = db.session.get_one(Practice, practice_id), db.session.get_one(Member, chen_id)
        write(own, me.id, me, db.session.get_one(Member, bram_id), QUESTION, once="same")

    practice_id, chen_id, bram_id = practice.id, chen.id, bram.id
    assert at_once(app, act, act, act) == [None, None, None]

    assert len(written()) == 1
    assert len(db.session.scalars(select(Notification).where(Notification.kind == "practices.letter")).all()) == 1


def test_an_empty_letter_and_one_too_long_are_refused_at_the_field_and_kept(client_of, practice, chen):
    browser = client_of(chen)
    long = "woord " * 800

    assert browser.submit(box(practice, chen), {"text": "  "}).status_code == 422
    wrong = browser.submit(box(practice, chen), {"text": long})

    assert wrong.status_code == 422
    assert long.strip() in wrong.text
    assert written() == []


def test_the_twenty_first_letter_of_a_day_waits_and_is_not_lost(client_of, practice, bram, chen):
    for n in range(MOST_A_DAY):
        write(practice, chen.id, chen, bram, f"Vraag {n}", once=None)

    refused = client_of(chen).submit(box(practice, chen), {"text": "Nog één vraag", "once": "z"})

    assert refused.status_code == 409
    assert "Je schreef vandaag veel brieven." in refused.text
    assert "Nog één vraag" in refused.text
    with clock.at(clock.now() + timedelta(days=1, minutes=1)):
        write(practice, chen.id, chen, bram, "Nog één vraag", once="z")
    assert len(written()) == MOST_A_DAY + 1


def test_who_is_not_here_any_more_gets_no_letter(client_of, practice, bram, chen):
    client_of(chen).submit(box(practice, chen), {"text": QUESTION, "once": "a"})
    with writing():
        db.session.get_one(Member, bram.id).active = False
    with pytest.raises(NobodyToAsk):
        write(practice, chen.id, chen, db.session.get_one(Member, bram.id), QUESTION, once="b")

    page = client_of(chen).get(box(practice, chen))
    assert page.status_code == 200
    assert QUESTION in page.text
    assert "Er is niemand om aan te schrijven" in page.text


def test_one_does_not_write_to_oneself_nor_about_what_one_may_not_read(client_of, practice, make_practice, bram, chen):
    draft = make_practice(published=False)
    inside = make_practice(audience="theme")

    assert client_of(bram).get(box(practice, bram)).status_code == 404
    assert client_of(chen).get(box(draft, chen)).status_code == 404
    assert client_of(chen).get(box(inside, chen)).status_code == 404


@both_databases
def test_letters_go_with_whoever_is_erased_and_after_a_year(client_of, practice, bram, chen, dina):
    write(practice, chen.id, chen, bram, QUESTION, once=None)
    write(practice, dina.id, dina, bram, "Nog een", once=None)
    assert [row["text"] for row in letters_of(bram)] == [QUESTION, "Nog een"]
    assert [(row["text"], row["mine"]) for row in letters_of(chen)] == [(QUESTION, True)]

    erase(chen, "x", dina)
    assert [text for *_, text in written()] == ["Nog een"]
    forget_old_letters(clock.now() + timedelta(days=364))
    assert len(written()) == 1
    forget_old_letters(clock.now() + timedelta(days=366))
    assert written() == []
