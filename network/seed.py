"""A network of any size for measuring and checking: `network seed`. Refused unless asked for by name.

Members are u0@example.org and so on, all with one password: u0 administers, u1 coordinates, u2 belongs to the closed
theme, the others to none. Doing it twice makes nothing twice.
"""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from flask_security.utils import hash_password, verify_password
from sqlalchemy import insert, select, update

from network.kernel import clock
from network.kernel.database import db, transactional
from network.links.models import EVERYONE
from network.links.services import register
from network.meetups.models import FOR_NETWORK, IN_PERSON, Meetup
from network.meetups.services import plan
from network.members.models import ADMINISTRATOR, COORDINATOR, MEMBER, Member, Organisation
from network.members.rules import PROVINCES, SECTORS, SIZE_CLASSES
from network.search.services import index
from network.themes.models import CLOSED, ON_REQUEST, OPEN, Theme
from network.themes.services import join, leave, open_theme

FIRMS = 25  # members are spread over so many, at most
SEATS = 50
ROLES = {0: ADMINISTRATOR, 1: COORDINATOR}
THEMES = (
    ("open", OPEN, "Open thema", "Open theme", ""),
    ("on-request", ON_REQUEST, "Thema op aanvraag", "Theme on request", "Waarom wil je meedoen?"),
    ("closed", CLOSED, "Besloten thema", "Closed theme", ""),
)


@transactional
def seed(members: int, password: str) -> int:
    """Make what is missing of so many members, the themes and the meetup. Gives how many members were added."""
    firms = _firms(min(members, FIRMS))
    added = _members(members, firms, password)
    _themes()
    return added


def _firms(count: int) -> list[int]:
    wanted = [f"firma-{number}" for number in range(count)]
    known = dict(
        db.session.execute(select(Organisation.slug, Organisation.id).where(Organisation.slug.in_(wanted))).all()
    )
    for number, slug in enumerate(wanted):
        if slug not in known:
            known[slug] = _firm(number, slug).id
    return [known[slug] for slug in wanted]


def _firm(number: int, slug: str) -> Organisation:
    firm = Organisation(
        slug=slug, name=f"Firma {number}", place="Utrecht", has_hr=number % 3 == 0, listed_at=clock.now(),
        province=_turn(tuple(PROVINCES), number), sector=_turn(tuple(SECTORS), number),
        size_class=_turn(SIZE_CLASSES, number),
    )  # fmt: skip
    db.session.add(firm)
    db.session.flush()
    node = register(
        "organisation", firm.id, path=firm.path, titles={"nl": firm.name, "en": firm.name},
        lines={"nl": firm.place, "en": firm.place}, audience=EVERYONE,
    )  # fmt: skip
    index(node, firm.name, firm.place)
    return firm


def _turn(choices: tuple[str, ...], number: int) -> str:
    return choices[number % len(choices)]


def _members(count: int, firms: list[int], password: str) -> int:
    """One hash for all: argon2 takes half a second on purpose, so that five hundred would take minutes."""
    mine = Member.email.in_([f"u{number}@example.org" for number in range(count)])
    known = dict(db.session.execute(select(Member.email, Member.password).where(mine)).all())
    rows = [_member(number, firms) for number in range(count) if f"u{number}@example.org" not in known]
    old = next(iter(known.values()), None)
    kept = old is not None and verify_password(password, old)
    hashed = old if kept else hash_password(password)
    if rows:
        db.session.execute(insert(Member), [{**row, "password": hashed} for row in rows])
    if known and not kept:
        db.session.execute(update(Member).where(mine).values(password=hashed))
    return len(rows)


def _member(number: int, firms: list[int]) -> dict[str, Any]:
    now = clock.now()
    return {
        "slug": f"u{number}", "name": f"Lid {number}", "email": f"u{number}@example.org",
        "organisation_id": firms[number % len(firms)], "is_contact": number < len(firms),
        "role": ROLES.get(number, MEMBER), "fs_uniquifier": uuid.uuid4().hex, "confirmed_at": now, "created_at": now,
    }  # fmt: skip


def _themes() -> None:
    """The themes and the meetup, told by the verbs. Whoever opened the closed theme leaves it: u2 alone is in."""
    u1, u2 = (db.session.scalar(select(Member).where(Member.email == f"u{number}@example.org")) for number in (1, 2))
    if u1 is None:
        return
    known = set(db.session.scalars(select(Theme.slug)))
    for slug, access, title_nl, title_en, question in THEMES:
        if slug not in known:
            theme = open_theme(u1, slug=slug, access=access, title_nl=title_nl, title_en=title_en, question_nl=question)
            if access == CLOSED:
                theme.lead_id = None
                leave(theme, u1)
            if access == CLOSED and u2 is not None:
                join(theme, u2)
    if db.session.scalar(select(Meetup.id).where(Meetup.slug == "fifty")) is None:
        _plan_fifty(u1)


def _plan_fifty(planner: Member) -> None:
    start = (clock.now() + timedelta(days=30)).replace(minute=0, second=0, microsecond=0)
    theme = db.session.scalars(select(Theme).where(Theme.slug == "open")).one()
    plan(
        planner, theme, slug="fifty", title="Vijftig stoelen", kind="workshop", mode=IN_PERSON, audience=FOR_NETWORK,
        starts_at=start, ends_at=start + timedelta(hours=2), place="Utrecht", capacity=SEATS, quietly=True,
    )  # fmt: skip
