"""Verbs after a meetup: close it with a report, say what it was worth, ask, and tell how an intention went."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import joinedload

from network.kernel import clock
from network.kernel.database import db, transactional
from network.links.queries import Chosen
from network.meetups import policy
from network.meetups.afterwards import notices, queries, rules, tokens
from network.meetups.afterwards.models import Feedback, Figures, Intention
from network.meetups.afterwards.policy import is_asking
from network.meetups.afterwards.refusals import AnsweringOver, NotOver, NotThere
from network.meetups.dealing import lock
from network.meetups.models import Meetup
from network.meetups.refusals import CalledOff
from network.meetups.services import conclude
from network.members.models import Member
from network.notifications.services import notify, notify_all
from network.themes.queries import give_rights


@transactional
def close_with_report(
    meetup: Meetup, seen_version: int, *, outcome: str, takeaways: Sequence[str] = (), present: int | None = None,
    linked: Chosen | None = None,
) -> None:  # fmt: skip
    """Close a meetup with its report; may be told again. Where people were noted at the door, they are counted.

    Raises ChangedMeanwhile when somebody saved since `seen_version`.
    """
    presence = queries.presence_at(meetup)
    present = presence.people if presence.noted else present
    conclude(meetup, outcome, seen_version, takeaways=takeaways, present=present, linked=linked)


def require_asking(meetup: Meetup, own: queries.Own) -> None:
    """Raises CalledOff, NotOver, NotThere or AnsweringOver, whichever keeps a member from answering."""
    if meetup.is_cancelled:
        raise CalledOff
    if not meetup.is_over:
        raise NotOver
    if not own.was_there:
        raise NotThere
    if not is_asking(meetup, clock.now()):
        raise AnsweringOver


@transactional
def give_feedback(
    meetup: Meetup, member: Member, *, worth: int, would_host: bool | None, may_be_named: bool, words: str | None
) -> None:
    """Say what a meetup was worth and what one will do; said again, it takes the place of what was said before.

    `words` of None leaves the intention as it is. Raises what `require_asking` raises.
    """
    lock(meetup)  # answers come in one after the other, so that a group is complete once
    own = queries.own_answers(meetup, member)
    require_asking(meetup, own)
    feedback = own.feedback or Feedback(meetup_id=meetup.id, member_id=member.id)
    feedback.worth, feedback.would_host, feedback.changed_at = worth, would_host, clock.now()
    feedback.may_be_named = may_be_named and would_host is True
    db.session.add(feedback)
    if words is not None:
        _mean(meetup, member, own.intention, words)
    db.session.flush()
    _draw_answers(meetup.id)


def _mean(meetup: Meetup, member: Member, intention: Intention | None, words: str) -> None:
    """Write down what somebody will do. Once they were asked about it, it stays what they were asked about."""
    if intention is None:
        if words:
            db.session.add(Intention(meetup_id=meetup.id, member_id=member.id, words=words))
    elif intention.asked_at is None and not words:
        db.session.delete(intention)
    elif intention.asked_at is None and words != intention.words:
        intention.words, intention.shown = words, None


def _draw_answers(meetup_id: int) -> None:
    """Draw the figures of what it was worth, if the rule says that it is time."""
    ours = Feedback.meetup_id == meetup_id
    if not rules.draws_anew(_number_of(Feedback, ours, ~Feedback.counted)):
        return
    rows = db.session.execute(select(Feedback.worth, Feedback.would_host).where(ours)).all()
    figures = _figures_of(meetup_id)
    figures.answers = len(rows)
    figures.worth = rules.counted((row.worth for row in rows), rules.WORTH)
    figures.would_host = sum(row.would_host is True for row in rows)
    figures.intentions = _number_of(Intention, Intention.meetup_id == meetup_id)
    _run(update(Feedback).where(ours).values(counted=True))
    _run(update(Intention).where(Intention.meetup_id == meetup_id).values(shown=Intention.words))
    db.session.flush()


def _draw_told(meetup_id: int) -> None:
    """Draw the figures of how the intentions went, by the same rule."""
    told = (Intention.meetup_id == meetup_id, Intention.answer.is_not(None))
    if not rules.draws_anew(_number_of(Intention, *told, ~Intention.counted)):
        return
    figures = _figures_of(meetup_id)
    figures.told = rules.counted(db.session.scalars(select(Intention.answer).where(*told)), rules.ANSWERS)
    _run(update(Intention).where(*told).values(counted=True))
    db.session.flush()


def _figures_of(meetup_id: int) -> Figures:
    figures = db.session.get(Figures, meetup_id)
    if figures is None:
        figures = Figures(meetup_id=meetup_id, answers=0, worth=[], would_host=0, intentions=0, told=[])
        db.session.add(figures)
    return figures


def _number_of(table: Any, *which: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(table).where(*which)) or 0


@transactional
def draw_afresh(meetup_ids: Sequence[int]) -> None:
    """Draw the figures of some meetups as if nothing had been shown: for when answers go that nobody real gave."""
    _run(delete(Figures).where(Figures.meetup_id.in_(meetup_ids)))
    _run(update(Feedback).where(Feedback.meetup_id.in_(meetup_ids)).values(counted=False))
    _run(update(Intention).where(Intention.meetup_id.in_(meetup_ids)).values(counted=False, shown=None))
    db.session.expire_all()
    for meetup_id in meetup_ids:
        _draw_answers(meetup_id)
        _draw_told(meetup_id)


@transactional
def tell(intention: Intention, answer: str, what_changed: str | None = None) -> None:
    """Tell how an intention went; told again, it takes the place of before. `what_changed` of None leaves that as it is."""
    lock(db.session.get_one(Meetup, intention.meetup_id))
    intention.answer, intention.answered_at = answer, clock.now()
    if what_changed is not None:
        intention.what_changed = what_changed
    db.session.flush()
    _draw_told(intention.meetup_id)


@transactional
def ask_for_feedback(meetup_id: int, now: datetime) -> int:
    """Ask who was there what it was worth, the morning after and once for this end. Gives how many were asked."""
    meetup = _with_theme(meetup_id)
    due = queries.morning_after(meetup.ends_at, rules.FEEDBACK_ASKED)
    if due > now or not _claim(meetup, Meetup.feedback_asked_at, meetup.ends_at, now):
        return 0
    members = queries.to_ask(meetup)
    facts: dict[str, Any] = {"title": meetup.title, "starts_at": meetup.starts_at.isoformat(), "meetup": meetup.path}
    notify_all(members, notices.FEEDBACK_ASKED, path=f"{meetup.path}/feedback", **facts)
    return len(members)


@transactional
def ask_for_report(meetup_id: int, now: datetime) -> int:
    """Ask for the report, three and seven mornings after the end and once each. Gives how many were asked."""
    meetup = _with_theme(meetup_id)
    mornings = (queries.morning_after(meetup.ends_at, days) for days in rules.REPORT_WANTED)
    due = rules.last_due(mornings, now)
    if due is None or not _claim(meetup, Meetup.report_wanted_at, due, now, Meetup.closed_at.is_(None)):
        return 0
    member_id = _who_reports(meetup)
    if member_id is None:
        return 0
    facts: dict[str, Any] = {"title": meetup.title, "starts_at": meetup.starts_at.isoformat(), "meetup": meetup.path}
    notify(member_id, notices.REPORT_WANTED, path=f"{meetup.path}/outcome", **facts)
    return 1


def _claim(meetup: Meetup, column: Any, due: datetime, now: datetime, *more: Any) -> bool:
    """Be the one who asks: whoever writes first that it was asked since `due`. A meetup that moved is read again."""
    before = or_(column.is_(None), column < due)
    as_known = (Meetup.id == meetup.id, Meetup.ends_at == meetup.ends_at, Meetup.cancelled_at.is_(None))
    claim = update(Meetup).where(*as_known, before, *more).values({column: now}).returning(Meetup.id)
    return db.session.scalar(claim.execution_options(synchronize_session=False)) is not None


def _who_reports(meetup: Meetup) -> int | None:
    """Its planner; or, when that is no longer theirs to do, whoever leads the theme."""
    give_rights(meetup.planner)
    if policy.may_coordinate(meetup.planner, meetup):
        return meetup.planner_id
    return meetup.theme.lead_id if meetup.theme else None


def _with_theme(meetup_id: int) -> Meetup:
    options = [joinedload(Meetup.theme), joinedload(Meetup.planner)]
    return db.session.get_one(Meetup, meetup_id, options=options, populate_existing=True)


@transactional
def ask_how_it_went(intention_id: int, now: datetime) -> int:
    """Ask somebody once, six weeks later, whether they did what they meant to. Gives whether they were asked."""
    intention, meetup, member, known = queries.intention_to_ask(intention_id)
    held, written = clock.local(meetup.ends_at).date(), clock.local(intention.written_at).date()
    if clock.moment(rules.asking_day(held, written), rules.MORNING) > now or meetup.is_cancelled:
        return 0
    claim = update(Intention).where(Intention.id == intention_id, Intention.asked_at.is_(None)).values(asked_at=now)
    if db.session.scalar(claim.returning(Intention.id).execution_options(synchronize_session=False)) is None:
        return 0
    facts: dict[str, Any] = {"title": meetup.title if known else "", "words": intention.words, "meetup": meetup.path}
    facts |= {"starts_at": meetup.starts_at.isoformat(), "link": tokens.path_of(intention_id)}
    notify(member, notices.INTENTION_ASKED, path="/meetups/mine#intentions", **facts)
    return 1


def _run(statement: Any) -> None:
    db.session.execute(statement.execution_options(synchronize_session="fetch"))
