"""Every page on the demo network, as a visitor, a member, a coordinator and the administrator see it: axe finds nothing,
nothing sticks out, on a phone and a large screen, in light and dark; and at 320 px nothing scrolls sideways."""

from __future__ import annotations

import contextvars
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import make_app
from flask import Flask
from looks import LOOKS, check_by_axe, widths_beyond
from pages import faults_of
from playwright.sync_api import Browser, Page
from servers import browser_cookie, served_here

from network import demo
from network.kernel.database import db
from network.library.services import import_publications
from network.members.models import Member

pytestmark = pytest.mark.browser

VISITOR, MEMBER, COORDINATOR, ADMINISTRATOR = "", "lid@example.org", "coordinator@example.org", "beheer@example.org"

PAGES = [
    (VISITOR, "/"), (VISITOR, "/about"), (VISITOR, "/privacy"), (VISITOR, "/register"), (VISITOR, "/sign-in"),
    (VISITOR, "/reset"), (VISITOR, "/themes"), (VISITOR, "/themes/multi-generational-workforce"), (VISITOR, "/practices"),
    (VISITOR, "/practices/donderdagkoppels"), (VISITOR, "/meetups"), (VISITOR, "/meetups?view=month"),
    (VISITOR, "/meetups/kijken-in-de-werkplaats"), (VISITOR, "/library"), (VISITOR, "/library/llo-mkb-2023"),
    (VISITOR, "/library/llo-mkb-2023/transitions"), (VISITOR, "/library/llo-mkb-2023/learning_culture?lang=en"),
    (VISITOR, "/library/llo-mkb-2023/company_size"), (VISITOR, "/organisations"), (VISITOR, "/search?q=vakman"),
    (VISITOR, "/search?q=xyzzy"), (VISITOR, "/deze-pagina-is-er-niet"),
    (MEMBER, "/"), (MEMBER, "/themes/multi-generational-workforce"), (MEMBER, "/practices/donderdagkoppels"),
    (MEMBER, "/practices/new"), (MEMBER, "/practices/mine"), (MEMBER, "/practices/donderdagkoppels/replications/new"),
    (MEMBER, "/meetups/kijken-in-de-werkplaats/signup/withdrawal"), (MEMBER, "/meetups/een-a4-zonder-hr"),
    (MEMBER, "/meetups?view=month&month=2001-01"), (MEMBER, "/practices/donderdagkoppels?ask=mo-azzouzi"),
    (MEMBER, "/meetups/kijken-in-de-werkplaats"), (MEMBER, "/meetups/mine"), (MEMBER, "/notifications"), (MEMBER, "/people"),
    (MEMBER, "/settings"), (MEMBER, "/organisations/installatiebureau-dwarsbalk/edit"), (MEMBER, "/?lang=en"),
    (COORDINATOR, "/coordination"), (COORDINATOR, "/meetups/new"), (COORDINATOR, "/meetups/kijken-in-de-werkplaats/roster"),
    (COORDINATOR, "/themes/new"), (COORDINATOR, "/meetups/kijken-in-de-werkplaats/cancellation"),
    (COORDINATOR, "/themes/multi-generational-workforce/coordinators"), (COORDINATOR, "/themes/making-mistakes/edit"),
    (COORDINATOR, "/themes/making-mistakes/requests"), (COORDINATOR, "/meetups/kijken-in-de-werkplaats/edit"),
    (COORDINATOR, "/meetups/film-zijn-handen/outcome"), (ADMINISTRATOR, "/admin"),
    (VISITOR, "/reset/sent"), (VISITOR, "/confirm"), (VISITOR, "/register/sent"), (VISITOR, "/house-rules"),
    (VISITOR, "/accessibility"), (VISITOR, "/meetups/film-zijn-handen"), (VISITOR, "/practices/online-modules"),
    (MEMBER, "/practices/swap-days"), (MEMBER, "/practices/bord-met-wie-wat-kan/edit"), (MEMBER, "/people/anneke-verhoeven"),
    (MEMBER, "/organisations/bakkerij-korstmos"), (MEMBER, "/settings/password"), (MEMBER, "/settings/email"),
    (MEMBER, "/settings/organisation"),
]  # fmt: skip


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Flask:
    """The application with the study and the demo network in it."""
    folder = tmp_path_factory.mktemp("told")
    shutil.copy(migrated / "network.sqlite", folder / "network.sqlite")
    app = make_app(folder, f"sqlite:///{folder / 'network.sqlite'}")
    with app.app_context():
        import_publications()
        demo.load()
        db.session.remove()
    return app


@pytest.fixture(scope="module")
def address(told: Flask) -> Iterator[str]:
    with served_here(told) as at:
        yield at
    with told.app_context():
        db.engine.dispose()


def _cookies(told: Flask, address: str, who: str) -> list[dict[str, Any]]:
    if not who:
        return []
    with told.app_context():
        key = db.session.scalars(db.select(Member.fs_uniquifier).where(Member.email == who)).one()
        db.session.remove()
    name, value = contextvars.Context().run(browser_cookie, told, key)[0].split("=", 1)
    return [{"name": name, "value": value, "url": address}]


@pytest.mark.parametrize(
    ("who", "path"), PAGES, ids=[f"{who.split('@')[0] or 'visitor'}:{path}" for who, path in PAGES]
)
def test_a_page_is_sound_in_every_look(told: Flask, address: str, chromium: Browser, who: str, path: str) -> None:
    context = chromium.new_context(base_url=address, locale="nl-NL", reduced_motion="reduce")
    context.add_cookies(_cookies(told, address, who))  # type: ignore[arg-type]
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if "Content Security" in message.text else None)
    try:
        answer = page.goto(path)
        assert answer is not None
        assert faults_of(answer.text()) == []
        for look in LOOKS:
            page.emulate_media(color_scheme=look.scheme)
            page.set_viewport_size({"width": look.width, "height": 800})
            _look_at(page)
        page.set_viewport_size({"width": 320, "height": 640})
        assert widths_beyond(page) <= 0
    finally:
        context.close()
    assert complaints == []


def _look_at(page: Page) -> None:
    check_by_axe(page)
    assert widths_beyond(page) <= 0
