"""The main journey, as people walk it: from a finding to a seat, in both languages, with JavaScript and without."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
import time_machine
from cast import PASSWORD, soon
from flask import Flask
from playwright.sync_api import Locator, Page, expect

from network.kernel import clock
from network.kernel.database import db, writing
from network.library.services import import_publications
from network.meetups.models import Meetup
from network.meetups.reminders.jobs import remind_attendees
from network.members.models import Member
from network.notifications.jobs import deliver
from network.themes.models import Theme

pytestmark = pytest.mark.browser

LANGUAGES = ("nl", "en")
WORDS = {
    "register": ("Meld je bedrijf aan", "Register your firm"),
    "confirm": ("Bevestig je adres", "Confirm your address"),
    "choose": ("Kies een thema", "Choose a theme"),
    "theme": ("Meergeneratiewerkvloer", "Multi-generational workforce"),
    "join": ("Doe mee met dit thema", "Take part in this theme"),
    "welcome": ("Welkom. Je doet nu mee.", "Welcome, you take part now."),
    "share": ("Deel een praktijkvoorbeeld", "Share a practice"),
    "draft": ("Sla concept op", "Save draft"),
    "kept": ("Je concept is opgeslagen. Alleen jij ziet het.", "Your draft is saved. Only you see it."),
    "go on": ("Schrijf verder", "Go on writing"),
    "publish": ("Publiceer", "Publish"),
    "published": ("Gepubliceerd.", "Published."),
    "say": ("Plaats je reactie", "Send your comment"),
    "plan": ("Plan een bijeenkomst", "Plan a meetup"),
    "plan this": ("Plan deze bijeenkomst", "Plan this meetup"),
    "sign up": ("Meld je aan", "Sign up"),
    "seated": ("Je hebt een plek", "You have a seat"),
    "wait": ("Zet me op de wachtlijst", "Stand in line"),
    "1 of 1": ("Je staat 1e van 1", "You are 1st of 1"),
    "2 of 2": ("Je staat 2e van 2", "You are 2nd of 2"),
    "off": ("Ik kan niet komen", "I cannot come"),
    "sure?": ("Wil je je afmelden?", "Give up your seat?"),
    "sure": ("Ja, ik kan niet komen", "Yes, I cannot come"),
    "signed off": ("Je bent afgemeld.", "You are signed off."),
    "off mail": ("Je bent afgemeld: ", "You are signed off: "),
    "freed mail": ("Er kwam een plek voor je vrij: ", "A seat came free for you: "),
    "in a week": ("Volgende week: ", "Next week: "),
    "tomorrow": ("Morgen: ", "Tomorrow: "),
}
PRACTICE, MEETUP = "De snoeifilm: dertig keer één minuut", "Kijken in de werkplaats"
DEWI = "dewi@kwekerij.example.org"


class Window:
    """Somebody's browser, in which they wait until what they asked for has come, scripts included."""

    def __init__(self, page: Page, words: dict[str, str], javascript: bool) -> None:
        self.page, self.words, self.javascript = page, words, javascript

    def open(self, path: str) -> None:
        self.page.goto(path)

    def press(self, word: str) -> None:
        self._follow(self.page.get_by_role("button", name=self.words.get(word, word), exact=True))

    def go(self, word: str, within: str = "main") -> None:
        self._follow(self.page.locator(within).get_by_role("link", name=self.words.get(word, word)).first)

    def _follow(self, what: Locator) -> None:
        with self.page.expect_navigation():
            what.click()
        if self.javascript:
            self.page.wait_for_selector("html[data-behaves]", state="attached")

    def type(self, **fields: str) -> None:
        for name, text in fields.items():
            self.page.locator(f"main [name={name}]").fill(text)

    def is_told(self, word: str) -> None:
        expect(self.page.locator(".flash")).to_contain_text(self.words[word])

    def stands(self, word: str) -> None:
        """What the ticket of a meetup says of whoever looks at it."""
        expect(self.page.locator("#standing")).to_have_text(self.words[word])


@pytest.fixture
def library(app: Flask) -> None:
    import_publications()


@pytest.mark.parametrize("javascript", [True, False], ids=["with-js", "without-js"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_from_a_finding_to_a_seat(
    app: Flask, visit: Callable[..., Page], library: None, theme: Theme, in_theme: Callable[..., None],
    ada: Member, bram: Member, chen: Member, language: str, javascript: bool,
) -> None:  # fmt: skip
    _speak(language, ada, bram, chen)
    in_theme(bram, chen)
    words = {word: both[LANGUAGES.index(language)] for word, both in WORDS.items()}

    def window_of(member: Member | None) -> Window:
        return Window(visit(member, javascript=javascript), words, javascript)

    dewi = window_of(None)
    _reads_and_registers(dewi, language)
    _follows_the_mail(dewi, _mails_to(app, DEWI, words["confirm"])[-1])
    _joins(dewi)
    _writes(dewi)
    _publishes(dewi)

    others = {each: window_of(each) for each in (ada, bram, chen)}
    _finds_it_and_comments(others[bram], theme)
    path = _plans(others[ada], theme)
    _sign_up_for_the_one_seat(path, others[bram], dewi, others[chen])
    _withdraws(others[bram])
    _moves_up(dewi, others[chen])

    [freed] = _mails_to(app, DEWI, words["freed mail"])
    assert "METHOD:REQUEST" in _calendar_in(freed)
    [off] = _mails_to(app, bram.email, words["off mail"])
    assert "METHOD:CANCEL" in _calendar_in(off)
    _the_reminders_come(app, words)


def _speak(language: str, *members: Member) -> None:
    with writing():
        for member in members:
            member.language = language


def _reads_and_registers(dewi: Window, language: str) -> None:
    dewi.open(f"/library/llo-mkb-2023/wants_network?lang={language}")
    expect(dewi.page.locator("html")).to_have_attribute("lang", language)
    expect(dewi.page.locator("main")).to_contain_text(re.compile("94.?%"))
    dewi.go("register")
    dewi.type(name="Dewi Pattiwael", email=DEWI, password=PASSWORD, organisation="Kwekerij Zevenblad", place="Horst")
    dewi.page.locator("[name=province]").select_option("limburg")
    dewi.page.locator("[name=sector]").select_option("agrifood")
    for choice in ("[name=size_class][value='10-19']", "[name=has_hr][value=no]", "[name=rules]"):
        dewi.page.locator(choice).check(force=True)  # a label covers it
    dewi.press("register")
    expect(dewi.page).to_have_url(re.compile("/register/sent"))


def _follows_the_mail(dewi: Window, mail: EmailMessage) -> None:
    link = re.search(r"https?://[^/\s]+(/\S+)", _text_of(mail))
    assert link is not None
    dewi.open(link[1])
    expect(dewi.page.locator("h1")).to_contain_text("Dewi")


def _joins(dewi: Window) -> None:
    """The start page says what to do first, and once that is done, what is next."""
    dewi.go("choose", within=".todo li:first-child")
    dewi.go("theme")
    dewi.press("join")
    dewi.is_told("welcome")


def _writes(dewi: Window) -> None:
    dewi.open("/")
    dewi.go("share", within=".todo")
    dewi.type(title=PRACTICE, problem="Nieuwe mensen leren het snoeien pas na een seizoen.")
    dewi.press("draft")
    dewi.is_told("kept")
    expect(dewi.page.locator("[name=title]")).to_have_value(PRACTICE)


def _publishes(dewi: Window) -> None:
    dewi.open("/")
    dewi.go("go on", within=".todo li:first-child")
    expect(dewi.page.locator("[name=problem]")).to_have_value(re.compile("^Nieuwe mensen"))
    dewi.type(
        summary="Seizoenswerkers filmen elkaar met uitleg.",
        action="Elk filmpje duurt één minuut.\n\n- Handen in beeld\n- Hardop denken",
        result="Minder fout gesnoeide bomen, al was het weer ook beter.",
    )
    dewi.press("publish")
    dewi.is_told("published")
    expect(dewi.page.locator("h1")).to_have_text(PRACTICE)


def _finds_it_and_comments(bram: Window, theme: Theme) -> None:
    bram.open(theme.path)
    bram.go(PRACTICE)
    bram.type(text="Hoe kozen jullie wie met wie?")
    bram.press("say")
    expect(bram.page.locator(".talk li")).to_contain_text(["Hoe kozen jullie wie met wie?"])


def _plans(ada: Window, theme: Theme) -> str:
    """One seat only. Gives the path of the meetup."""
    ada.open(theme.path)
    ada.go("plan")
    expect(ada.page.locator("[name=theme]")).to_have_value(theme.slug)
    ada.type(
        title=MEETUP, description="We kijken mee op een gewone donderdag.", date=clock.local(soon(20)).date().isoformat(),
        starts="15:30", ends="18:00", place="Plaatwerkerij Ketelbrug", capacity="1",
    )  # fmt: skip
    ada.press("plan this")
    expect(ada.page.locator("h1")).to_have_text(MEETUP)
    return "/meetups/kijken-in-de-werkplaats"


def _sign_up_for_the_one_seat(path: str, bram: Window, dewi: Window, chen: Window) -> None:
    for each in (bram, dewi, chen):  # all of them see a free seat, until the first has pressed
        each.open(path)
    for each, word in ((bram, "seated"), (dewi, "1 of 1"), (chen, "2 of 2")):
        each.press("sign up")
        each.stands(word)


def _withdraws(bram: Window) -> None:
    asked: list[str] = []
    bram.page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    bram.press("off")
    if bram.javascript:
        assert [question.startswith(bram.words["sure?"]) for question in asked] == [True]
    else:
        expect(bram.page.locator("h1")).to_have_text(bram.words["sure?"])
        bram.press("sure")
    bram.is_told("signed off")


def _moves_up(dewi: Window, chen: Window) -> None:
    for each, word in ((dewi, "seated"), (chen, "1 of 1")):
        each.page.reload()
        each.stands(word)


def _the_reminders_come(app: Flask, words: dict[str, str]) -> None:
    """A week before and the day before, to who has the seat and to nobody else."""
    starts_at = db.session.scalars(db.select(Meetup.starts_at)).one()
    for days, word in ((7, "in a week"), (1, "tomorrow")):
        with time_machine.travel(starts_at - timedelta(days=days) + timedelta(minutes=1), tick=True):
            remind_attendees(clock.now())
            [reminder] = _mails_to(app, "", words[word])
        assert DEWI in str(reminder["To"])
        assert str(reminder["Subject"]) == words[word] + MEETUP


def _mails_to(app: Flask, address: str, subject: str) -> list[EmailMessage]:
    """What the worker has written into the folder of mails for somebody, or for anybody, with a subject that begins so."""
    return [mail for mail in _mails(app) if address in str(mail["To"]) and str(mail["Subject"]).startswith(subject)]


def _mails(app: Flask) -> Iterator[EmailMessage]:
    db.session.rollback()
    deliver(clock.now())
    db.session.rollback()
    for file in sorted((Path(app.config["SETTINGS"].network_instance) / "mail").glob("*.eml")):
        yield message_from_bytes(file.read_bytes(), policy=policy.default)


def _text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def _calendar_in(mail: EmailMessage) -> str:
    """The entry for a calendar, which a mail carries twice: for programs that read it and as a file."""
    return str(next(part for part in mail.walk() if part.get_content_type() == "text/calendar").get_content())
