"""The weekly digest: on Monday, once, in the rights of that moment, nothing twice, and nothing where nothing is new."""

from __future__ import annotations

import email
import email.policy
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from conftest import both_databases
from sqlalchemy import select, update
from together import at_once

from network.kernel import clock
from network.kernel.database import db, writing
from network.meetups.services import plan
from network.members.models import Member, Organisation
from network.notifications.digests import MOST, write_digests
from network.notifications.jobs import deliver
from network.notifications.models import FAILED, NO_MAIL, SENT, Notification
from network.notifications.rules import DIGEST_KIND
from network.notifications.services import notify
from network.practices.services import publish, write
from network.questions.services import ask
from network.themes.models import CLOSED

WORDS = {"summary": "Kort.", "problem": "Dat.", "action": "Dit.", "result": "Zoveel."}
MONDAY = datetime(2026, 11, 30, 6, 0, tzinfo=UTC)  # seven o'clock in Amsterdam, in winter


@pytest.fixture(autouse=True)
def _monday(app, ada, bram, chen):
    with writing() as session:
        session.execute(update(Member).values(created_at=MONDAY - timedelta(days=30)))
        session.execute(update(Organisation).values(size_class="20-49"))
    with clock.at(MONDAY):
        yield


def practice_of(author, theme, title, **more):
    with clock.at(MONDAY - timedelta(days=2)):
        made = write(author, theme, title=title, **{**WORDS, **more})
        publish(made)
    return made


def planned(planner, theme, title):
    begin = MONDAY + timedelta(days=5)
    with clock.at(MONDAY - timedelta(days=3)):
        return plan(
            planner, theme, title=title, kind="lecture", mode="online", starts_at=begin, capacity=9,
            ends_at=begin + timedelta(hours=1),
        )  # fmt: skip


def digests():
    db.session.rollback()
    return db.session.scalars(
        select(Notification).where(Notification.kind == DIGEST_KIND).order_by(Notification.member_id)
    ).all()


def mail_to(app, member):
    folder = Path(app.config["SETTINGS"].network_instance) / "mail"
    found = [each for each in folder.rglob("*.eml") if f"digest-{member.email}" in each.name]
    assert len(found) <= 1
    if not found:
        return None
    return email.message_from_bytes(found[0].read_bytes(), policy=email.policy.default)


def text_of(message):
    return message.get_body(("plain",)).get_content()


def test_what_is_new_comes_in_one_mail_with_a_way_out(app, bram, chen, theme, in_theme):
    in_theme(bram, chen)
    practice_of(bram, theme, "Samen aan de kantbank")
    with clock.at(MONDAY - timedelta(days=3)):
        ask(bram, theme, title="Wie heeft een leerlijn?")
    planned(bram, theme, "Kijken bij Ketelbrug")

    assert write_digests(MONDAY) == 3
    deliver(MONDAY)

    message = mail_to(app, chen)
    assert "digest" not in (message["Subject"] or "")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    for words in ("Samen aan de kantbank", "Wie heeft een leerlijn?", "Kijken bij Ketelbrug"):
        assert text_of(message).count(words) == 1
    own = mail_to(app, bram)
    assert "Samen aan de kantbank" not in text_of(own)  # of one's own firm there is no news
    assert "leerlijn" not in text_of(own)


@both_databases
@pytest.mark.race
def test_two_workers_write_one_for_each_and_a_second_round_writes_none(app):
    def work():
        with clock.at(MONDAY):
            return write_digests(MONDAY)

    at_once(app, *[work] * 3)

    assert len(digests()) == 3
    assert write_digests(MONDAY + timedelta(hours=1)) == 0
    assert write_digests(MONDAY + timedelta(days=7)) == 3


def test_only_on_monday_from_seven_and_a_day_late_at_most(app):
    assert write_digests(MONDAY - timedelta(minutes=1)) == 0
    assert write_digests(MONDAY + timedelta(days=3)) == 0
    assert write_digests(MONDAY + timedelta(days=1)) == 3


def test_seven_o_clock_is_seven_o_clock_in_summer_too(app):
    summer = datetime(2027, 6, 7, 5, 0, tzinfo=UTC)

    assert write_digests(summer - timedelta(minutes=1)) == 0
    assert write_digests(summer) == 3


def test_nothing_to_say_is_no_mail(app, chen):
    write_digests(MONDAY)

    assert deliver(MONDAY) == 0
    assert {row.mail_state for row in digests()} == {NO_MAIL}
    assert not any(row.in_inbox for row in digests())


def test_what_was_mailed_at_once_is_not_told_again(app, bram, chen, theme):
    told = practice_of(bram, theme, "Al gemaild")
    practice_of(bram, theme, "Nog niet gemaild")
    with clock.at(MONDAY - timedelta(days=1)):
        notify(
            chen, "practices.replicated", path=f"{told.path}#applied", title="Al gemaild", firm="Ketelbrug", again=True
        )
    write_digests(MONDAY)
    deliver(MONDAY)

    text = text_of(mail_to(app, chen))
    assert "Nog niet gemaild" in text
    assert "Al gemaild" not in text


def test_a_digest_that_is_put_off_still_tells_the_whole_week(app, bram, chen, theme):
    with clock.at(MONDAY - timedelta(days=7) + timedelta(minutes=5)):
        publish(write(bram, theme, title="Van vorige maandag", **WORDS))
    write_digests(MONDAY)
    with writing() as session:
        session.execute(update(Notification).values(due_at=MONDAY + timedelta(hours=12)))
    deliver(MONDAY + timedelta(hours=13))

    assert "Van vorige maandag" in text_of(mail_to(app, chen))


def test_what_could_not_be_mailed_is_told_after_all(app, bram, chen, theme):
    told = practice_of(bram, theme, "Kwam niet aan")
    with clock.at(MONDAY - timedelta(days=1)):
        row = notify(chen, "practices.published", path=told.path, title="Kwam niet aan", firm="Ketelbrug")
    with writing():
        row.mail_state = FAILED
    write_digests(MONDAY)
    deliver(MONDAY)

    assert "Kwam niet aan" in text_of(mail_to(app, chen))


def test_rights_are_those_of_the_moment_at_which_it_goes(app, bram, chen, ada, theme):
    practice_of(bram, theme, "Straks besloten")
    write_digests(MONDAY)
    with writing():
        theme.access = CLOSED
    deliver(MONDAY)

    assert mail_to(app, chen) is None


def test_who_does_not_want_it_or_is_new_or_shut_out_gets_none(app, ada, bram, chen):
    with writing():
        ada.mail_digest, bram.created_at, chen.active = False, MONDAY + timedelta(hours=1), False

    assert write_digests(MONDAY) == 0


def test_who_switches_it_off_before_it_goes_gets_none(app, bram, chen, theme):
    practice_of(bram, theme, "Nieuw")
    write_digests(MONDAY)
    with writing():
        chen.mail_digest = False
    deliver(MONDAY)

    assert mail_to(app, chen) is None


def test_at_most_ten_things_of_which_four_of_a_kind(app, bram, chen, theme, in_theme):
    in_theme(bram, chen)
    for n in range(6):
        practice_of(bram, theme, f"Praktijk {n}")
        with clock.at(MONDAY - timedelta(days=3)):
            ask(bram, theme, title=f"Vraag nummer {n}?")
        planned(bram, theme, f"Middag {n}")
    write_digests(MONDAY)
    deliver(MONDAY)

    lines = [line for line in text_of(mail_to(app, chen)).splitlines() if line.startswith("- ")]
    assert len(lines) == MOST
    assert sum("Vraag" in line for line in lines) == 4
    assert {row.mail_state for row in digests() if row.member_id == chen.id} == {SENT}


def test_a_title_that_looks_like_markup_or_an_address_stays_words(app, bram, chen, theme):
    practice_of(bram, theme, "<b>x</b> https://elders.example/ **y**")
    write_digests(MONDAY)
    deliver(MONDAY)

    page = mail_to(app, chen).get_body(("html",)).get_content()
    assert "<b>x</b>" not in page
