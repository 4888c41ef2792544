"""How pages look when something is wrong: forms sent with faults, texts that somebody else changed, closed doors, errors.

Each is looked at by axe on a dark phone and a light large screen; a form takes whoever sent it to its faults.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask, abort
from looks import Look, check_by_axe, widths_beyond
from pages import faults_of
from playwright.sync_api import Page, Response, expect

from network.kernel import error_pages
from network.kernel.guards import public

VISITOR, MEMBER, COORDINATOR, ADMINISTRATOR = "", "lid@example.org", "coordinator@example.org", "beheer@example.org"
OUTSIDER = "bas@dwarsbalk.example"  # a member who has asked to join /themes/making-mistakes
LOOKS = (Look(360, "dark"), Look(1280, "light"))

KIJKEN = "/meetups/kijken-in-de-werkplaats/roster/{signup}"

EMPTIED = [  # who sends everything empty, from which page, to where
    (ADMINISTRATOR, "/admin/people/anneke-verhoeven", "/admin/people/anneke-verhoeven/suspension"),
    (ADMINISTRATOR, "/admin/people/anneke-verhoeven/erasure", "/admin/people/anneke-verhoeven/erasure"),
    (MEMBER, "/settings/departure", "/settings/departure"),
    (ADMINISTRATOR, "/admin/moving-in", "/admin/moving-in"),
    (ADMINISTRATOR, "/admin/moving-in/{sheet}", "/admin/moving-in/{sheet}"),
    (VISITOR, "/invitation/{invitation}", "/invitation/{invitation}"),
    (VISITOR, "/register", "/register"),
    (VISITOR, "/sign-in", "/sign-in"),
    (VISITOR, "/confirm", "/confirm"),
    (VISITOR, "/reset", "/reset"),
    (VISITOR, "/reset/{reset}", "/reset/{reset}"),
    (MEMBER, "/settings", "/settings"),
    (MEMBER, "/settings/password", "/settings/password"),
    (MEMBER, "/settings/email", "/settings/email"),
    (MEMBER, "/settings/calendars", "/settings/calendars"),
    (MEMBER, "/practices/new", "/practices"),
    (MEMBER, "/practices/bord-met-wie-wat-kan/edit", "/practices/bord-met-wie-wat-kan"),
    (MEMBER, "/practices/donderdagkoppels/replications/new", "/practices/donderdagkoppels/replications"),
    (MEMBER, "/practices/donderdagkoppels", "/comments"),
    (MEMBER, "/comments/{comment}/edit", "/comments/{comment}"),
    (MEMBER, "/meetups/fout-van-de-maand/signup/handover", "/meetups/fout-van-de-maand/signup/handover"),
    (MEMBER, "/learning/new", "/learning"),
    (MEMBER, "/learning/{entry}/edit", "/learning/{entry}"),
    (OUTSIDER, "/themes/making-mistakes/join", "/themes/making-mistakes/membership"),
    (COORDINATOR, "/themes/new", "/themes"),
    (COORDINATOR, "/themes/making-mistakes/edit", "/themes/making-mistakes"),
    (COORDINATOR, "/themes/making-mistakes/coordinators", "/themes/making-mistakes/coordinators"),
    (COORDINATOR, "/meetups/new", "/meetups"),
    (COORDINATOR, "/meetups/kijken-in-de-werkplaats/edit", "/meetups/kijken-in-de-werkplaats"),
    (COORDINATOR, "/meetups/kijken-in-de-werkplaats/cancellation", "/meetups/kijken-in-de-werkplaats/cancellation"),
    (COORDINATOR, "/meetups/film-zijn-handen/materials", "/meetups/film-zijn-handen/materials/links"),
    (COORDINATOR, "/meetups/film-zijn-handen/materials", "/meetups/film-zijn-handen/materials/files"),
    (COORDINATOR, "/meetups/film-zijn-handen/outcome", "/meetups/film-zijn-handen/outcome"),
    (MEMBER, "/meetups/de-fout-die-niemand-meldde/feedback", "/meetups/de-fout-die-niemand-meldde/feedback"),
    (VISITOR, "/intentions/{intention}", "/intentions/{intention}"),
    (COORDINATOR, "/meetups/kijken-in-de-werkplaats/invitees?q=a", "/meetups/kijken-in-de-werkplaats/invitees?q=a"),
    (COORDINATOR, KIJKEN + "/moving-up", KIJKEN + "/moving-up"),
    (COORDINATOR, KIJKEN + "/removal", KIJKEN + "/removal"),
    (COORDINATOR, "/coordination/calendar", "/coordination/calendar"),
    (COORDINATOR, "/coordination/calendar/{holiday}", "/coordination/calendar/{holiday}"),
    (COORDINATOR, "/meetups/eerste-honderd-dagen/series", "/meetups/eerste-honderd-dagen/series"),
    (COORDINATOR, "/series/fout-van-de-maand/edit", "/series/fout-van-de-maand"),
    (COORDINATOR, "/series/fout-van-de-maand/ending", "/series/fout-van-de-maand/ending"),
    (MEMBER, "/polls/een-ochtend-in-de-snoeischuur", "/polls/een-ochtend-in-de-snoeischuur/answers"),
    (VISITOR, "/polls/answer/{ballot}", "/polls/answer/{ballot}"),
    (COORDINATOR, "/polls/new", "/polls"),
    (COORDINATOR, "/polls/een-ochtend-in-de-snoeischuur/edit", "/polls/een-ochtend-in-de-snoeischuur"),
    (COORDINATOR, "/polls/een-ochtend-in-de-snoeischuur/closing", "/polls/een-ochtend-in-de-snoeischuur/closing"),
    (COORDINATOR, "/polls/een-ochtend-in-de-snoeischuur/meetup", "/polls/een-ochtend-in-de-snoeischuur/meetup"),
    (COORDINATOR, "/meetups/repareren-met-vier-handen/door", "/meetups/repareren-met-vier-handen/door/guests"),
    (COORDINATOR, "/meetups/kijken-in-de-werkplaats/door/helpers", "/meetups/kijken-in-de-werkplaats/door/helpers"),
    (ADMINISTRATOR, "/admin", "/admin/roles"),
    (MEMBER, "/questions/new", "/questions"),
    (MEMBER, "/scan/submission", "/scan/submission"),
    (MEMBER, "/practices/donderdagkoppels/letters/{me}", "/practices/donderdagkoppels/letters/{me}"),
    (MEMBER, "/questions/wie-neemt-een-leerling-over/edit", "/questions/wie-neemt-een-leerling-over"),
    (MEMBER, "/practices/bord-met-wie-wat-kan/authors", "/practices/bord-met-wie-wat-kan/authors"),
    (MEMBER, "/practices/bord-met-wie-wat-kan/files", "/practices/bord-met-wie-wat-kan/files"),
    (MEMBER, "/practices/bord-met-wie-wat-kan/files", "/practices/bord-met-wie-wat-kan/files/{file}"),
]

CHANGED_MEANWHILE = [  # and what they wrote while somebody else saved
    (MEMBER, "/questions/wie-neemt-een-leerling-over/edit", "/questions/wie-neemt-een-leerling-over", "title"),
    (MEMBER, "/practices/bord-met-wie-wat-kan/edit", "/practices/bord-met-wie-wat-kan", "title"),
    (MEMBER, "/organisations/installatiebureau-dwarsbalk/edit", "/organisations/installatiebureau-dwarsbalk", "about"),
    (COORDINATOR, "/themes/making-mistakes/edit", "/themes/making-mistakes", "tagline_nl"),
    (COORDINATOR, "/meetups/kijken-in-de-werkplaats/edit", "/meetups/kijken-in-de-werkplaats", "title"),
    (COORDINATOR, "/meetups/film-zijn-handen/outcome", "/meetups/film-zijn-handen/outcome", "outcome"),
    (
        COORDINATOR,
        "/meetups/kijken-in-de-werkplaats/reminders",
        "/meetups/kijken-in-de-werkplaats/reminders",
        "prepare",
    ),
    (COORDINATOR, "/series/fout-van-de-maand/edit", "/series/fout-van-de-maand", "title"),
    (COORDINATOR, "/polls/een-ochtend-in-de-snoeischuur/edit", "/polls/een-ochtend-in-de-snoeischuur", "title"),
]

BUTTONS = {  # what is sent there holds nothing that somebody typed
    "/scan/answers/deletion", "/scan/edition", "/scan/answers/<int:step>",
    "/coordination/calendar/<int(max=2147483647):period_id>/deletion",
    "/links/<kind>/<int(max=2147483647):subject_id>", "/links/proposals",
    "/practices/choices", "/practices/choices/<int(max=2147483647):choice_id>/removal",
    "/admin/people/<slug>/suspension/lifting", "/admin/moving-in/<key>/removal", "/admin/moving-in/invitations",
    "/invitation/<token>/refusal",
    "/learning/<int(max=2147483647):entry_id>/deletion", "/meetups/<slug>/certificate",
    "/comments/<int(max=2147483647):comment_id>/useful", "/comments/<int(max=2147483647):comment_id>/useful/withdrawal",
    "/conversations/<kind>/<int(max=2147483647):subject_id>/following",
    "/conversations/<kind>/<int(max=2147483647):subject_id>/following/withdrawal",
    "/conversations/<kind>/<int(max=2147483647):subject_id>/reading",
    "/comments/<int(max=2147483647):comment_id>/deletion", "/confirm/<token>", "/meetups/<slug>/signup",
    "/meetups/<slug>/invitees/<int(max=2147483647):member_id>/removal", "/meetups/<slug>/restoration",
    "/meetups/<slug>/signup/withdrawal", "/meetups/<slug>/materials/<int(max=2147483647):material_id>/deletion",
    "/notifications/<notification_id>/reading", "/notifications/mute/<token>",
    "/meetups/<slug>/door/arrivals", "/meetups/<slug>/door/departures",
    "/meetups/<slug>/door/guests/<int(max=2147483647):guest_id>/departure",
    "/meetups/<slug>/door/helpers/<int(max=2147483647):member_id>/departure",
    "/notifications/reading", "/organisations/<slug>/verification", "/organisations/<slug>/verification/withdrawal",
    "/polls/<slug>/reminders",
    "/questions/<slug>/answer", "/questions/<slug>/answer/withdrawal", "/questions/<slug>/closing", "/questions/<slug>/opening",
    "/questions/<slug>/deletion",
    "/practices/<slug>/files/<key>/deletion", "/practices/<slug>/bookmark", "/practices/<slug>/bookmark/withdrawal",
    "/practices/<slug>/authors/<int(max=2147483647):member_id>/removal",
    "/practices/<slug>/authors/<int(max=2147483647):member_id>/authorship",
    "/practices/<slug>/revisions/<int(max=2147483647):number>/restoration",
    "/practices/<slug>/archive", "/practices/<slug>/deletion", "/practices/<slug>/publication",
    "/practices/<slug>/replications/withdrawal", "/settings/organisation", "/settings/sessions/departure",
    "/meetups/<slug>/signup/reminders", "/reminders/<token>",
    "/settings/calendars/<int(max=2147483647):feed_id>/renewal", "/settings/calendars/<int(max=2147483647):feed_id>/withdrawal",
    "/sign-out",
    "/series/<slug>/signup", "/series/<slug>/signup/withdrawal",
    "/themes/<slug>/coordinators/<int(max=2147483647):member_id>/departure", "/themes/<slug>/membership/departure",
    "/themes/<slug>/requests/<int(max=2147483647):member_id>/<any(grant, decline):answer>",
}  # fmt: skip

CLOSED = [
    (VISITOR, "/deze-pagina-is-er-niet", 404), (MEMBER, "/deze-pagina-is-er-niet", 404), (MEMBER, "/admin", 403),
    (MEMBER, "/themes/making-mistakes/membership", 405),
    (MEMBER, "/practices/bord-met-wie-wat-kan/replications/new", 409),  # of one's own firm
    (COORDINATOR, "/meetups/een-a4-zonder-hr/outcome", 409),  # still to come
    (COORDINATOR, "/meetups/kijken-in-de-werkplaats/door", 409),  # not open yet
    (COORDINATOR, "/meetups/repareren-met-vier-handen/door/spoiled", 404),
    (MEMBER, "/meetups/repareren-met-vier-handen/door", 403),
]  # fmt: skip

SEND = """([action, typed, emptied]) => {
  const form = document.querySelector(`form[method=post][action="${action}"]`);
  for (const field of emptied ? form.elements : []) {
    if (field.matches("[type=radio], [type=checkbox]")) field.checked = false;
    else if (field.matches("select")) field.selectedIndex = -1;
    else if (field.matches("textarea, input:not([type=hidden])")) field.value = "";
  }
  for (const [name, text] of Object.entries(typed)) form.elements[name].value = text;
  form.submit();
}"""


def test_every_form_is_in_the_list(app: Flask) -> None:
    """A new form fails here until it is sent with faults, or is a button only."""
    doors = app.url_map.bind("localhost")
    actions = [re.sub(r"\{\w+\}", "1", row[2].partition("?")[0]) for row in (*EMPTIED, *CHANGED_MEANWHILE)]
    sent_to = {doors.match(action, method="POST", return_rule=True)[0].rule for action in actions}
    doors_to_write = {rule.rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}

    assert sent_to.isdisjoint(BUTTONS)
    assert sent_to | BUTTONS == doors_to_write


@pytest.mark.browser
@pytest.mark.parametrize(("who", "path", "action"), EMPTIED, ids=[row[1] for row in EMPTIED])
def test_a_form_that_is_sent_empty(told, open_as: Callable[..., Page], who: str, path: str, action: str) -> None:
    page = open_as(who)
    page.goto(path.format(**told.names))
    answer = _send(page, action.format(**told.names), {}, emptied=True)

    assert answer.status == 422
    _leads_to_its_faults(page)
    _is_sound(page, answer)


@pytest.mark.browser
@pytest.mark.parametrize(
    ("who", "path", "action", "field"), CHANGED_MEANWHILE, ids=[row[1] for row in CHANGED_MEANWHILE]
)
def test_a_text_that_somebody_else_changed(
    open_as: Callable[..., Page], who: str, path: str, action: str, field: str
) -> None:
    page = open_as(who)
    page.goto(path)
    theirs = page.locator(f"main [name={field}]").input_value()
    answer = _send(page, action, {"version": "0", field: "Wat ik ervan maakte"})

    assert answer.status == 409
    expect(page.locator(f"main [name={field}]")).to_have_value("Wat ik ervan maakte")
    expect(page.locator("main")).to_contain_text(theirs[:40])
    _leads_to_its_faults(page)
    _is_sound(page, answer)


@pytest.mark.browser
def test_a_form_that_is_too_old(open_as: Callable[..., Page]) -> None:
    page = open_as(MEMBER)
    page.goto("/practices/donderdagkoppels")
    typed = "Hoe kozen jullie wie met wie, en hoe lang duurde dat?"
    answer = _send(page, "/comments", {"csrf_token": "x", "subject_kind": "practice", "text": typed})

    assert answer.status == 400
    expect(page.locator("main textarea")).to_have_text([typed])
    _is_sound(page, answer)


@pytest.mark.browser
@pytest.mark.parametrize(("who", "path", "status"), CLOSED, ids=[f"{status}:{path}" for _, path, status in CLOSED])
def test_a_closed_door(open_as: Callable[..., Page], who: str, path: str, status: int) -> None:
    page = open_as(who)
    answer = page.goto(path)

    assert answer is not None
    assert answer.status == status
    _is_sound(page, answer)


@pytest.mark.browser
@pytest.mark.parametrize("code", error_pages.PAGES)
def test_an_error(told, open_as: Callable[..., Page], monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    monkeypatch.setitem(told.app.view_functions, "home.about", public(lambda: abort(code)))
    page = open_as(VISITOR, broken_on_purpose=True)
    answer = page.goto(f"/about?lang=en&code={code}")

    assert answer is not None
    assert answer.status == code
    expect(page.locator("h1")).to_have_text(str(error_pages.PAGES[code][0]))
    _is_sound(page, answer)


def _send(page: Page, action: str, typed: dict[str, str], emptied: bool = False) -> Response:
    with page.expect_navigation() as navigation:
        page.evaluate(SEND, [action, typed, emptied])
    return navigation.value


def _leads_to_its_faults(page: Page) -> None:
    """The list of faults has the focus, and every line in it that leads somewhere leads to a field."""
    expect(page.locator(".faults")).to_be_focused()
    targets = page.locator(".faults a").evaluate_all("links => links.map(each => each.getAttribute('href'))")
    assert [target for target in targets if not page.locator(target).count()] == []


def _is_sound(page: Page, answer: Response) -> None:
    assert faults_of(answer.text()) == []
    page.evaluate("scrollTo(0, 0)")  # or the bar at the top lies over half of some link
    for look in LOOKS:
        page.emulate_media(color_scheme=look.scheme)
        page.set_viewport_size({"width": look.width, "height": 800})
        check_by_axe(page)
        assert widths_beyond(page) <= 0, look
