"""What the scripts add: asking first, sending once, saving by itself."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def requests_to(page, path) -> list[str]:
    seen = []
    page.on("request", lambda request: request.url.endswith(path) and request.method == "POST" and seen.append(path))
    return seen


def test_who_says_no_sends_nothing(visit, bram, theme, in_theme):
    in_theme(bram)
    page = visit(bram)
    page.goto(theme.path)
    sent = requests_to(page, "/departure")
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.locator("form[data-ask-first] button").first.click()
    assert sent == []

    page.once("dialog", lambda dialog: dialog.accept())
    page.locator("form[data-ask-first] button").first.click()
    page.wait_for_selector(".flash")
    assert len(sent) == 1


def test_two_clicks_send_once(visit, bram, theme):
    page = visit(bram)
    page.goto(theme.path)
    sent = requests_to(page, "/membership")
    page.locator("form[action$='/membership'] button").dblclick()
    page.wait_for_selector(".flash")

    assert len(sent) == 1


def test_a_draft_saves_itself(visit, bram, theme, in_theme):
    in_theme(bram)
    page = visit(bram)
    page.goto("/practices/new")
    page.locator("#title").fill("Twee aan één machine")
    page.wait_for_selector("[data-autosave-status][data-state=saved]")
    page.locator("#title").fill("Drie aan één machine")
    expect(page.locator("form[data-autosave] [name=version]")).to_have_value("2")
    page.goto("/practices/mine")

    assert page.get_by_text("Drie aan één machine").is_visible()


def test_a_draft_that_cannot_be_saved_is_kept_in_the_window(visit, bram, theme, in_theme):
    in_theme(bram)
    page = visit(bram)
    page.goto("/practices/new")
    page.route("**/practices", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.locator("#title").fill("Twee aan één machine")
    page.wait_for_selector("[data-autosave-status][data-state=failed]")
    page.once("dialog", lambda dialog: dialog.accept())  # "leave this page?"
    page.goto("/practices/new")
    page.locator("form[data-autosave] > button").first.click()

    assert page.locator("#title").input_value() == "Twee aan één machine"
