"""Reads of meetups, named by who reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select, tuple_
from sqlalchemy.orm import aliased, contains_eager, joinedload
from werkzeug.exceptions import NotFound

from network.kernel import clock
from network.kernel.database import db
from network.kernel.errors import require
from network.kernel.text import whole_number
from network.meetups import policy
from network.meetups.models import (
    FOR_INVITED,
    OFFERED,
    SEATED,
    WAITING,
    WITHDRAWN,
    Invitee,
    Meetup,
    SeatDecision,
    Signup,
)
from network.meetups.rules import LONGEST
from network.members.glances import Firm, of_firm, of_person
from network.members.models import Member, Organisation
from network.members.queries import can_be_found
from network.themes.glances import NAMED, OF_THEME, ThemeName
from network.themes.models import ACTIVE, CLOSED, Membership, Theme
from network.themes.queries import rights_of

A_PAGE = 20
MOST_COLLEAGUES = 200
MOST_TO_INVITE = 30  # more than that one finds by name


class Line(NamedTuple):
    """A meetup as a line of an agenda; a list of lines is one statement, and no text is loaded that nobody sees."""

    id: int
    slug: str
    title: str
    language: str
    mode: str
    place: str
    starts_at: datetime
    ends_at: datetime
    capacity: int
    taken: int
    waiting: int
    present: int | None
    cancelled_at: datetime | None
    theme: ThemeName | None
    is_over: bool

    @property
    def path(self) -> str:
        return f"/meetups/{self.slug}"


_LINE = (
    Meetup.id, Meetup.slug, Meetup.title, Meetup.language, Meetup.mode, Meetup.place, Meetup.starts_at, Meetup.ends_at,
    Meetup.capacity, Meetup.taken, Meetup.waiting, Meetup.present, Meetup.cancelled_at,
)  # fmt: skip


def _lines(statement: Select[Any], facts: dict[str, Any]) -> list[Line]:
    now = clock.now()
    rows = db.session.execute(statement, {**facts, "now": now, "since": now - LONGEST})
    return [_line(row, now) for row in rows]


def _line(row: Any, now: datetime) -> Line:
    slug, title_nl, title_en, colour = row[len(_LINE) :]
    theme = ThemeName(slug, title_nl, title_en, colour) if slug is not None else None
    return Line._make((*row[: len(_LINE)], theme, row.ends_at <= now))


MOST_IN_A_MONTH = 400  # more than a dozen a day is more than a page of a month can show


def open_to(reader: Member | None) -> ColumnElement[bool]:
    """Meetups that a reader may know of: all but those of closed themes that they are not in."""
    return _known(rights_of(reader).get("theme_ids"))


def known_among(inside: bool) -> ColumnElement[bool]:
    """The same for a statement that is made once: run with what `rights_of` gives, for a reader in some theme or in none."""
    return _known(bindparam("theme_ids", expanding=True) if inside else None)


def _known(theme_ids: Any) -> ColumnElement[bool]:
    known = or_(Meetup.theme_id.is_(None), Theme.access != CLOSED)
    return or_(known, Meetup.theme_id.in_(theme_ids)) if theme_ids is not None else known


def _meetups(reader: Member | None) -> Select[Meetup]:
    """Meetups with their theme, for lists."""
    rights = rights_of(reader)
    return _open(bool(rights)).params(rights)


# Statements of the pages that everybody opens are made once: making them costs more than running them.
@cache
def _open(inside: bool) -> Select[Meetup]:
    return (
        select(Meetup)
        .outerjoin(Meetup.theme)
        .options(contains_eager(Meetup.theme).load_only(*OF_THEME))
        .where(known_among(inside))
    )


def _not_over() -> tuple[ColumnElement[bool], ...]:
    """Still to come or under way. What began longer ago than a meetup lasts need not be looked at: starts are indexed."""
    return Meetup.ends_at > bindparam("now"), Meetup.starts_at > bindparam("since")


def _listed(inside: bool) -> Select[Any]:
    """The columns of a line, of the meetups that a reader may know of."""
    columns: tuple[Any, ...] = (*_LINE, *NAMED)
    return select(*columns).outerjoin(Meetup.theme).where(known_among(inside))


@cache
def _coming(inside: bool, in_theme: bool) -> Select[Any]:
    coming = _listed(inside).where(Meetup.cancelled_at.is_(None), *_not_over())
    if in_theme:
        coming = coming.where(Meetup.theme_id == bindparam("theme_id"))
    return coming.order_by(Meetup.starts_at, Meetup.id).limit(bindparam("most"))


@cache
def _one(inside: bool) -> Select[Meetup]:
    host, firm = aliased(Organisation), aliased(Organisation)
    return (
        _open(inside)
        .outerjoin(Meetup.host.of_type(host))
        .join(Meetup.planner)
        .join(Member.organisation.of_type(firm))
        .options(
            contains_eager(Meetup.host.of_type(host)).load_only(*of_firm(host)),
            contains_eager(Meetup.planner).load_only(*of_person()),
            contains_eager(Meetup.planner).contains_eager(Member.organisation.of_type(firm)).load_only(*of_firm(firm)),
        )
        .where(Meetup.slug == bindparam("slug"))
    )


def meetup_for(reader: Member | None, slug: str) -> Meetup:
    """One meetup with all that its page shows. Raises 404 when there is none or it is not for this reader."""
    rights = rights_of(reader)
    meetup = db.session.scalars(_one(bool(rights)), {"slug": slug, **rights}).first()
    if meetup is None:
        raise NotFound
    return meetup


def meetup_to_coordinate(member: Member, slug: str) -> Meetup:
    """One meetup for who coordinates it. Raises 404 for who may not know of it, NotYours for who may only look."""
    meetup = meetup_for(member, slug)
    require(policy.may_coordinate(member, meetup))
    return meetup


def meetup_known_as(reader: Member, slug: str) -> Meetup | None:
    """A meetup by its address, when there is one for this reader."""
    return db.session.scalars(_meetups(reader).where(Meetup.slug == slug)).first()


def meetup_by_id(reader: Member | None, meetup_id: int) -> Meetup | None:
    """A meetup by its number, when there is one for this reader."""
    return db.session.scalars(_meetups(reader).where(Meetup.id == meetup_id)).first()


def upcoming_for(reader: Member | None, most: int = 3) -> Sequence[Line]:
    """The next meetups."""
    rights = rights_of(reader)
    return _lines(_coming(bool(rights), False), {"most": most, **rights})


def upcoming_in(theme: Theme, reader: Member | None, most: int = 3) -> Sequence[Line]:
    """The next meetups of a theme."""
    rights = rights_of(reader)
    return _lines(_coming(bool(rights), True), {"most": most, "theme_id": theme.id, **rights})


@dataclass(frozen=True)
class Page:
    """One page of the list, and where the next one begins."""

    meetups: Sequence[Line]
    after: str | None


class Wishes(NamedTuple):
    """What somebody wants to see of the meetups; all of them when nothing is said."""

    theme: Theme | None = None
    mode: str = ""
    kind: str = ""
    language: str = ""
    with_room: bool = False

    @property
    def facts(self) -> dict[str, Any]:
        """What the statements below must be told: only of what is wished for, so that each set of wishes is made once."""
        named = {"theme_id": self.theme.id if self.theme else None, "mode": self.mode, "kind": self.kind}
        said = {**named, "language": self.language, "with_room": self.with_room}
        return {name: value for name, value in said.items() if value}


EVERYTHING = Wishes()


def _meeting(wished: Iterable[str]) -> list[ColumnElement[bool]]:
    """Of the meetups those that meet wishes, by the names of their facts."""
    room = (Meetup.taken < Meetup.capacity, Meetup.waiting == 0, Meetup.cancelled_at.is_(None))
    columns = [getattr(Meetup, name) == bindparam(name) for name in wished if name != "with_room"]
    return [*columns, *(room if "with_room" in wished else ())]


def page_for(reader: Member | None, wishes: Wishes = EVERYTHING, *, past: bool = False, after: str = "") -> Page:
    """Twenty meetups: coming ones from the nearest on, past ones from the latest back. `after` is the last page's key."""
    rights, place, facts = rights_of(reader), _key(after), wishes.facts
    statement = _list(bool(rights), past, tuple(facts), place is not None)
    facts |= {"at": place[0], "at_id": place[1]} if place else {}
    rows = _lines(statement, {**facts, **rights})
    last = rows[A_PAGE - 1] if len(rows) > A_PAGE else None
    return Page(rows[:A_PAGE], f"{last.starts_at:%Y%m%d%H%M}-{last.id}" if last else None)


@cache
def _list(inside: bool, past: bool, wished: tuple[str, ...], goes_on: bool) -> Select[Any]:
    at = (Meetup.starts_at, Meetup.id)
    only = _meeting(wished)
    if goes_on:
        place = tuple_(bindparam("at", type_=Meetup.starts_at.type), bindparam("at_id"))
        only.append(tuple_(*at) < place if past else tuple_(*at) > place)
    when = (Meetup.ends_at <= bindparam("now"), Meetup.starts_at < bindparam("now")) if past else _not_over()
    statement = _listed(inside).where(*when, *only)
    order = [column.desc() for column in at] if past else at
    return statement.order_by(*order).limit(A_PAGE + 1)


def _key(after: str) -> tuple[datetime, int] | None:
    moment, _, number = after.partition("-")
    try:
        at = datetime.strptime(moment + "+0000", "%Y%m%d%H%M%z")
    except ValueError:
        return None
    return (at, whole_number(number)) if whole_number(number) else None


def month_for(reader: Member | None, first: date, wishes: Wishes = EVERYTHING) -> Sequence[Meetup]:
    """The meetups of a calendar month in Amsterdam."""
    following = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    within = and_(Meetup.starts_at >= clock.moment(first, time()), Meetup.starts_at < clock.moment(following, time()))
    statement = _meetups(reader).where(within, *_meeting(wishes.facts)).params(wishes.facts)
    return db.session.scalars(statement.order_by(Meetup.starts_at, Meetup.id).limit(MOST_IN_A_MONTH)).all()


@cache
def _firms_coming() -> Select[Any]:
    people = func.count(Signup.id)
    return (
        select(*of_firm(), people)
        .select_from(Organisation)
        .join(Member, Member.organisation_id == Organisation.id)
        .join(Signup, Signup.member_id == Member.id)
        .where(Signup.meetup_id == bindparam("meetup_id"), Signup.status == SEATED)
        .group_by(Organisation.id)
        .order_by(func.min(Signup.place))
        .limit(60)
    )


def organisations_coming(meetup: Meetup) -> Sequence[tuple[Firm, int]]:
    """The firms that have a seat, with how many people each, in order of signing up. No names of people."""
    rows = db.session.execute(_firms_coming(), {"meetup_id": meetup.id})
    return [(Firm(*firm), count) for *firm, count in rows]


def roster_of(meetup: Meetup) -> Sequence[Signup]:
    """Everybody who has, is offered, or waits for a seat, by name, for who coordinates it."""
    statement = (
        select(Signup)
        .join(Signup.member)
        .join(Member.organisation)
        .options(contains_eager(Signup.member).contains_eager(Member.organisation))
        .where(Signup.meetup_id == meetup.id, Signup.status.in_((SEATED, OFFERED, WAITING)))
        .order_by(Signup.place)
    )
    return db.session.scalars(statement).all()


def colleagues_for(meetup: Meetup, member: Member) -> Sequence[Member]:
    """The people of a member's firm who may take over a seat, by name: those who want to be found, and may be there."""
    others = select(Member).where(Member.organisation_id == member.organisation_id, Member.id != member.id)
    if policy.is_for_theme(meetup):
        others = others.where(Member.id.in_(_inside(meetup)))
    if meetup.audience == FOR_INVITED:
        others = others.where(Member.id.in_(select(Invitee.member_id).where(Invitee.meetup_id == meetup.id)))
    return db.session.scalars(others.where(can_be_found()).order_by(Member.name).limit(MOST_COLLEAGUES)).all()


def _inside(meetup: Meetup) -> Select[int]:
    return select(Membership.member_id).where(Membership.theme_id == meetup.theme_id, Membership.state == ACTIVE)


def invitees_of(meetup: Meetup) -> Sequence[tuple[Invitee, str | None]]:
    """Who is invited, by name, each with the status of their place; for who coordinates it."""
    statement = (
        select(Invitee, Signup.status)
        .join(Invitee.member)
        .join(Member.organisation)
        .outerjoin(Signup, and_(Signup.meetup_id == Invitee.meetup_id, Signup.member_id == Invitee.member_id))
        .options(contains_eager(Invitee.member).contains_eager(Member.organisation))
        .where(Invitee.meetup_id == meetup.id)
        .order_by(Member.name, Member.id)
    )
    return [(invitee, status) for invitee, status in db.session.execute(statement)]


def people_to_invite(meetup: Meetup, search: str = "") -> Sequence[Member]:
    """Whom one can invite yet, by name: people of its theme, and, where that is not closed, others who can be found.

    Without words to search by they are those of the theme.
    """
    invited = select(Invitee.member_id).where(Invitee.meetup_id == meetup.id)
    people = select(Member).join(Member.organisation).options(contains_eager(Member.organisation))
    people = people.where(can_be_found(), Member.id.not_in(invited))
    if search:
        people = people.where(func.lower(Member.name).contains(search.lower(), autoescape=True))
    if not search or (meetup.theme is not None and meetup.theme.access == CLOSED):
        people = people.where(Member.id.in_(_inside(meetup)))
    return db.session.scalars(people.order_by(Member.name, Member.id).limit(MOST_TO_INVITE)).all()


def signup_in(meetup: Meetup, signup_id: int) -> Signup:
    """One signup with its person, for who coordinates the meetup. Raises 404 when there is none."""
    whole = select(Signup).options(joinedload(Signup.member).joinedload(Member.organisation))
    signup = db.session.scalar(whole.where(Signup.meetup_id == meetup.id, Signup.id == signup_id))
    if signup is None or signup.status == WITHDRAWN:
        raise NotFound
    return signup


def decisions_about(meetup: Meetup) -> Sequence[SeatDecision]:
    """What was decided about places out of turn, newest first, with who and about whom; for who coordinates it."""
    statement = select(SeatDecision).options(joinedload(SeatDecision.member), joinedload(SeatDecision.by))
    return db.session.scalars(
        statement.where(SeatDecision.meetup_id == meetup.id).order_by(SeatDecision.id.desc())
    ).all()


@dataclass(frozen=True)
class Mine:
    """A meetup of a member's own, with how they stand."""

    meetup: Meetup | Line
    status: str
    position: int | None


@cache
def _own(inside: bool) -> Select[Meetup, str, int]:
    other = aliased(Signup)
    ahead = (
        select(func.count())
        .select_from(other)
        .where(other.meetup_id == Signup.meetup_id, other.status == WAITING, other.place < Signup.place)
        .correlate(Signup)
        .scalar_subquery()
    )
    return (
        select(Meetup, Signup.status, ahead)
        .join(Signup, Signup.meetup_id == Meetup.id)
        .outerjoin(Meetup.theme)
        .options(contains_eager(Meetup.theme).load_only(*OF_THEME))
        .where(Signup.member_id == bindparam("member_id"), Signup.status.in_((SEATED, OFFERED, WAITING)))
        .where(Meetup.ends_at > bindparam("now"), known_among(inside))
        .order_by(Meetup.starts_at, Meetup.id)
        .limit(bindparam("most"))
    )


def upcoming_of(member: Member, most: int = 20) -> Sequence[Mine]:
    """The meetups that a member has signed up for and that are still to come."""
    rights = rights_of(member)
    facts = {"member_id": member.id, "now": clock.now(), "most": most, **rights}
    rows = db.session.execute(_own(bool(rights)), facts)
    return [Mine(meetup, status, place + 1 if status == WAITING else None) for meetup, status, place in rows]


def past_of(member: Member, most: int = 20) -> Sequence[Meetup]:
    """The meetups that a member had a seat at."""
    statement = (
        select(Meetup)
        .join(Signup, Signup.meetup_id == Meetup.id)
        .outerjoin(Meetup.theme)
        .options(contains_eager(Meetup.theme))
        .where(Signup.member_id == member.id, Signup.status == SEATED, Meetup.ends_at <= clock.now(), open_to(member))
        .order_by(Meetup.starts_at.desc())
        .limit(most)
    )
    return db.session.scalars(statement).all()


def possible_hosts(most: int = 500) -> Sequence[Organisation]:
    """Firms that could receive a meetup, by name."""
    listed = select(Organisation).where(Organisation.listed_at.is_not(None))
    return db.session.scalars(listed.order_by(Organisation.name).limit(most)).all()
