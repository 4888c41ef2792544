"""Reads of date polls, named by who reads. Answers of those who left the theme or may not sign in count nowhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import contains_eager
from werkzeug.exceptions import NotFound

from network.kernel import clock
from network.kernel.database import db
from network.meetups.models import SEATED, Meetup, Signup
from network.meetups.polls import policy, rules, tokens
from network.meetups.polls.models import DatePoll, PollAnswer, PollOption, PollVote
from network.meetups.polls.rules import MAYBE, NO, YES
from network.members.glances import of_firm, of_person
from network.members.models import Member
from network.members.rights import reader_with_rights
from network.themes.models import ACTIVE, CLOSED, Membership, Theme

A_LIST = 12


def open_to(reader: Member) -> ColumnElement[bool]:
    """Polls that a member may know of: all but those of closed themes that they are not in."""
    known = or_(DatePoll.theme_id.is_(None), Theme.access != CLOSED)
    return or_(known, DatePoll.theme_id.in_(sorted(reader.theme_ids))) if reader.theme_ids else known


def _polls(reader: Member) -> Select[DatePoll]:
    statement = select(DatePoll).outerjoin(DatePoll.theme).options(contains_eager(DatePoll.theme))
    return statement.where(open_to(reader))


def poll_for(reader: Member, slug: str) -> DatePoll:
    """One poll, with its theme and who asks. Raises 404 when there is none or it is not for this reader."""
    return _one(_polls(reader).where(DatePoll.slug == slug))


def ballot_for(token: str) -> tuple[DatePoll, Member]:
    """The poll and the member that a signed address is for. Raises 404 when either is gone, or the one may not answer it."""
    ids = tokens.opened(token)
    member = reader_with_rights(ids[1]) if ids else None
    if ids is None or member is None:
        raise NotFound
    poll = _one(_polls(member).where(DatePoll.id == ids[0]))
    if not policy.may_answer(member, poll):
        raise NotFound
    return poll, member


def _one(statement: Select[DatePoll]) -> DatePoll:
    whole = (
        statement.join(DatePoll.planner)
        .join(Member.organisation)
        .options(
            contains_eager(DatePoll.planner).load_only(*of_person()),
            contains_eager(DatePoll.planner).contains_eager(Member.organisation).load_only(*of_firm()),
        )
    )
    poll = db.session.scalars(whole).first()
    if poll is None:
        raise NotFound
    return poll


class Option(NamedTuple):
    """A date with how many said what of it, and what the reader said."""

    id: int
    starts_at: datetime
    yes: int
    maybe: int
    no: int
    mine: str | None

    @property
    def has_passed(self) -> bool:
        return self.starts_at <= clock.now()


def options_of(poll: DatePoll, reader: Member | None = None) -> Sequence[Option]:
    """The dates that are asked about, earliest first."""
    still = _still_asked(poll)
    counts: list[Any] = [func.count(case((and_(PollVote.answer == each, still), 1))) for each in (YES, MAYBE, NO)]
    mine = func.max(case((PollVote.member_id == (reader.id if reader else None), PollVote.answer)))
    statement: Select[Any] = (
        select(PollOption.id, PollOption.starts_at, *counts, mine)
        .outerjoin(PollVote, PollVote.option_id == PollOption.id)
        .outerjoin(Member, Member.id == PollVote.member_id)
        .where(PollOption.poll_id == poll.id, PollOption.removed_at.is_(None))
        .group_by(PollOption.id)
        .order_by(PollOption.starts_at, PollOption.id)
    )
    return [Option(*row) for row in db.session.execute(statement)]


def _still_asked(poll: DatePoll) -> ColumnElement[bool]:
    """Members who may answer a poll now."""
    here = and_(Member.active, Member.confirmed_at.is_not(None))
    if poll.theme_id is None:
        return here
    inside = select(Membership.member_id).where(Membership.theme_id == poll.theme_id, Membership.state == ACTIVE)
    return and_(here, Member.id.in_(inside))


def _have_answered(poll: DatePoll) -> ColumnElement[bool]:
    return Member.id.in_(select(PollAnswer.member_id).where(PollAnswer.poll_id == poll.id))


def turnout_of(poll: DatePoll) -> tuple[int, int]:
    """How many have answered, of how many who are asked."""
    asked = select(func.count(case((_have_answered(poll), 1))), func.count()).select_from(Member)
    answered, of = db.session.execute(asked.where(_still_asked(poll))).one()
    return answered, of


def asked_by(poll: DatePoll) -> Sequence[int]:
    """The ids of the members who may answer, but for who asks."""
    return db.session.scalars(select(Member.id).where(_still_asked(poll), Member.id != poll.planner_id)).all()


def silent_in(poll: DatePoll) -> Sequence[int]:
    """The ids of the members who may answer and have not, but for who asks."""
    silent = select(Member.id).where(_still_asked(poll), ~_have_answered(poll), Member.id != poll.planner_id)
    return db.session.scalars(silent).all()


def answered_in(poll: DatePoll) -> Sequence[int]:
    """The ids of the members who have answered and still may."""
    return db.session.scalars(select(Member.id).where(_still_asked(poll), _have_answered(poll))).all()


def voters_of(poll: DatePoll, option_id: int) -> Sequence[int]:
    """The ids of the members who said something of an option and still may."""
    voted = select(PollVote.member_id).where(PollVote.option_id == option_id)
    return db.session.scalars(select(Member.id).where(_still_asked(poll), Member.id.in_(voted))).all()


@dataclass(frozen=True)
class Ballot:
    """What one member said, by option."""

    member: Member
    answers: Mapping[int, str]


def ballots_of(poll: DatePoll) -> Sequence[Ballot]:
    """Who said what, in the order of first answers, with their firms: for who coordinates it."""
    statement = (
        select(Member, PollVote.option_id, PollVote.answer)
        .join(PollAnswer, and_(PollAnswer.member_id == Member.id, PollAnswer.poll_id == poll.id))
        .join(Member.organisation)
        .outerjoin(PollOption, and_(PollOption.poll_id == poll.id, PollOption.removed_at.is_(None)))
        .outerjoin(PollVote, and_(PollVote.option_id == PollOption.id, PollVote.member_id == Member.id))
        .options(contains_eager(Member.organisation))
        .where(_still_asked(poll))
        .order_by(PollAnswer.answered_at, PollAnswer.id)
    )
    answers: dict[int, dict[int, str]] = defaultdict(dict)
    members: dict[int, Member] = {}
    for member, option_id, answer in db.session.execute(statement):
        members[member.id] = member
        if answer is not None:
            answers[member.id][option_id] = answer
    return [Ballot(member, answers[member_id]) for member_id, member in members.items()]


@dataclass(frozen=True)
class Division:
    """What would become of those who answered if an option were chosen, each group in the order of first answers."""

    seated: Sequence[Member]
    waiting: Sequence[Member]
    asked: Sequence[Member]  # said if need be
    left_alone: Sequence[Member]  # said no
    unknown: Sequence[Member]  # said nothing of this date


def division_of(ballots: Iterable[Ballot], option_id: int, seats: int) -> Division:
    """Who would sit, wait, be asked, be left alone."""
    said: dict[str | None, list[Member]] = defaultdict(list)
    for ballot in ballots:
        said[ballot.answers.get(option_id)].append(ballot.member)
    return Division(*rules.divided(said[YES], seats), said[MAYBE], said[NO], said[None])


def clashes_for(member: Member, poll: DatePoll, options: Sequence[Option]) -> dict[int, Meetup]:
    """The first of a member's own seated meetups that lies at the time of each option, by the option's id."""
    if not options:
        return {}
    last = options[-1].starts_at + timedelta(minutes=poll.minutes)
    seated = (
        select(Meetup)
        .join(Signup, Signup.meetup_id == Meetup.id)
        .where(Signup.member_id == member.id, Signup.status == SEATED, Meetup.cancelled_at.is_(None))
        .where(Meetup.starts_at < last, Meetup.ends_at > options[0].starts_at)
        .order_by(Meetup.starts_at)
    )
    own = db.session.scalars(seated).all()
    found = {option.id: rules.overlapping(option.starts_at, poll.minutes, own) for option in options}
    return {option_id: meetups[0] for option_id, meetups in found.items() if meetups}


class Line(NamedTuple):
    """An open poll in a list, with whether the reader has answered it."""

    poll: DatePoll
    answered: bool


def open_for(reader: Member, theme: Theme | None = None, most: int = 3) -> Sequence[Line]:
    """The polls that a member can answer or that they asked, those that close first on top; of one theme where it is given."""
    mine = or_(
        DatePoll.theme_id.is_(None), DatePoll.theme_id.in_(sorted(reader.theme_ids)), DatePoll.planner_id == reader.id
    )
    answered = select(PollAnswer.id).where(PollAnswer.poll_id == DatePoll.id, PollAnswer.member_id == reader.id)
    going_on = (DatePoll.ended_at.is_(None), DatePoll.closes_at > clock.now())
    statement = _polls(reader).add_columns(answered.exists()).where(*going_on)
    statement = statement.where(DatePoll.theme_id == theme.id) if theme else statement.where(mine)
    rows = db.session.execute(statement.order_by(DatePoll.closes_at, DatePoll.id).limit(most))
    return [Line(poll, bool(has_answered)) for poll, has_answered in rows]


def to_decide_for(coordinator: Member) -> Sequence[DatePoll]:
    """The coordinator's polls whose time is over and that nobody has decided, oldest first."""
    own = DatePoll.planner_id == coordinator.id
    theirs = or_(own, DatePoll.theme_id.in_(sorted(coordinator.led_theme_ids))) if coordinator.led_theme_ids else own
    over = (DatePoll.ended_at.is_(None), DatePoll.closes_at <= clock.now())
    return db.session.scalars(_polls(coordinator).where(theirs, *over).order_by(DatePoll.closes_at).limit(A_LIST)).all()


def closing_by(now: datetime, until: timedelta) -> Sequence[int]:
    """The ids of open polls that close within so long."""
    soon = DatePoll.closes_at.between(now, now + until)
    return db.session.scalars(select(DatePoll.id).where(DatePoll.ended_at.is_(None), soon)).all()


def waiting_for_a_decision(now: datetime) -> Sequence[int]:
    """The ids of polls whose time is over, of which the planner has not been told yet."""
    over = (DatePoll.ended_at.is_(None), DatePoll.closes_at <= now)
    untold = or_(DatePoll.told_end.is_(None), DatePoll.told_end != DatePoll.closes_at)
    return db.session.scalars(select(DatePoll.id).where(*over, untold)).all()


def poll_by_id(poll_id: int) -> DatePoll:
    """A poll with its theme, for what happens by itself."""
    whole = select(DatePoll).outerjoin(DatePoll.theme).options(contains_eager(DatePoll.theme))
    return db.session.scalars(whole.where(DatePoll.id == poll_id)).one()
