"""How pages look: no finding by axe, and nothing wider than a small phone."""

import pytest
from looks import Look, for_each_look, widths_beyond

pytestmark = pytest.mark.browser

PLACES = ["/style", "/themes", "/search?q=robots", "/sign-in", "/register", "/no-such-page"]


@for_each_look
@pytest.mark.parametrize("place", PLACES)
def test_axe_finds_nothing(visit, axe, theme, place, look):
    page = visit(look=look)
    page.goto(place)

    axe(page)


@pytest.mark.parametrize("place", PLACES)
def test_no_page_is_wider_than_a_small_phone(visit, theme, place):
    page = visit(look=Look(320, "light"))
    page.goto(place)

    assert widths_beyond(page) <= 0


def test_the_menu_holds_at_axe_and_closes_by_escape(visit, axe):
    page = visit(look=Look(360, "light"))
    page.goto("/style")
    menu = page.locator("summary[aria-label^=Menu]")
    menu.click()
    page.locator(".me__menu").wait_for()
    axe(page)

    page.keyboard.press("Escape")

    assert page.locator(".me__menu").is_hidden()
    assert menu.evaluate("each => each === document.activeElement")


def test_a_reader_chooses_dark_and_keeps_it(visit, theme):
    page = visit(javascript=False)
    page.goto("/themes?page=1")
    page.get_by_role("link", name="Donker").click()

    assert page.url.endswith("/themes?page=1&scheme=dark")
    page.goto("/no-such-page")
    assert page.locator("html").get_attribute("data-scheme") == "dark"

    page.get_by_role("link", name="Zoals mijn apparaat").click()
    assert page.locator("html").get_attribute("data-scheme") is None


def test_control_k_goes_to_the_search_box_and_bare_keys_go_nowhere(visit, theme):
    page = visit()
    page.goto("/style", wait_until="networkidle")  # behaviours are fetched after the page
    page.keyboard.press("k")
    page.keyboard.press("/")
    assert page.url.endswith("/style")

    page.keyboard.press("Control+k")
    page.wait_for_url("**/search")
    page.wait_for_load_state("networkidle")
    page.locator("h1").click()
    page.keyboard.press("Control+k")

    assert page.locator("#q").evaluate("each => each === document.activeElement")


def test_a_form_with_faults_puts_the_focus_on_them(visit):
    page = visit()
    page.goto("/style")

    page.wait_for_selector(".faults:focus")


def test_a_password_can_be_shown(visit):
    page = visit()
    page.goto("/style")
    field = page.locator("#secret")
    button = page.get_by_role("button", name="Laat het wachtwoord zien")
    button.click()
    assert field.get_attribute("type") == "text"

    button.click()
    assert field.get_attribute("type") == "password"
