"""Reads of what is said after meetups, named by who reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal, or_, select, union_all
from sqlalchemy.orm import aliased, contains_eager

from network.kernel import clock
from network.kernel.database import db
from network.meetups.afterwards import rules
from network.meetups.afterwards.models import Feedback, Figures, Intention
from network.meetups.models import SEATED, Attendance, Meetup, Signup
from network.meetups.queries import open_to
from network.members.glances import of_firm
from network.members.models import Member, Organisation
from network.themes.glances import OF_THEME
from network.themes.models import ACTIVE, CLOSED, Membership, Theme


def morning_after(moment: datetime, days: timedelta) -> datetime:
    """Nine o'clock in Amsterdam, so many days after the day of a moment, also across the clock change."""
    return clock.moment(clock.local(moment).date() + days, rules.MORNING)


def was_there(member_id: Any) -> ColumnElement[bool]:
    """Of a Meetup: whether somebody was noted at the door, or had a seat where nobody was noted."""
    anybody, own, place = aliased(Attendance), aliased(Attendance), aliased(Signup)
    noted = exists().where(anybody.meetup_id == Meetup.id)
    came = exists().where(own.meetup_id == Meetup.id, own.member_id == member_id)
    seated = exists().where(place.meetup_id == Meetup.id, place.member_id == member_id, place.status == SEATED)
    return or_(came, and_(~noted, seated))


def gave_feedback(member_id: Any) -> ColumnElement[bool]:
    """Of a Meetup: whether somebody answered already."""
    return exists().where(Feedback.meetup_id == Meetup.id, Feedback.member_id == member_id)


class Own(NamedTuple):
    """What somebody answered after a meetup."""

    was_there: bool
    feedback: Feedback | None
    intention: Intention | None


def own_answers(meetup: Meetup, member: Member) -> Own:
    """Whether a member was there, and what they answered."""
    said = and_(Feedback.meetup_id == Meetup.id, Feedback.member_id == member.id)
    meant = and_(Intention.meetup_id == Meetup.id, Intention.member_id == member.id)
    statement = select(was_there(member.id), Feedback, Intention).select_from(Meetup)
    statement = statement.outerjoin(Feedback, said).outerjoin(Intention, meant).where(Meetup.id == meetup.id)
    return Own._make(db.session.execute(statement.execution_options(populate_existing=True)).one())


@dataclass(frozen=True)
class Presence:
    """Who were there by firm, most people first: as `noted` at the door, or else by their seats."""

    firms: Sequence[tuple[str, int]]
    noted: bool

    @property
    def people(self) -> int:
        return sum(count for _, count in self.firms)


def presence_at(meetup: Meetup) -> Presence:
    """How many people each firm sent, for who coordinates it; a guest's firm by the name that was written down."""
    firm = func.coalesce(Organisation.name, Attendance.guest_firm)
    came = select(literal(1), firm, func.count()).select_from(Attendance)
    came = came.outerjoin(Attendance.member).outerjoin(Member.organisation)
    sat = select(literal(0), Organisation.name, func.count()).select_from(Signup)
    sat = sat.join(Signup.member).join(Member.organisation).where(Signup.status == SEATED)
    rows = db.session.execute(
        union_all(
            came.where(Attendance.meetup_id == meetup.id).group_by(firm),
            sat.where(Signup.meetup_id == meetup.id).group_by(Organisation.name),
        )
    ).all()
    noted = any(at_the_door for at_the_door, _, _ in rows)
    firms = [(name, count) for at_the_door, name, count in rows if bool(at_the_door) == noted]
    return Presence(sorted(firms, key=lambda each: (-each[1], each[0].lower())), noted)


def to_ask(meetup: Meetup) -> Sequence[int]:
    """The ids of those who were there, may still read its page, and have not answered."""
    there = select(Member.id).join(Meetup, Meetup.id == meetup.id)
    there = there.where(was_there(Member.id), ~gave_feedback(Member.id))
    if meetup.theme is not None and meetup.theme.access == CLOSED:
        inside = select(Membership.member_id).where(Membership.theme_id == meetup.theme_id, Membership.state == ACTIVE)
        there = there.where(Member.id.in_(inside))
    return db.session.scalars(there.order_by(Member.id)).all()


@dataclass(frozen=True)
class Results:
    """What who coordinates a meetup sees of the answers: how many, and, drawn of five or more, how they spread."""

    answers: int
    figures: Figures | None
    intentions: Sequence[str]  # without names, in the order of the alphabet
    hosts: Sequence[Member]  # who would, and said that they may be named


def results_of(meetup: Meetup) -> Results:
    """The answers to a meetup, for who coordinates it. One person's are not among them, but what they let be known."""
    given = select(func.count()).select_from(Feedback).where(Feedback.meetup_id == meetup.id).scalar_subquery()
    row = select(given, Figures).select_from(Meetup).outerjoin(Figures, Figures.meetup_id == Meetup.id)
    answers, figures = db.session.execute(
        row.where(Meetup.id == meetup.id).execution_options(populate_existing=True)
    ).one()
    return Results(answers, figures, _shown_texts(meetup, figures), _hosts(meetup))


def _shown_texts(meetup: Meetup, figures: Figures | None) -> Sequence[str]:
    """All of the texts that were shown with these figures, or none.

    When somebody took a text back, or was erased, the one that is gone would be known for theirs.
    """
    if figures is None or not figures.intentions:
        return []
    shown = select(Intention.shown).where(Intention.meetup_id == meetup.id, Intention.shown.is_not(None))
    texts = [text for text in db.session.scalars(shown) if text is not None]
    return sorted(texts, key=str.lower) if len(texts) == figures.intentions else []


def _hosts(meetup: Meetup) -> Sequence[Member]:
    named = select(Member).join(Feedback, Feedback.member_id == Member.id).join(Member.organisation)
    named = named.where(Feedback.meetup_id == meetup.id, Feedback.would_host.is_(True), Feedback.may_be_named)
    named = named.options(contains_eager(Member.organisation).load_only(*of_firm()))
    return db.session.scalars(named.order_by(Member.name, Member.id)).all()


class Meant(NamedTuple):
    """An intention of one's own; of the meetup only what one may still know."""

    intention: Intention
    meetup: Meetup | None
    held: datetime


def intentions_of(member: Member, most: int = 20) -> Sequence[Meant]:
    """What a member meant to do after meetups, the latest first."""
    statement = _meant(open_to(member)).where(Intention.member_id == member.id)
    rows = db.session.execute(statement.order_by(Meetup.starts_at.desc(), Intention.id.desc()).limit(most))
    return [_known(*row) for row in rows]


def intention_for(reader: Member | None, intention_id: int) -> Meant | None:
    """One intention, for who holds its address; of the meetup what this reader may know, signed in or not."""
    row = db.session.execute(_meant(open_to(reader)).where(Intention.id == intention_id)).first()
    return _known(*row) if row else None


def _meant(known: ColumnElement[bool]) -> Select[Any]:
    columns: tuple[Any, ...] = (Intention, Meetup, known)
    statement = select(*columns).join(Meetup, Meetup.id == Intention.meetup_id)
    statement = statement.outerjoin(Meetup.theme).options(contains_eager(Meetup.theme).load_only(*OF_THEME))
    return statement.execution_options(populate_existing=True)


def _known(intention: Intention, meetup: Meetup, known: bool) -> Meant:
    return Meant(intention, meetup if known else None, meetup.starts_at)


def ended_between(since: datetime, now: datetime) -> Sequence[int]:
    """The ids of meetups that ended then and were held."""
    ended = and_(Meetup.ends_at > since, Meetup.ends_at <= now, Meetup.starts_at > since - timedelta(days=1))
    return db.session.scalars(select(Meetup.id).where(ended, Meetup.cancelled_at.is_(None)).order_by(Meetup.id)).all()


def not_reported(now: datetime) -> Sequence[int]:
    """The ids of meetups of the last weeks that nobody has closed."""
    open_ones = select(Meetup.id).where(Meetup.id.in_(ended_between(now - rules.TOO_LATE, now)))
    return db.session.scalars(open_ones.where(Meetup.closed_at.is_(None)).order_by(Meetup.id)).all()


def not_asked(now: datetime) -> Sequence[int]:
    """The ids of intentions that nobody was asked about, of meetups that are nearly six weeks past."""
    past = Meetup.ends_at <= now - rules.INTENTION_ASKED + timedelta(days=1)
    statement = select(Intention.id).join(Meetup, Meetup.id == Intention.meetup_id)
    return db.session.scalars(statement.where(Intention.asked_at.is_(None), past).order_by(Intention.id)).all()


def intention_to_ask(intention_id: int) -> tuple[Intention, Meetup, Member, bool]:
    """An intention with all that asking about it needs, and whether its member may still know of the meetup."""
    inside = exists().where(
        Membership.theme_id == Meetup.theme_id, Membership.member_id == Member.id, Membership.state == ACTIVE
    )
    known = or_(Meetup.theme_id.is_(None), Theme.access != CLOSED, inside)
    statement = select(Intention, Meetup, Member, known).join(Meetup, Meetup.id == Intention.meetup_id)
    statement = statement.join(Member, Member.id == Intention.member_id).outerjoin(Meetup.theme)
    intention, meetup, member, may_know = db.session.execute(statement.where(Intention.id == intention_id)).one()
    return intention, meetup, member, may_know
