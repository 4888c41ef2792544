"""Mail leaves once, whatever the mail server does."""

from __future__ import annotations

import socket
import ssl
import threading
from collections import Counter
from contextlib import contextmanager
from datetime import timedelta

import pytest
import trustme
from aiosmtpd.controller import Controller
from conftest import both_databases
from sqlalchemy import func, select

from network.kernel import clock, mail
from network.kernel.database import db, writing
from network.notifications.jobs import deliver
from network.notifications.models import FAILED, NO_MAIL, QUEUED, SENDING, SENT, Notification
from network.notifications.outbox import claim
from network.notifications.queries import failed, outbox_at
from network.notifications.services import notify

KIND = "themes.join_granted"
FACTS = {"title": "Verzuim", "title_en": "Absence"}


@pytest.fixture
def row(bram):
    return notify(bram, KIND, path="/themes/verzuim", **FACTS)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A TLS context for a server called localhost, and the file by which a client trusts it."""
    trusted = tmp_path_factory.mktemp("tls") / "authority.pem"
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(trusted))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    return context, trusted


@contextmanager
def tls_server(postmaster, context, encrypted):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    at = {"hostname": "localhost", "port": port}
    if encrypted == "smtps":
        controller = Controller(postmaster, ssl_context=context, **at)
    else:
        controller = Controller(postmaster, tls_context=context, require_starttls=True, **at)
    controller.start()
    try:
        yield port
    finally:
        controller.stop(no_assert=True)


def in_a_while(**pause):
    return clock.now() + timedelta(**pause)


@both_databases
def test_a_notification_is_mailed_once(app, server, postmaster, row, again):
    assert deliver(clock.now()) == 1
    assert deliver(in_a_while(days=9)) == 0

    assert len(postmaster.mails) == 1
    assert again(row).mail_state == SENT
    assert row.sent_at is not None


def test_many_mails_share_one_connection(server, postmaster, bram):
    for _ in range(5):
        notify(bram, KIND, **FACTS)

    assert deliver(clock.now()) == 5
    assert postmaster.connections == 1


@pytest.mark.parametrize("answer", ["451 greylisted, come back", "450 mailbox busy"])
def test_a_greylisted_mail_arrives_later_under_the_same_message_id(server, postmaster, row, again, answer):
    postmaster.refuse = [answer]

    assert deliver(clock.now()) == 0
    assert again(row).mail_state == QUEUED
    assert answer in row.failure
    assert deliver(clock.now()) == 0, "it waits a minute"
    assert deliver(in_a_while(seconds=70)) == 1

    assert [each["Message-ID"] for each in postmaster.mails] == [f"<{row.id}@localhost>"]
    assert again(row).failure == ""


def test_a_refused_recipient_does_not_hold_up_the_others(server, postmaster, bram, chen, row):
    notify(chen, KIND, **FACTS)
    postmaster.refuse = ["451 not you, not now"]

    assert deliver(clock.now()) == 1
    assert [each["To"] for each in postmaster.mails] == ["chen@example.org"]


def test_a_mail_that_is_refused_for_good_is_kept_with_the_reason(server, postmaster, row, again):
    postmaster.refuse = ["550 no such mailbox"]

    deliver(clock.now())
    deliver(in_a_while(days=30))

    assert again(row).mail_state == FAILED
    assert row.failure == "550 no such mailbox"
    assert postmaster.mails == []
    shown, older = failed()
    assert [(each.id, each.member.name) for each in shown] == [(row.id, "Bram Jansen")]
    assert older == ""


def test_after_two_days_of_trying_it_is_given_up_aloud(server, postmaster, row, again, caplog):
    postmaster.refuse = ["451 later"] * 20
    now = clock.now()
    for _ in range(8):
        deliver(now)
        now += timedelta(hours=25)

    assert again(row).mail_state == FAILED
    assert row.attempts == 8
    assert "failed after attempt 8" in caplog.text


def test_a_server_that_is_down_costs_one_mail_an_attempt_and_loses_none(bram, again, use_server):
    rows = [notify(bram, KIND, **FACTS) for _ in range(3)]
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        use_server(f"smtp://127.0.0.1:{nobody.getsockname()[1]}")
        with pytest.raises(mail.Unreachable):
            deliver(clock.now())

    assert Counter(again(each).attempts for each in rows) == {1: 1, 0: 2}
    assert {each.mail_state for each in rows} == {QUEUED}


def test_a_server_that_hangs_is_left_alone_until_later(server, postmaster, row, again, monkeypatch):
    monkeypatch.setattr(mail, "TIMEOUT", 0.5)
    postmaster.slow = 2.0

    with pytest.raises(mail.Unreachable):
        deliver(clock.now())
    assert again(row).mail_state == QUEUED
    assert "timed out" in row.failure

    postmaster.slow = 0.0
    assert deliver(in_a_while(minutes=2)) == 1


@both_databases
def test_the_mail_of_a_worker_that_died_is_taken_up_after_ten_minutes(app, server, row, again):
    assert claim(clock.now()) is not None
    assert again(row).mail_state == SENDING

    assert deliver(in_a_while(minutes=9)) == 0
    assert deliver(in_a_while(minutes=11)) == 1


@both_databases
def test_two_workers_at_once_send_a_hundred_mails_exactly_once(app, server, postmaster, bram, chen):
    with writing():
        for number in range(100):
            notify(bram if number % 2 else chen, KIND, **FACTS)
    sent = []

    def work():
        with app.app_context():
            sent.append(deliver(clock.now()))

    workers = [threading.Thread(target=work) for _ in range(2)]
    for each in workers:
        each.start()
    for each in workers:
        each.join(timeout=60)

    assert sum(sent) == 100
    assert len(postmaster.mails) == 100
    assert set(Counter(each["Message-ID"] for each in postmaster.mails).values()) == {1}
    assert db.session.scalar(select(func.count()).where(Notification.mail_state == SENT)) == 100


@pytest.mark.parametrize("state", [{"active": False}, {"confirmed_at": None}])
def test_who_cannot_sign_in_gets_mail_about_the_account_only(server, postmaster, make_member, again, state):
    stranger = make_member("Els Vis", **state)
    news = notify(stranger, KIND, **FACTS)

    deliver(clock.now())

    assert again(news).mail_state == NO_MAIL
    assert postmaster.mails == []


def test_a_line_for_the_inbox_alone_is_not_mailed(server, postmaster, bram):
    notify(bram, KIND, mail=False, **FACTS)

    assert deliver(clock.now()) == 0


def test_a_mail_for_later_waits(server, bram):
    notify(bram, KIND, due_at=in_a_while(hours=1), **FACTS)

    assert deliver(clock.now()) == 0
    assert deliver(in_a_while(minutes=61)) == 1


def test_secrets_leave_the_row_with_the_mail(server, bram, again):
    row = notify(bram, KIND, link="http://localhost/secret", **FACTS)

    deliver(clock.now())

    assert again(row).facts == FACTS


def test_a_mail_that_cannot_be_made_does_not_stop_the_others(server, postmaster, bram, again, caplog):
    broken = notify(bram, "themes.of_which_nobody_wrote_the_words")
    notify(bram, KIND, **FACTS)

    assert deliver(clock.now()) == 1
    assert again(broken).mail_state == QUEUED
    assert "could not be made" in caplog.text


def test_the_outbox_tells_what_waits_and_what_failed(server, postmaster, bram):
    notify(bram, KIND, **FACTS)
    postmaster.refuse = ["554 never"]
    deliver(clock.now())
    notify(bram, KIND, **FACTS)

    state = outbox_at(clock.now())

    assert (state.waiting, state.failed) == (1, 1)


@pytest.mark.parametrize("answer", ["530 Must issue a STARTTLS command first", "550 not from you", "553 who are you"])
def test_a_server_that_does_not_want_us_keeps_the_mails_waiting(server, postmaster, row, bram, again, answer):
    other = notify(bram, KIND, **FACTS)
    postmaster.refuse_us = [answer]

    with pytest.raises(mail.Unreachable):
        deliver(clock.now())
    assert {again(row).mail_state, again(other).mail_state} == {QUEUED}

    assert deliver(in_a_while(hours=1)) == 2


def test_who_must_sign_in_first_is_not_a_matter_of_this_mail(server, postmaster, row, again):
    postmaster.refuse = ["530 5.7.0 Authentication required"]

    with pytest.raises(mail.Unreachable):
        deliver(clock.now())
    assert again(row).mail_state == QUEUED


@pytest.mark.parametrize("encrypted", ["smtps", "starttls"])
def test_mail_goes_over_tls_to_a_server_whose_name_is_proved(
    postmaster, use_server, row, again, certificate, monkeypatch, encrypted
):
    told, trusted = certificate
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    with tls_server(postmaster, told, encrypted) as port:
        use_server(f"smtps://localhost:{port}" if encrypted == "smtps" else f"smtp://localhost:{port}?starttls=always")
        assert deliver(clock.now()) == 1

    assert again(row).mail_state == SENT


@pytest.mark.parametrize("encrypted", ["smtps", "starttls"])
def test_a_server_whose_name_is_not_proved_gets_nothing(postmaster, use_server, row, again, certificate, encrypted):
    told, _ = certificate
    with tls_server(postmaster, told, encrypted) as port:
        use_server(f"smtps://localhost:{port}" if encrypted == "smtps" else f"smtp://localhost:{port}?starttls=always")
        with pytest.raises(mail.Unreachable):
            deliver(clock.now())

    assert again(row).mail_state == QUEUED
    assert "certificate" in row.failure
    assert postmaster.mails == []
