"""A list of names while somebody types an @, by keyboard and by mouse."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.fixture
def saying(open_as):
    page = open_as("lid@example.org")
    page.goto("/practices/donderdagkoppels")
    return page, page.locator("textarea#say")


def test_a_name_is_taken_by_keyboard_and_the_rest_of_the_text_stays(saying):
    page, field = saying
    field.fill("Dank! En verder")
    field.press("Home")
    field.press_sequentially("@m")
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    assert field.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    name = options.first.text_content()
    field.press("ArrowDown")
    field.press("ArrowUp")
    field.press("Enter")

    expect(field).to_have_value(f"@{name} Dank! En verder")
    expect(options).to_have_count(0)


def test_escape_ends_it_an_address_calls_nobody_and_enter_is_a_new_line_again(saying):
    page, field = saying
    field.press_sequentially("@m")
    expect(page.get_by_role("option").first).to_be_visible()
    field.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    field.press("Enter")
    field.press_sequentially("mail@m")
    expect(page.get_by_role("option")).to_have_count(0)
    expect(field).to_have_value("@m\nmail@m")


def test_a_name_is_taken_by_mouse(saying):
    page, field = saying
    field.press_sequentially("Vraag aan @")
    option = page.get_by_role("option").last
    name = option.text_content()
    option.click()

    expect(field).to_have_value(f"Vraag aan @{name} ")
    expect(field).to_be_focused()
