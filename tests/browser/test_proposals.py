"""Proposals while somebody writes, in a browser: they come by themselves, and what was ticked stays."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
MEMBER = "lid@example.org"
WORDS = "Elke week bespreken wij aan de lunch een fout, zodat iedereen leert van fouten die anderen maakten."


def test_what_may_belong_with_a_text_comes_while_it_is_written_and_a_tick_stays(open_as):
    page = open_as(MEMBER)
    page.goto("/practices/new")
    box = page.locator("[data-proposals]")
    expect(box).to_be_hidden()

    page.get_by_label("Titel").fill("Leren van de fout van de week")
    page.locator("[name=summary]").fill(WORDS)
    expect(box).to_be_visible(timeout=15_000)
    expect(page.locator("[data-proposals-status]")).not_to_be_empty()
    ticks = box.get_by_role("checkbox")
    assert not any(tick.is_checked() for tick in ticks.all())
    first = ticks.first.get_attribute("value")
    ticks.first.check()

    page.locator("[name=summary]").fill(
        "Een warmtepomp leer je niet uit een boek maar op een dode installatie in de loods."
    )
    with page.expect_response("**/links/proposals?*"):
        page.locator("[name=title]").fill("Warmtepomp en installatie")
    expect(box.get_by_text("dode installatie").first).to_be_visible()
    assert box.locator(f"input[type=checkbox][value='{first}']").is_checked()
    expect(page.locator("[data-autosave-status][data-state=saved]")).to_be_visible(timeout=15_000)

    page.get_by_role("button", name="Sla concept op").click()
    page.wait_for_url("**/edit")
    ticked = page.locator(
        f"[name=others][value='{first}'], [name=findings][value='{first}']"
    )  # of a finding in its own list
    assert [tick.is_checked() for tick in ticked.all()] == [True]
