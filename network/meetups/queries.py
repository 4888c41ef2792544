"""Reads of meetups, named by who reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, tuple_
from sqlalchemy.orm import aliased, contains_eager

from network.kernel import clock
from network.kernel.database import db
from network.meetups.models import OFFERED, SEATED, WAITING, Meetup, Signup
from network.members.models import Member, Organisation
from network.themes.models import CLOSED, Theme

A_PAGE = 20


def open_to(reader: Member | None) -> ColumnElement[bool]:
    """Meetups that a reader may know of: all but those of closed themes that they are not in."""
    known = or_(Meetup.theme_id.is_(None), Theme.access != CLOSED)
    return or_(known, Meetup.theme_id.in_(reader.theme_ids)) if reader and reader.theme_ids else known


def _meetups(reader: Member | None) -> Select[Meetup]:
    """Meetups with their theme, for lists."""
    return select(Meetup).outerjoin(Meetup.theme).options(contains_eager(Meetup.theme)).where(open_to(reader))


def meetup_for(reader: Member | None, slug: str) -> Meetup:
    """One meetup with all that its page shows. Raises 404 when there is none or it is not for this reader."""
    host, firm = aliased(Organisation), aliased(Organisation)
    statement = (
        _meetups(reader)
        .outerjoin(Meetup.host.of_type(host))
        .join(Meetup.planner)
        .join(Member.organisation.of_type(firm))
        .options(
            contains_eager(Meetup.host.of_type(host)),
            contains_eager(Meetup.planner).contains_eager(Member.organisation.of_type(firm)),
        )
    )
    return db.first_or_404(statement.where(Meetup.slug == slug))


def meetup_by_id(reader: Member | None, meetup_id: int) -> Meetup | None:
    """A meetup by its number, when there is one for this reader."""
    return db.session.scalars(_meetups(reader).where(Meetup.id == meetup_id)).first()


def upcoming_for(reader: Member | None, most: int = 3) -> Sequence[Meetup]:
    """The next meetups."""
    return db.session.scalars(_coming(reader).limit(most)).all()


def upcoming_in(theme: Theme, reader: Member | None, most: int = 3) -> Sequence[Meetup]:
    """The next meetups of a theme."""
    return db.session.scalars(_coming(reader).where(Meetup.theme_id == theme.id).limit(most)).all()


def _coming(reader: Member | None) -> Select[Meetup]:
    coming = _meetups(reader).where(Meetup.cancelled_at.is_(None), Meetup.ends_at > clock.now())
    return coming.order_by(Meetup.starts_at, Meetup.id)


@dataclass(frozen=True)
class Page:
    """One page of the list, and where the next and the one before begin."""

    meetups: Sequence[Meetup]
    after: str | None


def page_for(
    reader: Member | None, *, past: bool = False, theme: Theme | None = None, mode: str = "", after: str = ""
) -> Page:
    """Twenty meetups: coming ones from the nearest on, past ones from the latest back. `after` is a page's last key."""
    statement = _meetups(reader)
    now = clock.now()
    statement = statement.where(Meetup.ends_at <= now if past else Meetup.ends_at > now)
    if theme is not None:
        statement = statement.where(Meetup.theme_id == theme.id)
    if mode:
        statement = statement.where(Meetup.mode == mode)
    key = tuple_(Meetup.starts_at, Meetup.id)
    if place := _key(after):
        statement = statement.where(key < place if past else key > place)
    order = (Meetup.starts_at.desc(), Meetup.id.desc()) if past else (Meetup.starts_at, Meetup.id)
    rows = db.session.scalars(statement.order_by(*order).limit(A_PAGE + 1)).all()
    last = rows[A_PAGE - 1] if len(rows) > A_PAGE else None
    return Page(rows[:A_PAGE], f"{last.starts_at:%Y%m%d%H%M}-{last.id}" if last else None)


def _key(after: str) -> tuple[datetime, int] | None:
    moment, _, number = after.partition("-")
    try:
        return datetime.strptime(moment + "+0000", "%Y%m%d%H%M%z"), int(number)
    except ValueError:
        return None


def month_for(reader: Member | None, first: date, theme: Theme | None = None) -> Sequence[Meetup]:
    """The meetups of a calendar month in Amsterdam."""
    following = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    within = and_(Meetup.starts_at >= clock.moment(first, time()), Meetup.starts_at < clock.moment(following, time()))
    statement = _meetups(reader).where(within)
    if theme is not None:
        statement = statement.where(Meetup.theme_id == theme.id)
    return db.session.scalars(statement.order_by(Meetup.starts_at, Meetup.id).limit(400)).all()


def organisations_coming(meetup: Meetup) -> Sequence[tuple[Organisation, int]]:
    """The firms that have a seat, with how many people each, in order of signing up. No names of people."""
    people = func.count(Signup.id)
    statement = (
        select(Organisation, people)
        .join(Member, Member.organisation_id == Organisation.id)
        .join(Signup, Signup.member_id == Member.id)
        .where(Signup.meetup_id == meetup.id, Signup.status == SEATED)
        .group_by(Organisation.id)
        .order_by(func.min(Signup.place))
        .limit(60)
    )
    return [(organisation, count) for organisation, count in db.session.execute(statement)]


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


def upcoming_of(member: Member, most: int = 20) -> Sequence[Mine]:
    """The meetups that a member has signed up for and that are still to come."""
    other = aliased(Signup)
    ahead = (
        select(func.count())
        .select_from(other)
        .where(other.meetup_id == Signup.meetup_id, other.status == WAITING, other.place < Signup.place)
        .correlate(Signup)
        .scalar_subquery()
    )
    statement = (
        select(Meetup, Signup.status, ahead)
        .join(Signup, Signup.meetup_id == Meetup.id)
        .outerjoin(Meetup.theme)
        .options(contains_eager(Meetup.theme))
        .where(Signup.member_id == member.id, Signup.status.in_((SEATED, OFFERED, WAITING)))
        .where(Meetup.ends_at > clock.now())
        .order_by(Meetup.starts_at, Meetup.id)
        .limit(most)
    )
    rows = db.session.execute(statement)
    return [Mine(meetup, status, place + 1 if status == WAITING else None) for meetup, status, place in rows]


def past_of(member: Member, most: int = 20) -> Sequence[Meetup]:
    """The meetups that a member had a seat at."""
    statement = (
        select(Meetup)
        .join(Signup, Signup.meetup_id == Meetup.id)
        .outerjoin(Meetup.theme)
        .options(contains_eager(Meetup.theme))
        .where(Signup.member_id == member.id, Signup.status == SEATED, Meetup.ends_at <= clock.now())
        .order_by(Meetup.starts_at.desc())
        .limit(most)
    )
    return db.session.scalars(statement).all()


def possible_hosts(most: int = 500) -> Sequence[Organisation]:
    """Firms that could receive a meetup, by name."""
    listed = select(Organisation).where(Organisation.listed_at.is_not(None))
    return db.session.scalars(listed.order_by(Organisation.name).limit(most)).all()
