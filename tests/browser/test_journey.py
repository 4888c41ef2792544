"""The main journey, as people walk it: from a finding to a seat, in both languages, with JavaScript and without."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from cast import PASSWORD, soon
from flask import Flask
from playwright.sync_api import Page, expect

from network.kernel import clock
from network.kernel.database import db
from network.library.services import import_publications
from network.meetups.jobs import remind_attendees
from network.meetups.models import Meetup
from network.members.models import Member
from network.notifications.jobs import deliver
from network.themes.models import Theme

pytestmark = pytest.mark.browser

WORDS = {
    "nl": {
        "register": "Meld je bedrijf aan", "join": "Doe mee met dit thema", "publish": "Publiceer", "draft": "Sla concept op",
        "sign_up": "Meld je aan", "wait": "Zet me op de wachtlijst", "off": "Ik kan niet komen", "sure": "Ja, ik kan niet komen",
        "seat": "Je hebt een plek",
    },
    "en": {
        "register": "Register your firm", "join": "Take part in this theme", "publish": "Publish", "draft": "Save draft",
        "sign_up": "Sign up", "wait": "Stand in line", "off": "I cannot come", "sure": "Yes, I cannot come",
        "seat": "You have a seat",
    },
}  # fmt: skip


@pytest.fixture
def library(app: Flask) -> None:
    import_publications()


def mails(app: Flask) -> list[email.message.EmailMessage]:
    """What the worker has written into the folder of mails, oldest first."""
    db.session.rollback()
    deliver(clock.now())
    db.session.rollback()
    files = sorted((Path(app.config["SETTINGS"].network_instance) / "mail").glob("*.eml"))
    return [email.message_from_bytes(each.read_bytes(), policy=email.policy.default) for each in files]


def text_of(mail: email.message.EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def link_in(mail: email.message.EmailMessage) -> str:
    """The path of the first link in a mail."""
    found = re.search(r"https?://[^/\s]+(/\S+)", text_of(mail))
    assert found is not None
    return found[1]


@pytest.mark.parametrize("javascript", [True, False], ids=["with-js", "without-js"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_from_a_finding_to_a_practice(
    app: Flask, visit: Callable[..., Page], library: None, theme: Theme, language: str, javascript: bool
) -> None:
    words = WORDS[language]
    page = visit(javascript=javascript)

    page.goto(f"/library/llo-mkb-2023/wants_network?lang={language}")
    expect(page.locator("h1")).to_be_visible()
    page.goto("/register")
    _register(page)
    confirm = link_in(mails(app)[-1])
    page.goto(confirm)
    expect(page.locator("h1")).to_contain_text("Dewi")
    page.locator(".todo a[href='/themes']").click()
    page.locator(f"a[href='{theme.path}']").first.click()
    page.get_by_role("button", name=words["join"]).click()
    expect(page.get_by_role("status")).to_be_visible()

    page.goto(f"/practices/new?theme={theme.slug}")
    page.locator("[name=title]").fill("De snoeifilm: dertig keer één minuut")
    page.locator("[name=problem]").fill("Nieuwe mensen leren het snoeien pas na een seizoen.")
    page.get_by_role("button", name=words["draft"]).click()
    expect(page.locator("[name=title]").or_(page.locator("h1"))).not_to_have_count(0)

    page.goto("/practices/mine")
    page.locator("a[href$='/edit']").first.click()
    assert page.locator("[name=problem]").input_value().startswith("Nieuwe mensen")
    page.locator("[name=summary]").fill("Seizoenswerkers filmen elkaar met uitleg.")
    page.locator("[name=action]").fill("Elk filmpje duurt één minuut.\n\n- Handen in beeld\n- Hardop denken")
    page.locator("[name=result]").fill("Minder fout gesnoeide bomen, al was het weer ook beter.")
    page.get_by_role("button", name=words["publish"]).click()
    expect(page.locator("h1")).to_contain_text("De snoeifilm")


def _register(page: Page) -> None:
    page.locator("[name=name]").fill("Dewi Pattiwael")
    page.locator("[name=email]").fill("dewi@kwekerij.example.org")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=organisation]").fill("Kwekerij Zevenblad")
    page.locator("[name=place]").fill("Horst")
    page.locator("[name=province]").select_option("limburg")
    page.locator("[name=sector]").select_option("agrifood")
    page.locator("[name=size_class][value='10-19']").check(force=True)
    page.locator("[name=has_hr][value=no]").check(force=True)
    page.locator("[name=rules]").check(force=True)
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url("**/register/sent*")


def test_another_member_finds_the_practice_and_comments(
    visit: Callable[..., Page], theme: Theme, bram: Member, chen: Member, in_theme: Callable[..., None]
) -> None:
    from network.practices.services import publish, write

    in_theme(bram, chen)
    practice = write(
        bram, theme, title="Twee aan één machine", summary="Samen draaien.", problem="Kennis verdwijnt.",
        action="Elke donderdag samen.", result="Sneller zelfstandig.", audience="network",
    )  # fmt: skip
    publish(practice)
    page = visit(chen)

    page.goto(theme.path)
    page.get_by_role("link", name="Twee aan één machine").click()
    page.locator("textarea[name=text]").last.fill("Hoe kozen jullie wie met wie?")
    page.locator("textarea[name=text]").last.locator("xpath=ancestor::form").locator("button").click()

    expect(page.get_by_text("Hoe kozen jullie wie met wie?")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False], ids=["with-js", "without-js"])
def test_the_last_seat_the_line_and_the_mails(
    app: Flask, visit: Callable[..., Page], theme: Theme, ada: Member, bram: Member, chen: Member, javascript: bool
) -> None:
    words = WORDS["nl"]
    coordinator, first, second = (
        visit(ada, javascript=javascript),
        visit(bram, javascript=javascript),
        visit(chen, javascript=javascript),
    )

    path = _plan(coordinator, theme)
    first.goto(path)
    first.get_by_role("button", name=words["sign_up"]).click()
    expect(first.locator("#standing")).to_have_text(words["seat"])
    second.goto(path)
    second.get_by_role("button", name=words["wait"]).click()
    expect(second.locator("#standing")).to_contain_text("1e van 1")

    if javascript:
        first.on("dialog", lambda dialog: dialog.accept())
    first.get_by_role("button", name=words["off"]).click()
    if not javascript:
        first.get_by_role("button", name=words["sure"]).click()
    expect(first.locator("#standing")).to_have_text("Het is vol")
    second.reload()
    expect(second.locator("#standing")).to_have_text(words["seat"])

    to_chen = [mail for mail in mails(app) if mail["To"] == "chen@example.org" or "chen@example.org" in str(mail["To"])]
    invitation = next(part for part in to_chen[-1].walk() if part.get_content_type() == "text/calendar")
    assert "METHOD:REQUEST" in invitation.get_content()
    _the_reminder_comes(app)


def _plan(page: Page, theme: Theme) -> str:
    day = clock.local(soon(20)).date()
    page.goto(f"/meetups/new?theme={theme.slug}")
    page.locator("[name=title]").fill("Kijken in de werkplaats")
    page.locator("[name=theme]").select_option(theme.slug)
    page.locator("[name=description]").fill("We kijken mee op een gewone donderdag.")
    page.locator("[name=date]").fill(day.isoformat())
    page.locator("[name=starts]").fill("15:30")
    page.locator("[name=ends]").fill("18:00")
    page.locator("[name=place]").fill("Plaatwerkerij Ketelbrug")
    page.locator("[name=capacity]").fill("1")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url("**/meetups/kijken-in-de-werkplaats")
    return "/meetups/kijken-in-de-werkplaats"


def _the_reminder_comes(app: Flask) -> None:
    db.session.rollback()
    meetup = db.session.scalars(db.select(Meetup)).one()
    for days in (7, 1):
        with time_machine.travel(meetup.starts_at - timedelta(days=days) + timedelta(minutes=1), tick=True):
            remind_attendees(clock.now())
            last = mails(app)[-1]
        assert "chen@example.org" in str(last["To"])
        assert "Kijken in de werkplaats" in str(last["Subject"])
