"""What the scripts add: asking first, sending once, saving by itself."""

import re
from datetime import timedelta

import pytest
from cast import soon
from looks import Look
from playwright.sync_api import expect

from network.conversations.services import comment
from network.meetups.seats import sign_up
from network.meetups.services import plan
from network.practices.authors.services import add_author
from network.practices.services import publish, write

pytestmark = pytest.mark.browser


@pytest.fixture
def meetup(ada, theme):
    """A meetup with a long story, so that not all of its page is in sight."""
    start = soon()
    return plan(
        ada, theme, title="Kijken in de werkplaats", kind="workshop", mode="in_person", place="Helmond", starts_at=start,
        ends_at=start + timedelta(hours=2), capacity=4, description="We kijken mee.\n\n" * 30, quietly=True,
    )  # fmt: skip


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


def test_a_seat_is_given_up_where_it_was_asked(visit, bram, meetup):
    sign_up(meetup, bram)
    page = visit(bram)
    page.goto(meetup.path)
    sent = requests_to(page, "/signup/withdrawal")
    asked = page.locator("form[data-then-post] button")
    page.once("dialog", lambda dialog: dialog.dismiss())
    asked.click()
    assert sent == []

    page.once("dialog", lambda dialog: dialog.accept())
    asked.click()
    page.wait_for_selector(".flash")
    assert len(sent) == 1
    assert "csrf_token" not in page.url


def test_the_act_stays_at_the_thumb_until_its_own_place_is_in_sight(visit, bram, meetup):
    page = visit(bram, look=Look(360, "light"))
    page.set_viewport_size({"width": 360, "height": 560})
    page.goto(meetup.path)
    bar = page.locator("[data-within-reach]")

    expect(bar).to_be_visible()
    page.locator(".ticket .button--main").scroll_into_view_if_needed()
    expect(bar).to_be_hidden()
    page.locator(".section").last.scroll_into_view_if_needed()
    expect(bar).to_be_visible()
    bar.get_by_role("button").click()
    expect(page.locator("#standing")).to_have_text("Je hebt een plek")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_question_has_the_cursor(visit, bram, chen, theme, in_theme, javascript):
    in_theme(bram)
    practice = write(bram, theme, title="Koppels", summary="s", problem="p", action="a", result="r", audience="network")
    publish(practice)
    page = visit(chen, javascript=javascript)
    page.goto(practice.path)
    page.locator("a[href$='#say']").first.click()

    expect(page.locator("#say")).to_be_focused()
    if javascript:
        page.wait_for_selector("html[data-behaves]", state="attached")
        page.keyboard.type("hoe kozen jullie?")
        expect(page.locator("#say")).to_have_value("@Bram hoe kozen jullie?")


def test_what_keeps_a_draft_from_being_saved_is_told(visit, bram, theme, in_theme):
    in_theme(bram)
    page = visit(bram, look=Look(360, "light"))
    page.goto("/practices/new")
    told = page.locator("[data-autosave-status]")
    page.locator("#title").fill("Twee aan één machine")
    expect(told).to_have_text(re.compile(r"Concept opgeslagen om \d\d:\d\d"))
    expect(told).to_be_in_viewport()


def test_what_was_typed_before_the_scripts_came_is_saved_too(visit, bram, theme, in_theme):
    in_theme(bram)
    page = visit(bram)
    late = []
    page.route("**/autosave.js", lambda route: late.append(route))  # noqa: PLW0108  it takes nothing but a function
    with page.expect_request("**/autosave.js"):
        page.goto("/practices/new", wait_until="commit", scripts=False)
    page.locator("#title").fill("Twee aan één machine")
    late.pop().continue_()
    expect(page.locator("[data-autosave-status]")).to_have_text(re.compile(r"Concept opgeslagen om \d\d:\d\d"))


def test_a_choice_alone_makes_no_draft_and_says_nothing(visit, bram, theme, in_theme):
    in_theme(bram)
    page = visit(bram)
    page.goto("/practices/new")
    with page.expect_response("**/practices") as answer:
        page.locator("[name=outcome]").last.check(force=True)
    assert answer.value.status == 204
    expect(page.locator("[data-autosave-status]")).to_be_empty()
    page.goto("/practices/mine")  # nobody is asked whether to leave: nothing can be lost

    assert page.locator(".link-list li").count() == 0


def test_of_two_who_write_one_draft_the_second_is_told_and_keeps_the_text(visit, bram, make_member, theme, in_theme):
    in_theme(bram)
    colleague = make_member("Greet Noor", organisation=bram.organisation)
    draft = write(bram, theme, title="Samen")
    add_author(draft, colleague, by=bram)
    first, second = visit(bram), visit(colleague, meant=(409,))
    for page in (first, second):
        page.goto(f"{draft.path}/edit")
    first.locator("[name=summary]").fill("Van Bram.")
    expect(first.locator("[data-autosave-status][data-state=saved]")).to_be_visible(timeout=15_000)

    second.locator("[name=summary]").fill("Van Greet.")
    expect(second.locator("[data-autosave-status]")).to_contain_text("Iemand anders", timeout=15_000)
    second.on("dialog", lambda dialog: dialog.accept())
    second.reload()
    second.get_by_role("button", name="Zet de tekst terug").click()

    expect(second.locator("[name=summary]")).to_have_value("Van Greet.")


def test_what_came_into_sight_is_seen_and_not_new_the_next_time(visit, bram, chen, theme, in_theme):
    in_theme(bram)
    practice = write(bram, theme, title="Kijk", summary="Zo.", problem="a", action="b", result="c")
    publish(practice)
    comment(bram, "practice", practice.id, "Vraag maar.")
    comment(chen, "practice", practice.id, "Hoe?")
    page = visit(bram)
    page.goto(practice.path)
    expect(page.get_by_text("1 nieuw sinds je hier was")).to_be_visible()
    with page.expect_response(lambda answer: answer.url.endswith("/reading") and answer.status == 204):
        page.locator("#comments").scroll_into_view_if_needed()
        page.locator(".talk > :last-child").scroll_into_view_if_needed()
    page.reload()

    expect(page.locator(".talk > li")).to_have_count(2)
    expect(page.get_by_text("1 nieuw sinds je hier was")).to_have_count(0)
