"""The table of rights in docs/rights.md, read; and an application in which each of its rows is tried for real."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from architecture.rights_things import CAST, ROLES, VISITOR, Things, everything
from cast import PASSWORD, soon
from conftest import make_app
from coordination.sheets import MEMBER as MOVES_IN
from coordination.sheets import book
from flask import Flask, session
from flask_wtf.csrf import generate_csrf
from registering import FORM
from sqlalchemy import StaticPool
from werkzeug.test import TestResponse

from network.files import storage
from network.kernel.database import db
from network.members.models import ADMINISTRATOR, COORDINATOR, Member
from network.practices.models import FOR_NETWORK
from network.scans.questionnaire import QUESTIONS, UNSURE
from network.themes.models import OPEN

PAGE = Path(__file__).parents[2] / "docs" / "rights.md"

YES, HOME, SIGN_IN, NOTHING = "yes", "home", "sign in", "404"
REFUSED = {"403", NOTHING, "409", "410"}
WORDS = {YES, HOME, SIGN_IN, *REFUSED, "422", "302", "200"}
PARTS_SHOWN = {True: "yes", False: "no"}
JSON = {"Accept": "application/json"}

# These are about who somebody is, or whose a thing is; nothing else may change that.
CHANGES_WHO_IS_WHO = {
    "/admin/roles", "/confirm/<token>", "/settings/email/<token>", "/practices/<slug>/deletion",
    "/organisations/<slug>/verification", "/organisations/<slug>/verification/withdrawal",
    "/admin/people/<slug>/suspension", "/admin/people/<slug>/suspension/lifting", "/admin/people/<slug>/erasure",
    "/settings/departure", "/invitation/<token>", "/invitation/<token>/refusal", "/admin/moving-in/<key>",
    "/learning/<entry_id>/deletion", "/practices/<slug>/authors/<member_id>/authorship",
}  # fmt: skip


class Row(NamedTuple):
    """What each role gets at one door, for some things that lie behind it."""

    method: str
    route: str
    things: tuple[str, ...]
    cells: Mapping[str, str]

    @property
    def place(self) -> str:
        """The first word of the address."""
        return self.route.split("/")[1]


class Part(NamedTuple):
    """A part of a page that not everybody who opens the page gets to see."""

    what: str
    route: str
    cells: Mapping[str, str]


@cache
def rows() -> list[Row]:
    """The doors, as the page tells them to operators."""
    return [
        Row(*door.strip("`").split(maxsplit=1), tuple(each.strip() for each in things.split(";")), cells)
        for door, things, cells in _lines()
        if door.startswith(("`GET", "`POST"))
    ]


def parts() -> list[Part]:
    """The parts of pages, from the same page."""
    return [Part(what, route.strip("`"), cells) for what, route, cells in _lines() if route.startswith("`/")]


@cache
def _lines() -> list[tuple[str, str, dict[str, str]]]:
    """The first two cells of each line of a table, and one for each role."""
    tables = (line for line in PAGE.read_text().splitlines() if line.startswith("| "))
    split = ([cell.strip() for cell in line.strip().strip("|").split("|")] for line in tables)
    return [(first, second, dict(zip(ROLES, cells, strict=True))) for first, second, *cells in split if cells]


def plain(rule: str) -> str:
    """A route as the table writes it: without what its numbers must look like."""
    return re.sub(r"<[^<>:]+:(\w+)>", r"<\1>", rule)


class Undoable(sqlite3.Connection):
    """A database in memory. Once it is kept, all that is written lies within a transaction that is never committed."""

    _kept = _asked = False

    def execute(self, statement: str, *more: Any) -> sqlite3.Cursor:
        if self._kept and statement.startswith("BEGIN"):
            self._asked, statement = True, "SAVEPOINT asked"
        return super().execute(statement, *more)

    def commit(self) -> None:
        self._end("RELEASE asked")

    def rollback(self) -> None:
        self._end("ROLLBACK TO asked", "RELEASE asked")

    def _end(self, *statements: str) -> None:
        if not self._kept:
            super().commit() if len(statements) == 1 else super().rollback()
        elif self._asked:
            self._asked = False
            for statement in statements:
                super().execute(statement)

    def keep(self) -> None:
        """From here on everything can be undone."""
        super().execute("BEGIN")
        self._kept = True

    def undo(self) -> None:
        """Be again as it was when it was kept."""
        super().rollback()
        super().execute("BEGIN")


@dataclass(frozen=True, eq=False)
class Network:
    """An application with something of everything in it, and who tries its doors."""

    app: Flask
    database: Undoable
    things: Things
    keys: Mapping[str, tuple[str, str]]  # the cookie of each role, and the token that its forms carry
    files: Mapping[Path, bytes]  # what stands on disk, which no database brings back

    def undo(self) -> None:
        """Be again as it was when it was made, on disk as well."""
        self.database.undo()
        for path, content in self.files.items():
            if not path.exists():
                path.write_bytes(content)

    def ask(
        self, role: str, method: str, path: str, form: Mapping[str, Any] | None = None, **headers: str
    ) -> TestResponse:
        """Send what this role's browser would send. A visitor who only reads carries no cookie."""
        cookie, token = self.keys[role]
        more: dict[str, Any] = {"headers": headers}
        if role != VISITOR or method == "POST":
            headers["Cookie"] = cookie
        if method == "POST":
            more["data"] = {"csrf_token": token, **(form or {})}
        return self.app.test_client(use_cookies=False).open(path, method=method, buffered=True, **more)

    def knock(self, row: Row, thing: str, role: str, **headers: str) -> TestResponse:
        """Try a door of the table, with all that it asks for."""
        fill = FORMS.get(row.route, lambda _: {})
        form = {**SLIPPED_IN, **fill(self._facts(row, thing))} if row.method == "POST" else None
        return self.ask(role, row.method, self.path(row, thing), form, **headers)

    def path(self, row: Row, thing: str) -> str:
        facts = self._facts(row, thing)
        return re.sub(r"<(\w+)>", lambda part: str(facts[MEANT.get((row.route, part[1]), part[1])]), row.route)

    def _facts(self, row: Row, thing: str) -> Mapping[str, Any]:
        return self.things[row.place, thing] if thing else {}

    @property
    def version(self) -> int:
        """A number that rises with every commit that may have changed something."""
        return int(self.database.execute("SELECT number FROM change_counter").fetchone()[0])

    def standing(self) -> set[Any]:
        """Who everybody is, and whose everything is: nothing that a form changes by the way."""
        return {(table, *row) for table, columns in STANDING.items() for row in self._all(table, columns)}

    def _all(self, table: str, columns: str) -> sqlite3.Cursor:
        return self.database.execute(f"SELECT {columns} FROM {table}")


STANDING = {
    "member": "id, slug, role, organisation_id, is_contact, active, email, confirmed_at",
    "organisation": "id, slug, name, verified_at, listed_at",
    "practice": "id, author_id, organisation_id, theme_id",
    "meetup": "id, planner_id, theme_id, uid",
    "date_poll": "id, planner_id, theme_id",
    "learning_entry": "id, member_id",
    "certificate": "id, code, member_id, meetup_id, name",
}


def make_network(folder: Path, migrated: Path) -> Network:
    """The application, with everything in it that the table speaks of."""
    database = sqlite3.connect(":memory:", factory=Undoable, check_same_thread=False)
    with closing(sqlite3.connect(migrated / "network.sqlite")) as empty:
        empty.backup(database)
    engine = {"creator": lambda: database, "poolclass": StaticPool}
    app = make_app(folder, "sqlite://", SQLALCHEMY_ENGINE_OPTIONS=engine)
    with app.app_context():
        people, things = everything()
        db.session.remove()
        files = {path: path.read_bytes() for path in storage.folder().glob("*/*")}
    keys = {role: _key(app, getattr(people, name, None)) for role, name in CAST.items()}
    database.keep()
    return Network(app, database, things, keys, files)


def _key(app: Flask, member: Member | None) -> tuple[str, str]:
    with app.test_request_context():
        if member is not None:
            session.update(_user_id=member.fs_uniquifier, _fresh=True)
        token = generate_csrf()
        signer: Any = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        return f"session={signer.dumps(dict(session))}", token


# Fields that no form asks for: whoever sends them along gets nothing by it.
SLIPPED_IN = {
    "role": ADMINISTRATOR, "is_contact": "y", "organisation_id": "1", "author_id": "1", "member_id": "1", "active": "y",
    "verified_at": "2025-01-01", "state": "published", "leads": "y", "status": "seated", "id": "1", "slug": "elsewhere",
}  # fmt: skip

# What stands for a part of an address, where that is not the thing's own fact of that name.
MEANT = {
    ("/meetups/<slug>/door/guests/<guest_id>/departure", "guest_id"): "guest",
    ("/meetups/<slug>/door/helpers/<member_id>/departure", "member_id"): "helper",
    ("/practices/<slug>/authors/<member_id>/removal", "member_id"): "along",
    ("/practices/<slug>/authors/<member_id>/authorship", "member_id"): "along",
    ("/library/<key>", "key"): "publication",
    ("/library/<key>.json", "key"): "publication",
    ("/library/<key>.csv", "key"): "publication",
    ("/meetups/<slug>/invitees/<member_id>/removal", "member_id"): "invitee",
    ("/themes/<slug>/requests/<member_id>/<answer>", "member_id"): "asks",
    ("/themes/<slug>/coordinators/<member_id>/departure", "member_id"): "leads_too",
}

_MEETUP = {
    "kind": "workshop", "mode": "hybrid", "language": "nl", "starts": "15:30", "ends": "17:00", "place": "Helmond",
    "link": "https://example.org/elders", "capacity": "9", "audience": "network", "description": "We kijken mee.",
}  # fmt: skip
_POLL = {
    "kind": "workshop", "mode": "in_person", "language": "nl", "capacity": "9", "minutes": "90", "title": "Wanneer?",
    "closes": soon(5).date().isoformat(), "day_0": soon(20).date().isoformat(), "time_0": "15:30",
    "day_1": soon(21).date().isoformat(), "time_1": "15:30",
}  # fmt: skip
_CHOSEN = {
    "title": "Een middag", "description": "We kijken mee.", "starts": "15:30", "ends": "17:00", "mode": "in_person",
    "place": "Helmond", "capacity": "9", "audience": "network",
}  # fmt: skip
_LEARNED = {"what": "Lassen", "learned_on": "2026-03-02", "hours": "1,5", "form": "informal"}
_PRACTICE = {
    "title": "Een titel", "outcome": "worked", "summary": "Een zin.", "problem": "Dat.", "action": "Dit.",
    "result": "Zoveel.", "audience": FOR_NETWORK, "language": "nl", "level": "",
}  # fmt: skip
_THEME = {"title_nl": "Een thema", "tagline_nl": "Een zin", "purpose_nl": "Veel", "access": OPEN}
_FIRM = {
    "place": "Horst", "province": "limburg", "sector": "agrifood", "size_class": "10-19", "has_hr": "no",
}  # fmt: skip

_HOLIDAY = {
    "kind": "school", "region": "north", "name_nl": "Vrij", "first_on": soon().date().isoformat(),
    "last_on": soon().date().isoformat(),
}  # fmt: skip

Fill = Callable[[Mapping[str, Any]], dict[str, Any]]

FORMS: dict[str, Fill] = {
    "/admin/people/<slug>/erasure": lambda _: {"reason": "Vroeg het per mail."},
    "/admin/people/<slug>/suspension": lambda _: {"reason": "Reclame."},
    "/settings/departure": lambda _: {"password": PASSWORD},
    "/admin/moving-in": lambda _: {"file": (BytesIO(book([MOVES_IN])), "leden.xlsx")},
    "/admin/moving-in/<key>": lambda _: {"told": "y"},
    "/invitation/<token>": lambda _: {"name": "Olga", "password": "een andere lange zin voor later", "rules": "y"},
    "/admin/roles": lambda _: {"email": "chen@example.org", "role": COORDINATOR},
    "/comments": lambda thing: {"subject_kind": thing["kind"], "subject_id": thing["id"], "text": "Dank."},
    "/comments/<comment_id>": lambda _: {"text": "Beter gezegd."},
    "/confirm": lambda _: {"email": "ivo@example.org"},
    "/intentions/<token>": lambda _: {"answer": "yes"},
    "/coordination/calendar": lambda _: _HOLIDAY,
    "/coordination/calendar/<period_id>": lambda _: {**_HOLIDAY, "version": "1"},
    "/learning": lambda _: _LEARNED,
    "/learning/<entry_id>": lambda thing: {**_LEARNED, "version": thing["version"]},
    "/meetups": lambda thing: {**_MEETUP, "title": "Een middag", "date": soon().date().isoformat(), "theme": thing["theme"]},
    "/meetups/<slug>": lambda thing: {
        **_MEETUP, "title": "Een andere middag", "date": thing["date"], "theme": thing["theme"], "version": thing["version"],
    },
    "/meetups/<slug>/cancellation": lambda _: {"reason": "De zaal staat onder water."},
    "/meetups/<slug>/materials/files": lambda _: {
        "file-file": (BytesIO(b"Neem een foto mee."), "vooraf.txt"), "file-title": "Vooraf", "file-stage": "before",
    },
    "/questions": lambda thing: {"kind": "asked", "title": "Wie weet dat?", "theme": thing["theme"], "language": "nl", "sure": "1"},
    "/questions/<slug>": lambda thing: {
        "kind": "asked", "title": "Wie weet dit?", "theme": thing["theme"], "language": "nl", "version": thing["version"],
    },
    "/questions/<slug>/answer": lambda thing: {"comment": thing["said"]},
    "/questions/<slug>/closing": lambda _: {"words": "Gevonden."},
    "/practices/<slug>/letters/<asker_id>": lambda _: {"text": "De vakman."},
    "/practices/<slug>/authors": lambda _: {"member": "gijs"},
    "/practices/<slug>/revisions/<number>/restoration": lambda thing: {"version": thing["version"]},
    "/practices/<slug>/files": lambda _: {"file": (BytesIO(b"De kaart."), "kaart.txt"), "words": "De kaart"},
    "/practices/<slug>/files/<key>": lambda _: {"words": "Een kaart"},
    "/meetups/<slug>/materials/links": lambda _: {
        "link-title": "Vooraf", "link-url": "https://example.org/vooraf", "link-stage": "before",
    },
    "/meetups/<slug>/feedback": lambda _: {"worth": "3", "would_host": "yes", "words": "Dat."},
    "/meetups/<slug>/invitees": lambda _: {"people": "loes"},
    "/meetups/<slug>/roster/<signup_id>/moving-up": lambda _: {"reason": "Houdt het praatje."},
    "/meetups/<slug>/roster/<signup_id>/removal": lambda _: {"reason": "Staat er dubbel op."},
    "/meetups/<slug>/door/arrivals": lambda thing: {"member": thing["attendee"], "once": "a"},
    "/meetups/<slug>/door/departures": lambda thing: {"member": thing["attendee"], "once": "d"},
    "/meetups/<slug>/door/guests": lambda _: {"name": "Joris", "once": "g"},
    "/meetups/<slug>/door/helpers": lambda thing: {"member": thing["attendee"]},
    "/meetups/<slug>/outcome": lambda thing: {"outcome": "Drie plannen.", "version": thing["version"]},
    "/meetups/<slug>/reminders": lambda thing: {
        "moments": ["1440-before"], "unit": "days", "side": "before", "version": thing["version"],
    },
    "/meetups/<slug>/series": lambda _: {"rhythm": "weekly", "interval": "1", "ends": "times", "times": "2"},
    "/meetups/<slug>/signup/handover": lambda _: {"colleague": "gijs"},
    "/organisations/<slug>": lambda thing: {**_FIRM, "version": thing["version"]},
    "/scan/answers/<step>": lambda thing: {"firm": thing.get("firm", 1), "goals": "personal"},
    "/scan/submission": lambda thing: {"firm": thing["firm"], "version": "0", **{each.key: UNSURE for each in QUESTIONS}},
    "/polls": lambda thing: {**_POLL, "theme": thing["theme"]},
    "/polls/<slug>": lambda thing: {**_POLL, "version": thing["version"]},
    "/polls/<slug>/answers": lambda thing: {f"option_{thing['option']}": "yes"},
    "/polls/<slug>/closing": lambda _: {"reason": "Niemand kan."},
    "/polls/<slug>/meetup": lambda thing: {**_CHOSEN, "option": thing["option"]},
    "/polls/answer/<token>": lambda thing: {f"option_{thing['option']}": "yes"},
    "/practices": lambda thing: {**_PRACTICE, "theme": thing["theme"]},
    "/practices/<slug>": lambda thing: {**_PRACTICE, "theme": thing["theme"], "version": thing["version"]},
    "/practices/<slug>/replications": lambda _: {"again": "yes"},
    "/register": lambda _: FORM,
    "/reset": lambda _: {"email": "chen@example.org"},
    "/reset/<token>": lambda _: {"password": "een andere lange zin voor later"},
    "/series/<slug>": lambda thing: {**_MEETUP, "scope": "all", "title": "Een andere kring", "version": thing["version"]},
    "/series/<slug>/ending": lambda _: {"coming": "keep"},
    "/settings": lambda _: {"name": "Een naam", "language": "nl"},
    "/settings/calendars": lambda thing: {"which": thing["which"]},
    "/settings/calendars/<feed_id>/renewal": lambda thing: {"nonce": thing["nonce"]},
    "/settings/email": lambda _: {"email": "elders@example.org", "password": PASSWORD},
    "/settings/password": lambda _: {"password": PASSWORD, "new_password": "een andere lange zin voor later"},
    "/sign-in": lambda _: {"email": "chen@example.org", "password": PASSWORD},
    "/themes": lambda _: _THEME,
    "/themes/<slug>": lambda thing: {**_THEME, "version": thing["version"]},
    "/themes/<slug>/coordinators": lambda thing: {"member": thing["takes_part"]},
    "/themes/<slug>/membership": lambda _: {"answer": "Omdat het ons helpt."},
}  # fmt: skip
