"""What a mail says, how it is built, and what a folder full of it looks like."""

from __future__ import annotations

import re
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from cast import soon
from icalendar import Calendar

from network.kernel import clock
from network.meetups.seats import sign_up, withdraw
from network.meetups.services import plan
from network.notifications.jobs import deliver
from network.notifications.rules import URGENT
from network.notifications.services import notify

KIND = "themes.join_granted"
ICS = "\r\n".join(
    (
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//NL", "METHOD:REQUEST", "BEGIN:VEVENT", "UID:1@x",
        "DTSTAMP:20260101T000000Z", "DTSTART:20260501T120000Z", "SUMMARY:Café met ënen lange titel", "END:VEVENT",
        "END:VCALENDAR", "",
    )
)  # fmt: skip


@pytest.fixture
def row(bram):
    return notify(bram, KIND, path="/themes/verzuim", title="Verzuim & <herstel>", title_en="Absence")


def test_text_and_html_say_the_same_and_nothing_is_fetched_from_elsewhere(row, mail_of):
    message = mail_of(row)
    text = message.get_body(("plain",)).get_content()
    page = message.get_body(("html",)).get_content()

    assert "http://localhost/themes/verzuim" in text
    assert "Verzuim & <herstel>" in text
    assert "Verzuim &amp; &lt;herstel&gt;" in page
    assert 'href="http://localhost/themes/verzuim"' in page
    assert "<img" not in page
    assert "url(" not in page


def test_it_is_addressed_as_automatic_mail(row, mail_of):
    message = mail_of(row)

    assert message["To"] == "bram@example.org"
    assert message["From"] == "Leernetwerk mkb <noreply@example.org>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"].datetime - clock.now() < timedelta(seconds=5)
    assert message["Message-ID"] == mail_of(row)["Message-ID"] == f"<{row.id}@localhost>"


def test_one_click_ends_this_kind_of_mail(server, postmaster, row):
    deliver(clock.now())
    (message,) = postmaster.mails

    header = next(line for line in postmaster.received[0].splitlines() if line.startswith(b"List-Unsubscribe: "))
    assert re.fullmatch(rb"List-Unsubscribe: <http://localhost/notifications/mute/[\w.-]+>", header), "in one piece"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.parametrize("kind", sorted(URGENT))
def test_what_goes_out_regardless_promises_no_way_out(bram, mail_of, kind):
    begin = soon()
    times = {"starts_at": begin.isoformat(), "ends_at": begin.isoformat(), "until": begin.isoformat()}
    row = notify(
        bram, kind, path="/meetups/x", title="x", mode="online", place="", address="", bring="", reason="Ziek", **times
    )

    message = mail_of(row)
    assert message["List-Unsubscribe"] is None
    for kind_of_text in ("plain", "html"):
        assert "/notifications/mute/" not in message.get_body((kind_of_text,)).get_content()


def test_an_address_is_a_button_with_words_and_stands_below_it(bram, mail_of):
    facts = {"link": "http://localhost/reset/een.heel-lang_teken", "to": "bram@example.org"}
    message = mail_of(notify(bram, "accounts.already_registered", inbox=False, **facts))
    page, text = (message.get_body((each,)).get_content() for each in ("html", "plain"))

    buttons = re.findall(r'<td[^>]*><a href="([^"]+)">([^<]+)</a></td>', page)
    assert buttons == [("http://localhost/sign-in", "Log in"), (facts["link"], "Kies een nieuw wachtwoord")]
    for address, _words in buttons:
        assert f'<p class="address"><a href="{address}">{address}</a></p>' in page
        assert f"\n\n{address}\n\n" in text
    assert "Kies een nieuw wachtwoord" not in text


@pytest.mark.parametrize(
    ("path", "act"),
    [
        ("/confirm/x.y", "Bevestig je adres"), ("/settings/email/x", "Gebruik dit adres"), ("/meetups/x", "Naar de bijeenkomst"),
        ("/meetups", "Alle bijeenkomsten"), ("/practices/x#applied", "Naar het praktijkvoorbeeld"),
        ("/elsewhere", "Open de pagina"),
        ("/practices/x#comment-7", "Lees en antwoord"), ("/themes/x/requests", "Lees en antwoord"), ("/themes/x", "Naar het thema"),
    ],
)  # fmt: skip
def test_a_button_says_what_its_address_is_for(bram, mail_of, path, act):
    page = mail_of(notify(bram, KIND, path=path, title="x", title_en="x")).get_body(("html",)).get_content()

    assert f">{act}</a></td>" in page


def test_only_an_address_of_ours_becomes_a_button(bram, mail_of):
    begin = soon().isoformat()
    facts = {
        "starts_at": begin,
        "ends_at": begin,
        "reason": "https://evil.example/klik\nhttp://localhost.evil.example/x",
    }
    page = (
        mail_of(notify(bram, "meetups.cancelled", path="/meetups/x", title="x", **facts))
        .get_body(("html",))
        .get_content()
    )

    assert re.findall(r'<td[^>]*><a href="([^"]+)"', page) == ["http://localhost/meetups"]


def test_paragraphs_stay_apart(row, mail_of):
    words = mail_of(row).get_body(("plain",)).get_content()

    assert "\n\nhttp://localhost/themes/verzuim\n\n" in words


def test_a_line_break_in_a_title_makes_no_header(bram, mail_of):
    row = notify(bram, KIND, title="Verzuim\nBcc: iedereen@example.org", title_en="")

    message = mail_of(row)

    assert message["Bcc"] is None
    assert message["To"] == "bram@example.org"


def test_it_speaks_the_members_language(make_member, mail_of):
    els = make_member("Els Vis", language="en")

    text = mail_of(notify(els, KIND, title="Verzuim", title_en="Absence")).get_body(("html",)).get_content()

    assert '<html lang="en">' in text


def test_it_goes_to_the_address_that_the_facts_name(bram, mail_of):
    assert mail_of(notify(bram, KIND, to="nieuw@example.org", title="x"))["To"] == "nieuw@example.org"


def test_a_calendar_entry_is_a_part_to_act_on_and_a_file_to_open(bram, mail_of):
    row = notify(bram, KIND, title="x", calendar={"method": "REQUEST", "text": ICS})

    message = mail_of(row)
    parts = [part for part in message.walk() if part.get_content_type() == "text/calendar"]

    assert [part.get_filename() for part in parts] == [None, "invite.ics"]
    for part in parts:
        assert part.get_param("method") == "REQUEST"
        event = Calendar.from_ical(part.get_content()).walk("VEVENT")[0]
        assert event["SUMMARY"] == "Café met ënen lange titel"
    assert message.get_content_type() == "multipart/mixed"


def test_the_mail_of_a_seat_invites_and_the_one_of_leaving_takes_it_back(server, postmaster, bram, ada, theme):
    start = soon()
    meetup = plan(
        ada, theme, title="Kijkje in de keuken", kind="workshop", mode="in_person", starts_at=start,
        ends_at=start + timedelta(hours=2), capacity=5, place="Helmond", quietly=True,
    )  # fmt: skip
    sign_up(meetup, bram)
    withdraw(meetup, bram)

    deliver(clock.now())

    entries = [entry_of(message) for message in postmaster.mails]
    assert [str(each["METHOD"]) for each in entries] == ["REQUEST", "CANCEL"]
    first, second = (each.walk("VEVENT")[0] for each in entries)
    assert first["UID"] == second["UID"]
    assert first["SEQUENCE"] < second["SEQUENCE"]
    assert first["DTSTART"].dt == start


def entry_of(message):
    part = next(part for part in message.walk() if part.get_content_type() == "text/calendar")
    return Calendar.from_ical(part.get_content())


def test_without_a_mail_server_it_becomes_a_file_and_a_line_on_the_console(app, row, capsys):
    assert deliver(clock.now()) == 1

    (file,) = (app.config["SETTINGS"].network_instance / "mail").glob("*.eml")
    assert file.name.endswith("-themes.join_granted-bram@example.org.eml")
    assert "Verzuim & <herstel>" in file.read_text()
    assert message_from_bytes(file.read_bytes(), policy=default)["To"] == "bram@example.org"
    line = capsys.readouterr().out
    assert "bram@example.org" in line
    assert "http://localhost/themes/verzuim" in line
