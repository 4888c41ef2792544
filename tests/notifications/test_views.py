"""The inbox, and one click out of a kind of mail."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from cast import statements
from conftest import both_databases

from network.kernel import clock
from network.kernel.database import db, writing
from network.notifications.jobs import deliver
from network.notifications.models import NO_MAIL
from network.notifications.services import notify

KIND = "themes.join_granted"


def news(member, title="Verzuim", **more):
    return notify(member, KIND, path="/themes/verzuim", title=title, **more)


def test_an_empty_inbox_invites(client_of, bram):
    page = client_of(bram).get("/notifications?lang=en")

    assert page.status_code == 200
    assert "Nothing yet" in page.text
    assert "You have read everything" not in page.text


def test_a_visitor_is_sent_to_the_sign_in_page(visitor):
    assert visitor.get("/notifications").status_code == 302


def test_news_stands_there_with_its_link_until_it_is_read(client_of, bram):
    row = news(bram, title="<b>Verzuim</b>")
    browser = client_of(bram)

    page = browser.get("/notifications?lang=en").text
    assert 'href="/themes/verzuim"' in page
    assert "&lt;b&gt;Verzuim" in page
    assert "Mark as read" in page

    assert browser.submit(f"/notifications/{row.id}/reading").status_code == 302
    assert "You have read everything" in browser.get("/notifications?lang=en").text


def test_reading_a_page_marks_nothing(client_of, bram):
    row = news(bram)

    client_of(bram).get("/notifications")

    db.session.refresh(row)
    assert row.read_at is None


def test_all_is_marked_as_read_at_once(client_of, bram):
    for number in range(3):
        news(bram, title=f"Nummer {number}")
    browser = client_of(bram)

    browser.submit("/notifications/reading")

    assert "You have read everything" in browser.get("/notifications?lang=en").text


def test_nobody_reads_for_another(client_of, bram, chen):
    row = news(bram)

    assert client_of(chen).submit(f"/notifications/{row.id}/reading").status_code == 404
    assert "Verzuim" not in client_of(chen).get("/notifications").text


@both_databases
def test_older_news_stands_on_the_next_page_and_costs_no_more(app, client_of, bram):
    with writing():
        for number in range(45):
            news(bram, title=f"Nummer {number:02}")
    browser = client_of(bram)

    browser.get("/notifications")
    with statements() as seen:
        first = browser.get("/notifications?lang=en").text
    older = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")

    assert len(seen) <= 4
    assert [title in first for title in ("Nummer 44", "Nummer 25", "Nummer 24")] == [True, True, False]
    second = browser.get(older).text
    assert [title in second for title in ("Nummer 25", "Nummer 24", "Nummer 05")] == [False, True, True]
    assert "Nummer 04" not in second


@pytest.mark.parametrize("key", ["x", "~", "2026~", "9999-99-99~1", "2026-01-01T00:00:00~' OR 1"])
def test_a_page_key_that_nobody_gave_out_breaks_nothing(client_of, bram, key):
    assert client_of(bram).get("/notifications", query_string={"before": key}).status_code == 200


@pytest.fixture
def leave_path(mail_of):
    return lambda row: urlsplit(mail_of(row)["List-Unsubscribe"].strip("<>")).path


def test_looking_at_the_way_out_changes_nothing(visitor, bram, leave_path):
    page = visitor.get(leave_path(news(bram)) + "?lang=en")

    assert page.status_code == 200
    assert "Stop this mail" in page.text
    db.session.refresh(bram)
    assert bram.mail_news


def test_a_mail_program_posts_there_without_a_session(visitor, bram, leave_path):
    row = news(bram)

    answer = visitor.post(leave_path(row), data={"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    db.session.rollback()
    db.session.refresh(bram)
    assert not bram.mail_news
    assert deliver(clock.now()) == 0
    db.session.refresh(row)
    assert row.mail_state == NO_MAIL
    assert row.in_inbox


def test_a_token_that_is_not_ours_opens_nothing(visitor, bram, leave_path):
    assert visitor.get("/notifications/mute/nonsense").status_code == 404
    assert visitor.post(leave_path(news(bram)) + "x").status_code == 404
