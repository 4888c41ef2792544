"""How pages look on a network in which nothing happened yet, and what the frame around every page does.

Pages with something on them are looked at in test_pages.
"""

import re
from urllib.parse import urlsplit

import pytest
from looks import Look, widths_beyond
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

PLACES = ["/", "/themes", "/practices", "/meetups", "/library", "/search?q=robots"]


@pytest.mark.parametrize("place", PLACES)
def test_an_empty_network_is_sound(visit, axe, place):
    page = visit()
    page.goto(place)
    for look in (Look(360, "dark"), Look(1280, "light")):
        page.emulate_media(color_scheme=look.scheme)
        page.set_viewport_size({"width": look.width, "height": 800})
        axe(page)
    page.set_viewport_size({"width": 320, "height": 640})

    assert widths_beyond(page) <= 0


def test_the_menu_holds_at_axe_and_closes_by_escape(visit, axe):
    page = visit(look=Look(360, "light"))
    page.goto("/style")
    menu = page.locator("summary[aria-label^=Menu]")
    menu.click()
    page.locator(".me__menu").wait_for()
    axe(page)

    page.keyboard.press("Escape")

    expect(page.locator(".me__menu")).to_be_hidden()
    expect(menu).to_be_focused()


def test_a_reader_chooses_dark_and_keeps_it(visit, theme):
    page = visit(javascript=False)
    page.goto("/themes?page=1")
    page.get_by_role("link", name="Donker").click()

    expect(page).to_have_url(re.compile(r"/themes\?page=1&scheme=dark$"))
    page.goto("/no-such-page")
    expect(page.locator("html")).to_have_attribute("data-scheme", "dark")

    page.get_by_role("link", name="Zoals mijn apparaat").click()
    expect(page.locator("html")).not_to_have_attribute("data-scheme", re.compile(""))


def test_control_k_goes_to_the_search_box_and_bare_keys_go_nowhere(visit, theme):
    page = visit()
    page.goto("/style")
    asked = []
    page.on("request", lambda request: request.is_navigation_request() and asked.append(urlsplit(request.url).path))
    page.keyboard.press("k")
    page.keyboard.press("/")
    with page.expect_navigation(url="**/search"):
        page.keyboard.press("Control+k")
    assert asked == ["/search"]

    page.wait_for_selector("html[data-behaves]", state="attached")
    page.locator("h1").click()
    expect(page.locator("#q")).not_to_be_focused()
    page.keyboard.press("Control+k")
    expect(page.locator("#q")).to_be_focused()


def test_a_form_with_faults_puts_the_focus_on_them(visit):
    page = visit()
    page.goto("/style")

    expect(page.locator(".faults")).to_be_focused()


def test_a_password_can_be_shown(visit):
    page = visit()
    page.goto("/style")
    field = page.locator("#secret")
    button = page.get_by_role("button", name="Laat het wachtwoord zien")
    button.click()
    expect(field).to_have_attribute("type", "text")

    button.click()
    expect(field).to_have_attribute("type", "password")
