"""A real browser against a running server: each test has an application, a database and a browser window of its own.

`visit()` opens a window for a visitor and `visit(bram)` one in which Bram has signed in through the form. A window
watches itself: at the end of the test nothing may have been logged as an error, refused by the content policy, or asked
of another host.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from cast import PASSWORD
from flask import Flask
from looks import LOOKS, Look, check_by_axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, expect, sync_playwright
from servers import served_here

from network.members.models import Member


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

    def __init__(self, page: Page, live: str) -> None:
        self.host = urlsplit(live).netloc
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
        if response.status >= 500 or (response.status >= 400 and response.request.resource_type != "document"):
            self.complaints.append(f"{response.status}: {response.url}")


Visit = Callable[..., Page]


@pytest.fixture
def visit(chromium: Browser, live: str) -> Iterator[Visit]:
    """Open a window: `visit(bram, look=Look(360, "dark"), javascript=False)`; without a member, a visitor's."""
    opened: list[tuple[Page, Watch]] = []

    def open_window(member: Member | None = None, look: Look = LOOKS[-2], **more: Any) -> Page:
        javascript = more.pop("javascript", True)
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
        opened.append((page, Watch(page, live)))
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
