"""The cast of the tests: Ada coordinates the network, Bram is a member, Chen is of another firm, Dina administers.

`client_of(bram)` is Bram's browser: it parses every page it gets, so that a broken page fails the test that met it.
"""

from __future__ import annotations

import contextvars
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask, session
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf
from sqlalchemy import event
from werkzeug.test import TestResponse

from network.kernel import clock
from network.kernel.database import db, writing
from network.members.models import ADMINISTRATOR, COORDINATOR, Member, Organisation
from network.themes.models import Theme
from network.themes.services import join, open_theme

PASSWORD = "een lange zin om mee in te loggen"


@pytest.fixture
def make_organisation(app: Flask) -> Callable[..., Organisation]:
    def make(name: str = "Plaatwerkerij Ketelbrug", **more: Any) -> Organisation:
        facts: dict[str, Any] = {
            "slug": name.lower().replace(" ", "-"), "place": "Helmond", "province": "noord-brabant", "size_class": "20-49",
            "sector": "high_tech", "has_hr": False, "listed_at": clock.now(), **more,
        }  # fmt: skip
        with writing() as session:
            organisation = Organisation(name=name, **facts)
            session.add(organisation)
        return organisation

    return make


@pytest.fixture
def make_member(app: Flask, make_organisation: Callable[..., Organisation]) -> Callable[..., Member]:
    def make(name: str, organisation: Organisation | None = None, **more: Any) -> Member:
        first = name.split(maxsplit=1)[0].lower()
        facts: dict[str, Any] = {
            "slug": f"{first}-{uuid.uuid4().hex[:12]}", "email": f"{first}@example.org", "password": PASSWORD,
            "fs_uniquifier": uuid.uuid4().hex, "confirmed_at": clock.now(), **more,
        }  # fmt: skip
        organisation = organisation or make_organisation(f"Firma van {name}")
        with writing() as session:
            member = Member(name=name, organisation=organisation, **facts)
            session.add(member)
        return member

    return make


@pytest.fixture
def ketelbrug(make_organisation: Callable[..., Organisation]) -> Organisation:
    return make_organisation()


@pytest.fixture
def ada(make_member: Callable[..., Member], make_organisation: Callable[..., Organisation]) -> Member:
    """Coordinates the network."""
    return make_member("Ada de Wit", make_organisation("Werkplaats", size_class="2-4"), role=COORDINATOR)


@pytest.fixture
def bram(make_member: Callable[..., Member], ketelbrug: Organisation) -> Member:
    """A member."""
    return make_member("Bram Jansen", ketelbrug)


@pytest.fixture
def chen(make_member: Callable[..., Member], make_organisation: Callable[..., Organisation]) -> Member:
    """A member of another firm."""
    return make_member("Chen Li", make_organisation("Bakkerij Korstmos", sector="agrifood", size_class="10-19"))


@pytest.fixture
def dina(make_member: Callable[..., Member]) -> Member:
    """Administers the network."""
    return make_member("Dina Vos", role=ADMINISTRATOR)


@pytest.fixture
def theme(ada: Member) -> Theme:
    """An open theme that Ada leads."""
    return open_theme(
        ada,
        title_nl="Meergeneratiewerkvloer",
        title_en="Multi-generational workforce",
        tagline_nl="Vijf generaties",
        purpose_nl="Leren",
    )


@pytest.fixture
def in_theme(theme: Theme) -> Callable[..., None]:
    """Let members join the theme: `in_theme(bram, chen)`."""

    def let_in(*members: Member) -> None:
        for member in members:
            join(theme, member)
            member.theme_ids = member.theme_ids | {theme.id}

    return let_in


class Browser(FlaskClient):
    """A test client that signs in by session and reads forms' CSRF tokens itself."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send a request as a browser would: in a context of its own, knowing nothing of the test's."""
        return contextvars.Context().run(super().open, *args, **kwargs)

    def sign_in(self, member: Member) -> Browser:
        with self.session_transaction() as session:
            session["_user_id"] = member.fs_uniquifier
            session["_fresh"] = True
        return self

    def submit(self, path: str, data: dict[str, Any] | None = None, **more: Any) -> TestResponse:
        """POST a form with a valid token."""
        token = contextvars.Context().run(self._token)
        return self.post(path, data={"csrf_token": token, **(data or {})}, **more)

    def _token(self) -> str:
        """The token that a form of this session carries."""
        with self.application.test_request_context(), self.session_transaction() as stored:
            session.update(stored)
            token = generate_csrf()
            stored["csrf_token"] = session["csrf_token"]
        return str(token)


@pytest.fixture
def client_of(app: Flask) -> Callable[[Member | None], Browser]:
    """A browser in which this member is signed in; None for a visitor."""
    app.test_client_class = Browser

    def open_for(member: Member | None) -> Browser:
        client = app.test_client()
        assert isinstance(client, Browser)
        return client.sign_in(member) if member is not None else client

    return open_for


@pytest.fixture
def visitor(client_of: Callable[[Member | None], Browser]) -> Browser:
    return client_of(None)


@contextmanager
def statements() -> Iterator[list[str]]:
    """The SQL statements that run inside the block."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def soon(days: float = 14) -> datetime:
    """A moment to come, at a whole hour; not late in the evening: forms ask when a meetup ends on the same day."""
    at = (clock.now() + timedelta(days=days)).replace(minute=0, second=0, microsecond=0)
    return at.replace(hour=min(at.hour, 18)) if days >= 1 else at
