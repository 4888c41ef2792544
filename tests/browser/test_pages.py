"""Every page on the demo network, as a visitor, a member, a coordinator and the administrator see it: axe finds nothing,
nothing sticks out, on a phone and a large screen, in light and dark; and at 320 px nothing scrolls sideways."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from flask import Flask
from looks import LOOKS, check_by_axe, widths_beyond
from pages import faults_of
from playwright.sync_api import Page

from network.library.views import MODELS

VISITOR, MEMBER, COORDINATOR, ADMINISTRATOR = "", "lid@example.org", "coordinator@example.org", "beheer@example.org"
HELPER = "wim@ketelbrug.example"  # helps at the door of /meetups/kijken-in-de-werkplaats
OUTSIDER = "bas@dwarsbalk.example"  # a member who has asked to join /themes/making-mistakes

PAGES = [
    (VISITOR, "/"), (VISITOR, "/about"), (VISITOR, "/privacy"), (VISITOR, "/register"), (VISITOR, "/sign-in"),
    (VISITOR, "/reset"), (VISITOR, "/themes"), (VISITOR, "/themes/multi-generational-workforce"), (VISITOR, "/practices"),
    (VISITOR, "/practices/donderdagkoppels"), (VISITOR, "/meetups"), (VISITOR, "/meetups?view=month"),
    (VISITOR, "/meetups/kijken-in-de-werkplaats"), (VISITOR, "/library"), (VISITOR, "/library/llo-mkb-2023"),
    (VISITOR, "/library/llo-mkb-2023/transitions"), (VISITOR, "/library/llo-mkb-2023/learning_culture?lang=en"),
    (VISITOR, "/library/llo-mkb-2023/company_size"), (VISITOR, "/organisations"), (VISITOR, "/search?q=vakman"),
    (VISITOR, "/search?q=xyzzy"), (VISITOR, "/library/llo-mkb-2023/worries"),
    (VISITOR, "/library/llo-mkb-2023/team-meeting?lang=en"), (VISITOR, "/library/llo-mkb-2023/hr_roles/embed"),
    *((VISITOR, f"/library/llo-mkb-2023/concepts/{key}") for key in sorted(MODELS)), (VISITOR, "/library/{edition}/beside"),
    (VISITOR, "/library/{edition}/goals?lang=en"), (VISITOR, "/library/{edition}"),
    (VISITOR, "/scan"), (VISITOR, "/scan/method?lang=en"), (MEMBER, "/scan"),
    (MEMBER, "/scan/answers/1"), (MEMBER, "/scan/answers/2?lang=en"), (MEMBER, "/scan/submission"), (COORDINATOR, "/scan"),
    (MEMBER, "/scan/benchmark"), (MEMBER, "/scan/benchmark?lang=en&group=sector:care"),
    (MEMBER, "/scan/benchmark/learning_culture"), (COORDINATOR, "/scan/benchmark/has_budget?lang=en"),
    (ADMINISTRATOR, "/admin/people"), (ADMINISTRATOR, "/admin/people/anneke-verhoeven"), (ADMINISTRATOR, "/admin/log"),
    (ADMINISTRATOR, "/admin/moving-in"), (ADMINISTRATOR, "/admin/moving-in/{sheet}"), (VISITOR, "/invitation/{invitation}"),
    (ADMINISTRATOR, "/admin/people/anneke-verhoeven/erasure"), (ADMINISTRATOR, "/settings/departure"),
    (MEMBER, "/settings/departure"),
    (MEMBER, "/"), (MEMBER, "/themes/multi-generational-workforce"), (MEMBER, "/practices/donderdagkoppels"),
    (MEMBER, "/practices/new"), (MEMBER, "/practices/mine"), (MEMBER, "/practices/donderdagkoppels/replications/new"),
    (MEMBER, "/meetups/kijken-in-de-werkplaats/signup/withdrawal"), (MEMBER, "/meetups/een-a4-zonder-hr"),
    (MEMBER, "/meetups/fout-van-de-maand/signup/handover"),
    (MEMBER, "/meetups?view=month&month=2001-01"), (MEMBER, "/practices/donderdagkoppels?ask=mo-azzouzi"),
    (MEMBER, "/meetups/kijken-in-de-werkplaats"), (MEMBER, "/meetups/mine"), (MEMBER, "/notifications"), (MEMBER, "/people"),
    (MEMBER, "/settings"), (MEMBER, "/settings/calendars"),
    (MEMBER, "/organisations/installatiebureau-dwarsbalk/edit"), (MEMBER, "/?lang=en"),
    (COORDINATOR, "/coordination"), (COORDINATOR, "/meetups/new"), (COORDINATOR, "/meetups/kijken-in-de-werkplaats/roster"),
    (COORDINATOR, "/themes/new"), (COORDINATOR, "/meetups/kijken-in-de-werkplaats/cancellation"),
    (COORDINATOR, "/themes/multi-generational-workforce/coordinators"), (COORDINATOR, "/themes/making-mistakes/edit"),
    (COORDINATOR, "/themes/making-mistakes/requests"), (COORDINATOR, "/meetups/kijken-in-de-werkplaats/edit"),
    (COORDINATOR, "/coordination/calendar"), (COORDINATOR, "/coordination/calendar/{holiday}"),
    (COORDINATOR, "/coordination/calendar/{holiday}/deletion"), (VISITOR, "/meetups?kind=lecture&room=yes&language=en&mode=online"),
    (COORDINATOR, "/meetups/kijken-in-de-werkplaats/reminders"), (VISITOR, "/reminders/{reminder}"),
    (COORDINATOR, "/meetups/film-zijn-handen/materials"), (COORDINATOR, "/meetups/film-zijn-handen/materials/{material}/deletion"),
    (COORDINATOR, "/meetups/kijken-in-de-werkplaats/copy"), (COORDINATOR, "/meetups/kijken-in-de-werkplaats/invitees?q=a"),
    (COORDINATOR, "/meetups/kijken-in-de-werkplaats/roster/{signup}/moving-up"), (COORDINATOR, "/meetups/{called_off}/restoration"),
    (COORDINATOR, "/meetups/kijken-in-de-werkplaats/roster/{signup}/removal"), (MEMBER, "/meetups/hr-erbij-doen"),
    (COORDINATOR, "/meetups/film-zijn-handen/outcome"), (MEMBER, "/meetups/de-fout-die-niemand-meldde/feedback"),
    (COORDINATOR, "/meetups/de-fout-die-niemand-meldde/feedback/answers"), (MEMBER, "/meetups/de-fout-die-niemand-meldde"),
    (COORDINATOR, "/meetups/gesprek-aan-de-keukentafel/feedback/answers"), (VISITOR, "/intentions/{intention}"),
    (VISITOR, "/intentions/{answered}"), (ADMINISTRATOR, "/admin"),
    (VISITOR, "/series/fout-van-de-maand"), (MEMBER, "/series/fout-van-de-maand"), (COORDINATOR, "/series/fout-van-de-maand"),
    (MEMBER, "/series/fout-van-de-maand/signup/withdrawal"), (COORDINATOR, "/series/fout-van-de-maand/edit"),
    (COORDINATOR, "/series/fout-van-de-maand/ending"), (COORDINATOR, "/meetups/eerste-honderd-dagen/series"),
    (MEMBER, "/polls/een-ochtend-in-de-snoeischuur"), (COORDINATOR, "/polls/een-ochtend-in-de-snoeischuur"),
    (OUTSIDER, "/polls/een-ochtend-in-de-snoeischuur?lang=en"), (VISITOR, "/polls/answer/{ballot}"),
    (COORDINATOR, "/polls/new"), (COORDINATOR, "/polls/een-ochtend-in-de-snoeischuur/edit"),
    (COORDINATOR, "/polls/een-ochtend-in-de-snoeischuur/closing"), (COORDINATOR, "/polls/een-ochtend-in-de-snoeischuur/meetup"),
    (COORDINATOR, "/polls/wie-haalt-zijn-proeftijd-en-waarom/meetup"),
    (COORDINATOR, "/meetups/repareren-met-vier-handen/door"), (COORDINATOR, "/meetups/repareren-met-vier-handen/door?q=dirkx"),
    (COORDINATOR, "/meetups/repareren-met-vier-handen/door/{code}"), (COORDINATOR, "/meetups/repareren-met-vier-handen/roster"),
    (COORDINATOR, "/meetups/kijken-in-de-werkplaats/door/helpers"), (MEMBER, "/meetups/repareren-met-vier-handen"),
    (MEMBER, "/meetups/repareren-met-vier-handen/door/{code}"), (HELPER, "/meetups/kijken-in-de-werkplaats"),
    (VISITOR, "/reset/sent"), (VISITOR, "/confirm"), (VISITOR, "/register/sent"), (VISITOR, "/house-rules"),
    (VISITOR, "/accessibility"), (VISITOR, "/meetups/film-zijn-handen"), (VISITOR, "/practices/online-modules"),
    (MEMBER, "/practices/swap-days"), (MEMBER, "/practices/bord-met-wie-wat-kan/edit"), (MEMBER, "/people/anneke-verhoeven"),
    (MEMBER, "/organisations/bakkerij-korstmos"), (MEMBER, "/settings/password"), (MEMBER, "/settings/email"),
    (MEMBER, "/settings/organisation"), (VISITOR, "/style"), (VISITOR, "/reset/{reset}"), (VISITOR, "/notifications/mute/{mute}"),
    (MEMBER, "/comments/{comment}/edit"), (MEMBER, "/comments/{comment}/deletion"), (MEMBER, "/practices/{draft}"),
    (MEMBER, "/practices/{draft}/deletion"),
    (MEMBER, "/practices/bord-met-wie-wat-kan/revisions"), (MEMBER, "/practices/bord-met-wie-wat-kan/revisions/1"),
    (MEMBER, "/practices/bord-met-wie-wat-kan/authors"), (MEMBER, "/practices/saved"), (MEMBER, "/practices/choices"),
    (COORDINATOR, "/coordination/white-spots"), (MEMBER, "/links/practice/{board}?q=leren"), (COORDINATOR, "/links/theme/1"),
    (MEMBER, "/practices/donderdagkoppels/letters/{me}"),
    (VISITOR, "/themes/multi-generational-workforce/web"), (MEMBER, "/themes/learning-without-hr/web?lang=en"),
    (MEMBER, "/questions"), (MEMBER, "/questions/new"),
    (MEMBER, "/questions/wie-neemt-een-leerling-over"), (MEMBER, "/questions/wie-neemt-een-leerling-over/edit"),
    (COORDINATOR, "/questions/een-zaal-voor-twintig?lang=en"),
    (MEMBER, "/practices/bord-met-wie-wat-kan"), (MEMBER, "/practices/bord-met-wie-wat-kan/files"),
    (MEMBER, "/practices/bord-met-wie-wat-kan/files/{file}/deletion"),
    (OUTSIDER, "/themes/making-mistakes"), (OUTSIDER, "/themes/making-mistakes/join"),
    (MEMBER, "/learning"), (COORDINATOR, "/learning?lang=en"), (MEMBER, "/learning/new"), (MEMBER, "/learning/{entry}/edit"),
    (MEMBER, "/learning/{entry}/deletion"), (MEMBER, "/certificates/{certificate}"), (VISITOR, "/certificates/{certificate}"),
    (VISITOR, "/certificates/{withdrawn}"), (MEMBER, "/meetups/de-fout-die-niemand-meldde"),
]  # fmt: skip

NO_PAGES = {
    "/admin/log.csv", "/admin/moving-in/example.xlsx", "/coordination/white-spots.csv", "/practices/<slug>.pdf",
    "/practices/<slug>.png",
    "/healthz", "/readyz", "/robots.txt", "/scan/benchmark.csv", "/library/<key>.csv",
    "/library/<publication>/beside.pdf", "/library/<publication>/<key>.png", "/library/<publication>/<key>.bib",
    "/library/<publication>/<key>.csl", "/library/<key>.json", "/library/<publication>/<key>.csv",
    "/library/<publication>/<key>.json", "/library/<publication>/<key>.svg", "/meetups/<slug>.ics", "/settings/data",
    "/files/<key>/<name>", "/conversations/<kind>/<int(max=2147483647):subject_id>/names",
    "/calendars/<token>.ics",
    "/meetups/<slug>/attendance.csv",
    "/learning.pdf", "/learning.json", "/certificates/<code>/<any(nl, en):language>.pdf",
    "/confirm/<token>", "/settings/email/<token>",  # these lead on
}  # fmt: skip


def test_every_page_is_in_the_list(app: Flask) -> None:
    """A new page fails here until somebody says as whom it is looked at."""
    doors = app.url_map.bind("localhost")
    looked_at = {doors.match(_plain(path), method="GET", return_rule=True)[0].rule for _, path in PAGES}
    doors_to_read = {rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}

    assert looked_at.isdisjoint(NO_PAGES)
    assert looked_at | NO_PAGES == doors_to_read


def _plain(path: str) -> str:
    """A path without its question, and with 1 for the name of what is made only later."""
    return re.sub(r"\{\w+\}", "1", path.partition("?")[0])


@pytest.mark.browser
@pytest.mark.parametrize(
    ("who", "path"), PAGES, ids=[f"{who.split('@')[0] or 'visitor'}:{path}" for who, path in PAGES]
)
def test_a_page_is_sound_in_every_look(told, open_as: Callable[..., Page], who: str, path: str) -> None:
    page = open_as(who)
    wanted = path.format(**told.names)
    answer = page.goto(wanted)

    assert answer is not None
    assert (answer.status, urlsplit(page.url).path) == (200, urlsplit(wanted).path)
    assert faults_of(answer.text()) == []
    for look in LOOKS:
        page.emulate_media(color_scheme=look.scheme)
        page.set_viewport_size({"width": look.width, "height": 800})
        check_by_axe(page)
        assert widths_beyond(page) <= 0, look
    page.set_viewport_size({"width": 320, "height": 640})
    assert widths_beyond(page) <= 0
