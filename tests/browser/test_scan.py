"""The scan in a browser: by the keyboard alone, and without JavaScript on a phone; and a chart in a frame of another site."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from looks import Look
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
MEMBER, ANOTHER = "lid@example.org", "anneke@ketelbrug.example"


def _answer(page: Page, *questions: str) -> None:
    """Choose the first answer of each question by the keyboard."""
    for question in questions:
        first = page.locator(f"[name={question}]").first
        first.focus()
        if not first.is_checked():
            page.keyboard.press("Space")
        expect(first).to_be_checked()


def test_one_answers_by_the_keyboard_and_sees_where_one_stands(open_as):
    page = open_as(ANOTHER)
    page.goto("/scan")
    page.get_by_role("link", name="Waarvoor jullie leren").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/scan/answers/1")
    _answer(page, "hr_department", "goals", "orientations", "development_levels")
    page.get_by_role("button", name="Sla op en ga verder").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/scan/answers/2")
    page.goto("/scan/benchmark/hr_department")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hr-afdeling")


def test_without_javascript_on_a_phone_it_is_kept_and_compared(visit, bram):
    page = visit(bram, look=Look(360, "dark"), javascript=False)
    page.goto("/scan/answers/4")
    page.get_by_role("group", name="Is er binnen uw bedrijf al budget").get_by_role("radio", name="Nee").check()
    page.get_by_role("button", name="Sla op en ga later verder").click()
    page.wait_for_url("**/scan")
    page.goto("/scan/benchmark/has_budget")
    expect(page.get_by_text("Jij zei: Nee.")).to_be_visible()
    page.locator("summary", has_text="Vergelijk met andere bedrijven").click()
    page.get_by_label("Welke bedrijven").select_option("size:20-49")
    page.get_by_role("button", name="Vergelijk", exact=True).click()
    page.wait_for_url("**group=size%3A20-49")
    expect(page.get_by_text("Netwerk: 20–49 mensen.")).to_be_visible()


@pytest.fixture
def elsewhere(told) -> Iterator[str]:
    """A page of another site that shows two of ours in frames: one that may be, and one that may not."""
    frames = "".join(f'<iframe src="{told.address}{path}"></iframe>' for path in (CHART, "/sign-in"))

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(f"<!doctype html><title>x</title>{frames}".encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://localhost:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


CHART = "/library/llo-mkb-2023/hr_roles/embed"


def test_a_chart_stands_on_another_site_and_no_other_page_does(elsewhere, chromium):
    page = chromium.new_page()
    page.goto(elsewhere)
    expect(page.frame_locator("iframe").first.locator("figure svg")).to_be_visible()
    refused = page.frames[2]
    assert refused.locator("form").count() == 0
    page.close()
