"""Reads of meetups, named by who reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select, tuple_
from sqlalchemy.orm import aliased, contains_eager
from werkzeug.exceptions import NotFound

from network.kernel import clock
from network.kernel.database import db
from network.kernel.text import whole_number
from network.meetups.models import OFFERED, SEATED, WAITING, Meetup, Signup
from network.meetups.rules import LONGEST
from network.members.models import Member, Organisation
from network.themes.models import CLOSED, Theme
from network.themes.queries import rights_of

A_PAGE = 20
MOST_IN_A_MONTH = 400  # more than a dozen a day is more than a page of a month can show


def open_to(reader: Member | None) -> ColumnElement[bool]:
    """Meetups that a reader may know of: all but those of closed themes that they are not in."""
    return _known(rights_of(reader).get("theme_ids"))


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
        .options(contains_eager(Meetup.theme))
        .where(_known(bindparam("theme_ids", expanding=True) if inside else None))
    )


def _not_over() -> tuple[ColumnElement[bool], ...]:
    """Still to come or under way. What began longer ago than a meetup lasts need not be looked at: starts are indexed."""
    return Meetup.ends_at > bindparam("now"), Meetup.starts_at > bindparam("since")


def _at(now: datetime) -> dict[str, Any]:
    return {"now": now, "since": now - LONGEST}


@cache
def _coming(inside: bool, in_theme: bool) -> Select[Meetup]:
    coming = _open(inside).where(Meetup.cancelled_at.is_(None), *_not_over())
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
            contains_eager(Meetup.host.of_type(host)),
            contains_eager(Meetup.planner).contains_eager(Member.organisation.of_type(firm)),
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


def meetup_by_id(reader: Member | None, meetup_id: int) -> Meetup | None:
    """A meetup by its number, when there is one for this reader."""
    return db.session.scalars(_meetups(reader).where(Meetup.id == meetup_id)).first()


def upcoming_for(reader: Member | None, most: int = 3) -> Sequence[Meetup]:
    """The next meetups."""
    rights = rights_of(reader)
    return db.session.scalars(_coming(bool(rights), False), {**_at(clock.now()), "most": most, **rights}).all()


def upcoming_in(theme: Theme, reader: Member | None, most: int = 3) -> Sequence[Meetup]:
    """The next meetups of a theme."""
    rights = rights_of(reader)
    facts = {**_at(clock.now()), "most": most, "theme_id": theme.id, **rights}
    return db.session.scalars(_coming(bool(rights), True), facts).all()


@dataclass(frozen=True)
class Page:
    """One page of the list, and where the next one begins."""

    meetups: Sequence[Meetup]
    after: str | None


def page_for(
    reader: Member | None, *, past: bool = False, theme: Theme | None = None, mode: str = "", after: str = ""
) -> Page:
    """Twenty meetups: coming ones from the nearest on, past ones from the latest back. `after` is the last page's key."""
    rights, place = rights_of(reader), _key(after)
    narrowed = {"theme_id": theme.id if theme else None, "mode": mode}
    facts: dict[str, Any] = {name: value for name, value in narrowed.items() if value}
    statement = _list(bool(rights), past, tuple(facts), place is not None)
    facts |= {"at": place[0], "at_id": place[1]} if place else {}
    rows = db.session.scalars(statement, {**facts, **_at(clock.now()), **rights}).all()
    last = rows[A_PAGE - 1] if len(rows) > A_PAGE else None
    return Page(rows[:A_PAGE], f"{last.starts_at:%Y%m%d%H%M}-{last.id}" if last else None)


@cache
def _list(inside: bool, past: bool, narrowed: tuple[str, ...], goes_on: bool) -> Select[Meetup]:
    at = (Meetup.starts_at, Meetup.id)
    only = [getattr(Meetup, name) == bindparam(name) for name in narrowed]
    if goes_on:
        place = tuple_(bindparam("at", type_=Meetup.starts_at.type), bindparam("at_id"))
        only.append(tuple_(*at) < place if past else tuple_(*at) > place)
    when = (Meetup.ends_at <= bindparam("now"), Meetup.starts_at < bindparam("now")) if past else _not_over()
    statement = _open(inside).where(*when, *only)
    order = [column.desc() for column in at] if past else at
    return statement.order_by(*order).limit(A_PAGE + 1)


def _key(after: str) -> tuple[datetime, int] | None:
    moment, _, number = after.partition("-")
    try:
        at = datetime.strptime(moment + "+0000", "%Y%m%d%H%M%z")
    except ValueError:
        return None
    return (at, whole_number(number)) if whole_number(number) else None


def month_for(reader: Member | None, first: date, theme: Theme | None = None, mode: str = "") -> Sequence[Meetup]:
    """The meetups of a calendar month in Amsterdam."""
    following = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    within = and_(Meetup.starts_at >= clock.moment(first, time()), Meetup.starts_at < clock.moment(following, time()))
    statement = _meetups(reader).where(within)
    if theme is not None:
        statement = statement.where(Meetup.theme_id == theme.id)
    if mode:
        statement = statement.where(Meetup.mode == mode)
    return db.session.scalars(statement.order_by(Meetup.starts_at, Meetup.id).limit(MOST_IN_A_MONTH)).all()


@cache
def _firms_coming() -> Select[Organisation, int]:
    people = func.count(Signup.id)
    return (
        select(Organisation, people)
        .join(Member, Member.organisation_id == Organisation.id)
        .join(Signup, Signup.member_id == Member.id)
        .where(Signup.meetup_id == bindparam("meetup_id"), Signup.status == SEATED)
        .group_by(Organisation.id)
        .order_by(func.min(Signup.place))
        .limit(60)
    )


def organisations_coming(meetup: Meetup) -> Sequence[tuple[Organisation, int]]:
    """The firms that have a seat, with how many people each, in order of signing up. No names of people."""
    rows = db.session.execute(_firms_coming(), {"meetup_id": meetup.id})
    return [(organisation, count) for organisation, count in rows]


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


@dataclass(frozen=True)
class Mine:
    """A meetup of a member's own, with how they stand."""

    meetup: Meetup
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
        .options(contains_eager(Meetup.theme))
        .where(Signup.member_id == bindparam("member_id"), Signup.status.in_((SEATED, OFFERED, WAITING)))
        .where(Meetup.ends_at > bindparam("now"), _known(bindparam("theme_ids", expanding=True) if inside else None))
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
