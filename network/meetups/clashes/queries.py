"""Reads of what happens at the same time, named by who reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, ScalarSelect, Select, bindparam, case, exists, or_, select
from sqlalchemy.orm import aliased

from network.kernel import clock
from network.kernel.database import db, json_rows
from network.meetups.clashes.models import FreePeriod, moments_of
from network.meetups.models import Meetup
from network.meetups.page import READER
from network.meetups.queries import open_to
from network.meetups.rules import LONGEST
from network.members.models import ADMINISTRATOR, COORDINATOR, Member
from network.themes.models import ACTIVE, CLOSED, Membership, Theme

MOST = 10  # of each, in a warning: beyond that the message is clear


class Overlap(NamedTuple):
    """A meetup that is held at the same time."""

    slug: str
    title: str
    language: str
    starts_at: datetime
    ends_at: datetime

    @property
    def path(self) -> str:
        return f"/meetups/{self.slug}"


class Free(NamedTuple):
    """A free period as a warning names it."""

    kind: str
    region: str
    name_nl: str
    name_en: str


@dataclass(frozen=True)
class Clashes:
    """What happens at a time that somebody has in mind."""

    meetups: Sequence[Overlap]
    periods: Sequence[Free]

    def __bool__(self) -> bool:
        return bool(self.meetups or self.periods)


def clashes_for(reader: Member, begin: datetime, end: datetime, besides: int | None = None) -> Clashes:
    """What of that time a reader may know of, but for the meetup `besides`: two statements."""
    columns: tuple[Any, ...] = (Meetup.slug, Meetup.title, Meetup.language, Meetup.starts_at, Meetup.ends_at)
    others = select(*columns).outerjoin(Meetup.theme).where(open_to(reader), Meetup.cancelled_at.is_(None))
    others = others.where(Meetup.starts_at < end, Meetup.ends_at > begin, Meetup.starts_at > begin - LONGEST)
    if besides is not None:
        others = others.where(Meetup.id != besides)
    meetups = db.session.execute(others.order_by(Meetup.starts_at, Meetup.id).limit(MOST))
    periods = db.session.execute(_named(_during(begin, end)))
    return Clashes([Overlap(*row) for row in meetups], [Free(*row) for row in periods])


def _during(begin: Any, end: Any) -> tuple[ColumnElement[bool], ...]:
    return FreePeriod.begins_at < end, FreePeriod.ends_at > begin, FreePeriod.deleted_at.is_(None)


def _named(during: tuple[ColumnElement[bool], ...]) -> Select[Any]:
    columns: tuple[Any, ...] = (FreePeriod.kind, FreePeriod.region, FreePeriod.name_nl, FreePeriod.name_en)
    return select(*columns).where(*during).order_by(FreePeriod.kind, FreePeriod.begins_at, FreePeriod.id).limit(MOST)


def _coordinates() -> ColumnElement[bool]:
    """Whether the reader may coordinate the meetup of the outer statement; the rest is looked up for nobody else."""
    in_network = exists().where(Member.id == READER, Member.role.in_((COORDINATOR, ADMINISTRATOR)))
    leads = exists().where(
        Membership.member_id == READER,
        Membership.theme_id == Meetup.theme_id,
        Membership.leads,
        Membership.state == ACTIVE,
    )
    return or_(in_network, leads.correlate(Meetup))


def overlapping() -> ColumnElement[Any]:
    """A column for a statement on Meetup: the meetups at the same time that the reader may know of."""
    other, theme = aliased(Meetup), aliased(Theme)
    inside = exists().where(
        Membership.member_id == READER, Membership.theme_id == other.theme_id, Membership.state == ACTIVE
    )
    rows = (
        select(json_rows(other.slug, other.title, other.language, other.starts_at, other.ends_at))
        .select_from(other)
        .outerjoin(theme, theme.id == other.theme_id)
        .where(other.id != Meetup.id, other.cancelled_at.is_(None))
        .where(other.starts_at < Meetup.ends_at, other.ends_at > Meetup.starts_at)
        .where(or_(other.theme_id.is_(None), theme.access != CLOSED, inside.correlate(other)))
    )
    return case((_coordinates(), rows.correlate(Meetup).scalar_subquery()))


def free_days() -> ColumnElement[Any]:
    """A column for a statement on Meetup: the free periods in which it falls."""
    rows: ScalarSelect[Any] = (
        select(json_rows(FreePeriod.kind, FreePeriod.region, FreePeriod.name_nl, FreePeriod.name_en))
        .where(*_during(Meetup.starts_at, Meetup.ends_at))
        .correlate(Meetup)
        .scalar_subquery()
    )
    return case((_coordinates(), rows))


def clashes_from(overlapping_rows: Any, free_rows: Any) -> Clashes:
    """What the two columns above gave, in order."""
    meetups = [Overlap._make((*words, _moment(begin), _moment(end))) for *words, begin, end in overlapping_rows or ()]
    meetups.sort(key=lambda each: (each.starts_at, each.slug))
    return Clashes(meetups[:MOST], sorted(Free(*row) for row in free_rows or ())[:MOST])


def _moment(written: str) -> datetime:
    """A moment as the database writes it in JSON: SQLite without a zone."""
    moment = datetime.fromisoformat(written)
    return moment if moment.tzinfo else moment.replace(tzinfo=clock.now().tzinfo)


@cache
def _between() -> Select[FreePeriod]:
    during = _during(
        bindparam("begin", type_=FreePeriod.begins_at.type), bindparam("end", type_=FreePeriod.ends_at.type)
    )
    return select(FreePeriod).where(*during).order_by(FreePeriod.begins_at, FreePeriod.id)


def free_between(first_on: date, last_on: date) -> Sequence[FreePeriod]:
    """The free periods of some days, for everybody: in order of their first day."""
    begin, end = moments_of(first_on, last_on)
    return db.session.scalars(_between(), {"begin": begin, "end": end}).all()


def calendar_of(from_on: date) -> Sequence[FreePeriod]:
    """All free periods that end on a day or later, for who tends the calendar."""
    begin, _end = moments_of(from_on, from_on)
    coming = select(FreePeriod).where(FreePeriod.ends_at > begin, FreePeriod.deleted_at.is_(None))
    return db.session.scalars(coming.order_by(FreePeriod.begins_at, FreePeriod.id).limit(500)).all()


def period_by_id(period_id: int) -> FreePeriod:
    """One free period, for who tends the calendar. Raises 404."""
    period: FreePeriod = db.first_or_404(
        select(FreePeriod).where(FreePeriod.id == period_id, FreePeriod.deleted_at.is_(None))
    )
    return period
