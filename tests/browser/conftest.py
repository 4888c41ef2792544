"""A real browser against a running server: each test has an application, a database and a browser window of its own.

`visit()` opens a window for a visitor and `visit(bram)` one in which Bram has signed in through the form. A window
watches itself: at the end of the test nothing may have been logged as an error, refused by the content policy, or asked
of another host.
"""

from __future__ import annotations

import contextvars
import os
import shutil
from collections.abc import Callable, Collection, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest
from cast import PASSWORD
from conftest import make_app
from coordination.sheets import MEMBER as MOVES_IN
from coordination.sheets import book
from flask import Flask
from looks import LOOKS, Look, check_by_axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, expect, sync_playwright
from servers import browser_cookie, served_here

from network import demo
from network.accounts.invitations import bring_in, link_for
from network.benchmark.edition import make
from network.conversations.services import comment
from network.coordination.moving_in import sheets
from network.coordination.moving_in.services import keep
from network.kernel import clock
from network.kernel.database import db, writing
from network.library.services import import_publications
from network.meetups.afterwards import tokens
from network.meetups.afterwards.models import Intention
from network.meetups.clashes.models import FreePeriod
from network.meetups.clashes.services import fill
from network.meetups.door.codes import token_of
from network.meetups.learning.models import Certificate, LearningEntry
from network.meetups.materials.models import Material
from network.meetups.models import Attendance, Meetup, Signup
from network.meetups.polls.models import DatePoll
from network.meetups.polls.tokens import path_for as answer_path
from network.meetups.reminders.addresses import path_for
from network.meetups.services import call_off, plan
from network.members.models import Member, Organisation
from network.notifications import mutes
from network.notifications.rules import NEWS
from network.practices.attachments.rules import attached
from network.practices.models import Practice
from network.practices.services import write
from network.themes.models import Theme
from network.themes.services import join


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium: the one thing that pip cannot bring."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.fail("The browser tests need Chromium on the PATH (Debian: apt install chromium).")
    arguments = ["--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")  # Chromium's sandbox does not work for root
    expect.set_options(timeout=15_000)  # milliseconds; machines that test are busy
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def live(app: Flask) -> Iterator[str]:
    """The address of a server that runs the test's own application, with /style open."""
    app.config["SETTINGS"] = app.config["SETTINGS"].model_copy(update={"development": True})
    with served_here(app) as address:
        yield address


class Watch:
    """What went wrong in a window."""

    def __init__(self, page: Page, live: str, broken_on_purpose: bool = False, meant: Collection[int] = ()) -> None:
        self.host = urlsplit(live).netloc
        self.meant = meant  # refusals that a test is about
        self.broken_on_purpose = broken_on_purpose
        self.complaints: list[str] = []
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        page.on("request", self._asked)
        page.on("response", self._answered)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.complaints.append(f"console: {message.text}")

    def _asked(self, request: Request) -> None:
        if request.url.startswith("http") and urlsplit(request.url).netloc != self.host:
            self.complaints.append(f"another host: {request.url}")

    def _answered(self, response: Response) -> None:
        least = 400 if response.request.resource_type != "document" else 600 if self.broken_on_purpose else 500
        if response.status >= least and response.status not in self.meant:
            self.complaints.append(f"{response.status}: {response.url}")


Visit = Callable[..., Page]


@pytest.fixture
def visit(chromium: Browser, live: str) -> Iterator[Visit]:
    """Open a window: `visit(bram, look=Look(360, "dark"), javascript=False)`; without a member, a visitor's."""
    opened: list[tuple[Page, Watch]] = []

    def open_window(member: Member | None = None, look: Look = LOOKS[-2], **more: Any) -> Page:
        javascript, meant = more.pop("javascript", True), more.pop("meant", ())
        context = chromium.new_context(
            base_url=live,
            viewport={"width": look.width, "height": 800},
            color_scheme=look.scheme,
            java_script_enabled=javascript,
            locale="nl-NL",
            timezone_id="Europe/Amsterdam",
            reduced_motion="reduce",
            **more,
        )
        context.set_default_timeout(20_000)
        page = context.new_page()
        opened.append((page, Watch(page, live, meant=meant)))
        if javascript:
            _wait_for_scripts(page)
        if member is not None:
            sign_in(page, member)
        return page

    yield open_window
    for page, _ in opened:
        page.context.close()
    assert [complaint for _, watch in opened for complaint in watch.complaints] == []


def _wait_for_scripts(page: Page) -> None:
    """Let `goto` end when the page's scripts have come, unless they may be late: a test is faster than any person."""
    go = page.goto

    def goto(url: str, scripts: bool = True, **more: Any) -> Response | None:
        answer = go(url, **more)
        if scripts and page.locator("script[src]").count():
            page.wait_for_selector("html[data-behaves]", state="attached")
        return answer

    page.goto = goto  # type: ignore[method-assign,assignment]


def sign_in(page: Page, member: Member) -> None:
    """Sign in as a person does."""
    page.goto("/sign-in")
    page.locator("main input[name=email]").fill(member.email)
    page.locator("main input[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_selector(".me")


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], None]:
    """Assert that axe finds nothing on the page as it stands, open menus and dialogs included."""
    return check_by_axe


class Told(NamedTuple):
    """The demo network on a server; `names` are of what was added to it, for in paths: `/comments/{comment}/edit`."""

    app: Flask
    address: str
    names: dict[str, str]


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Iterator[Told]:
    """The demo network with the study, /style, and what its story leaves out: a draft, a request, addresses from mails."""
    folder = tmp_path_factory.mktemp("told")
    shutil.copy(migrated / "network.sqlite", folder / "network.sqlite")
    app = make_app(folder, f"sqlite:///{folder / 'network.sqlite'}")
    app.config["SETTINGS"] = app.config["SETTINGS"].model_copy(update={"development": True})
    with app.test_request_context():
        import_publications()
        demo.load()
        names = _more_of_the_story()
        db.session.remove()
    with served_here(app) as address:
        yield Told(app, address, names)
    with app.app_context():
        db.engine.dispose()


def _more_of_the_story() -> dict[str, str]:
    from flask_security.recoverable import generate_reset_password_token

    member, outsider = (_member(email) for email in ("lid@example.org", "bas@dwarsbalk.example"))
    themes = {theme.slug: theme for theme in db.session.scalars(db.select(Theme))}
    practice = db.session.scalars(db.select(Practice.id).where(Practice.slug == "donderdagkoppels")).one()
    poll = db.session.scalars(db.select(DatePoll.id).where(DatePoll.slug == "een-ochtend-in-de-snoeischuur")).one()
    draft = write(
        member,
        themes["multi-generational-workforce"],
        title="Een halve gedachte",
        summary="",
        problem="",
        action="",
        result="",
    )
    said = comment(member, "practice", practice, "Hoe lang duurde het voor een koppel liep?")
    open_one, answered = (
        db.session.scalars(db.select(Intention.id).where(which).order_by(Intention.id)).first() or 0
        for which in (Intention.member_id == member.id, Intention.answer == "yes")
    )
    join(themes["making-mistakes"], outsider, "Omdat fouten bij ons duur zijn.")
    over = db.select(Signup.id).join(Meetup).where(Meetup.slug == "repareren-met-vier-handen")
    seat = db.session.scalars(over.where(Signup.member_id == member.id)).one()
    entry = db.session.scalars(db.select(LearningEntry.id).where(LearningEntry.member_id == member.id).limit(1)).one()
    genuine, withdrawn = _certificates(member)
    material = db.session.scalars(db.select(Material.id).join(Meetup).where(Meetup.slug == "film-zijn-handen")).first()
    full = db.session.scalars(db.select(Meetup).where(Meetup.slug == "kijken-in-de-werkplaats")).one()
    last = db.select(Signup.id).where(Signup.meetup_id == full.id).order_by(Signup.place.desc()).limit(1)
    begin = clock.now() + timedelta(days=40)
    off = plan(
        _member("coordinator@example.org"), None, slug="gaat-niet-door", title="Gaat niet door", kind="lecture", mode="online",
        starts_at=begin, ends_at=begin + timedelta(hours=2), capacity=9,
    )  # fmt: skip
    call_off(off, "De spreker is ziek.")
    fill(clock.today())
    holiday = db.session.scalars(db.select(FreePeriod.id).where(FreePeriod.ends_at > clock.now())).first()
    place = db.session.scalars(db.select(Signup.id).where(Signup.member_id == member.id).limit(1)).one()
    board = db.session.scalars(db.select(Practice).where(Practice.slug == "bord-met-wie-wat-kan")).one()
    return {
        "file": attached(board.files)[0].key, "board": str(board.id), "me": str(member.id),
        "edition": make(clock.today().year).publication,
        "sheet": keep(sheets.read(book([MOVES_IN]), "leden.xlsx"), "leden.xlsx", _member("beheer@example.org")).id,
        "invitation": link_for(_invited(member)).rpartition("/")[2],
        "holiday": str(holiday),
        "signup": str(db.session.scalars(last).one()), "called_off": off.slug,
        "material": str(material), "draft": draft.slug, "comment": str(said.id), "reset": generate_reset_password_token(outsider),
        "intention": tokens.path_of(open_one).rpartition("/")[2],
        "answered": tokens.path_of(answered).rpartition("/")[2],
        "reminder": path_for(place).rpartition("/")[2],
        "code": token_of(seat), "mute": mutes.path_for(member.id, NEWS).rpartition("/")[2],
        "ballot": answer_path(poll, member.id).rpartition("/")[2],
        "entry": str(entry), "certificate": genuine, "withdrawn": withdrawn,
    }  # fmt: skip


def _invited(colleague: Member) -> Member:
    person = {"name": "Olga Speerdistel", "email": "olga@voorbeeld.example", "job": "", "language": "nl"}
    firm = db.session.get_one(Organisation, colleague.organisation_id)
    return bring_in(person=person, firm=firm, is_contact=False)


def _certificates(member: Member) -> tuple[str, str]:
    """The member's own, and that of somebody else, who was taken off the list of who was there."""
    rows = {row.member_id == member.id: row for row in db.session.scalars(db.select(Certificate))}
    there = (Attendance.meetup_id == rows[False].meetup_id, Attendance.member_id == rows[False].member_id)
    with writing() as session:
        session.execute(db.delete(Attendance).where(*there))
    return rows[True].code, rows[False].code


def _member(email: str) -> Member:
    return db.session.scalars(db.select(Member).where(Member.email == email)).one()


@pytest.fixture
def open_as(told: Told, chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Open a window on the demo network: `open_as("lid@example.org")` has come in already; "" is a visitor."""
    opened: list[tuple[Page, Watch]] = []

    def open_window(who: str, **more: Any) -> Page:
        context = chromium.new_context(base_url=told.address, locale="nl-NL", reduced_motion="reduce")
        if who:
            context.add_cookies([_cookie_of(told, who)])  # type: ignore[list-item]
        page = context.new_page()
        opened.append((page, Watch(page, told.address, **more)))
        _wait_for_scripts(page)
        return page

    yield open_window
    for page, _ in opened:
        page.context.close()
    assert [complaint for _, watch in opened for complaint in watch.complaints] == []


def _cookie_of(told: Told, who: str) -> dict[str, Any]:
    with told.app.app_context():
        key = _member(who).fs_uniquifier
        db.session.remove()
    name, value = contextvars.Context().run(browser_cookie, told.app, key)[0].split("=", 1)
    return {"name": name, "value": value, "url": told.address}
