"""Verbs of date polls: ask, change, answer, remind, close without a date, and make the meetup of the date that is chosen."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update

from network.kernel import clock
from network.kernel.database import added, db, is_postgresql, transactional
from network.kernel.errors import ChangedMeanwhile, NotYours
from network.kernel.text import free_slug
from network.meetups.dealing import facts_of
from network.meetups.models import Meetup
from network.meetups.polls import notices, policy, queries, rules
from network.meetups.polls.models import DatePoll, PollAnswer, PollOption, PollVote
from network.meetups.polls.refusals import NotAsked, OptionGone, PollOver, RemindedLately
from network.meetups.seats import sign_up
from network.meetups.services import plan
from network.members.models import Member
from network.members.rights import reader_with_rights
from network.notifications.services import notify, notify_all
from network.themes.models import Theme

RESERVED = {"new", "answer"}  # addresses of our own


@transactional
def ask(
    coordinator: Member, theme: Theme | None, moments: Iterable[datetime], *, slug: str = "", once: str | None = None,
    **parts: Any,
) -> DatePoll:  # fmt: skip
    """Ask the members of a theme, or of the network, when they can; each gets a mail to answer by without signing in.

    Sent twice with the same `once`, also at the same moment, it is asked once. Raises NotYours for another's `once`.
    """
    if existing := _asked_before(coordinator, once):
        return existing
    poll = _added(slug or parts["title"], theme=theme, planner=coordinator, once=once, **parts)
    if poll is None:
        return _first_of(coordinator, once)
    _add_options(poll, sorted(set(moments)))
    notify_all(queries.asked_by(poll), notices.ASKED, path=poll.path, **_facts_of(poll), name=coordinator.name)
    return poll


@transactional
def change(poll: DatePoll, seen_version: int, wanted: Iterable[tuple[int | None, datetime]], **parts: Any) -> None:
    """Change a poll and its options, each `wanted` one with the id of the option that it was, if any.

    Who answered about a date that moves or goes hears it, and what they said of it counts no more; nobody else is told.
    Raises PollOver, ChangedMeanwhile when somebody saved since `seen_version`.
    """
    lock(poll)
    if poll.ended_at is not None:
        raise PollOver
    if poll.version != seen_version:
        raise ChangedMeanwhile
    for name, value in parts.items():
        setattr(poll, name, value)
    poll.version += 1
    db.session.flush()
    options = _options_of(poll)
    difference = rules.changes({each.id: each.starts_at for each in options.values()}, wanted)
    for option_id, start in difference.moved:
        _take_away(poll, options[option_id], notices.OPTION_MOVED, moved_to=start.isoformat())
    for option_id in difference.removed:
        _take_away(poll, options[option_id], notices.OPTION_REMOVED)
    _add_options(poll, [*(start for _, start in difference.moved), *difference.added])


@transactional
def answer(poll: DatePoll, member: Member, votes: Mapping[int, str]) -> int:
    """Say of options, by their ids, whether one can: yes, maybe (if need be) or no. May be said again until the poll closes.

    Gives how many were dropped because their option was taken away meanwhile. Raises NotAsked, PollOver.
    """
    if not policy.may_answer(member, poll):
        raise NotAsked
    lock(poll)
    if not poll.is_open:
        raise PollOver
    there = {each.id for each in _options_of(poll).values() if each.starts_at > clock.now()}
    kept = {option_id: vote for option_id, vote in votes.items() if option_id in there}
    if kept:
        _write_down(poll, member.id, kept)
    return len(votes) - len(kept)


@transactional
def remind(poll: DatePoll) -> int:
    """Remind those who have not answered; once a day at most. Gives how many were told. Raises PollOver, RemindedLately."""
    lock(poll)
    if not poll.is_open:
        raise PollOver
    if not rules.may_remind_again(poll.reminded_at, clock.now()):
        raise RemindedLately
    return _remind(poll, clock.now())


@transactional
def remind_before_end(poll: DatePoll, now: datetime) -> int:
    """Remind those who have not answered that the poll closes soon, once for each end. Gives how many were told."""
    lock(poll)
    over = poll.ended_at is not None or poll.reminded_end == poll.closes_at
    if over or not rules.reminder_due(poll.created_at, poll.closes_at, now):
        return 0
    poll.reminded_end = poll.closes_at
    return _remind(poll, now) if rules.may_remind_again(poll.reminded_at, now) else 0


@transactional
def tell_planner(poll: DatePoll, now: datetime) -> int:
    """Tell who asked that the time to answer is over, once for each end. Gives how many were told."""
    untold = update(DatePoll).where(DatePoll.id == poll.id, DatePoll.ended_at.is_(None), DatePoll.closes_at <= now)
    untold = untold.where(DatePoll.told_end.is_distinct_from(DatePoll.closes_at))
    claim = untold.values(told_end=DatePoll.closes_at).returning(DatePoll.id)
    if db.session.scalar(claim.execution_options(synchronize_session=False)) is None:
        return 0
    planner = reader_with_rights(poll.planner_id)
    if planner is None or not policy.may_coordinate(planner, poll):
        return 0
    notify(planner, notices.TO_DECIDE, path=f"{poll.path}/meetup", **_facts_of(poll))
    return 1


@transactional
def close(poll: DatePoll, reason: str) -> None:
    """End a poll without a date, with a word to who answered. Done twice, nobody is told twice. Raises PollOver once decided."""
    lock(poll)
    if poll.is_decided:
        raise PollOver
    if poll.ended_at is not None:
        return
    poll.ended_at, poll.close_reason = clock.now(), reason
    poll.version += 1
    db.session.flush()
    notify_all(queries.answered_in(poll), notices.CLOSED, path=poll.path, **_facts_of(poll), reason=reason)


@transactional
def decide(poll: DatePoll, coordinator: Member, option_id: int, **parts: Any) -> Meetup:
    """Choose a date and make the meetup of it. Done twice, or by two at once, there is one meetup.

    Who said yes is signed up in the order of first answers, so that the surplus waits in that order; who said if need be is
    asked to confirm; who said no is left alone; the others hear of the date. Raises PollOver, OptionGone.
    """
    lock(poll)
    if poll.meetup_id is not None:
        return db.session.get_one(Meetup, poll.meetup_id)
    if poll.ended_at is not None:
        raise PollOver
    option = _options_of(poll).get(option_id)
    if option is None or option.starts_at <= clock.now():
        raise OptionGone
    division = queries.division_of(queries.ballots_of(poll), option_id, parts["capacity"])
    like = {name: getattr(poll, name) for name in ("kind", "language", "is_demo")}
    meetup = plan(coordinator, poll.theme, quietly=True, **{**like, **parts})
    poll.meetup_id, poll.ended_at = meetup.id, clock.now()
    poll.version += 1
    db.session.flush()
    for member in (*division.seated, *division.waiting):
        _sign_up(meetup, poll, member.id)
    _tell_the_others(poll, meetup, division, coordinator)
    return meetup


def lock(poll: DatePoll) -> None:
    """Be the only one who answers, changes or decides this poll until the commit, and know it as it is now."""
    db.session.refresh(poll, _COLUMNS, with_for_update=is_postgresql() or None)


_COLUMNS = [column.key for column in DatePoll.__mapper__.column_attrs]


def _asked_before(coordinator: Member, once: str | None) -> DatePoll | None:
    if not once:
        return None
    return db.session.scalar(select(DatePoll).where(DatePoll.once == once, DatePoll.planner_id == coordinator.id))


def _first_of(coordinator: Member, once: str | None) -> DatePoll:
    """The poll that came in by the same form at the same moment."""
    first = _asked_before(coordinator, once)
    if first is None:
        raise NotYours  # the key is of somebody else's form
    return first


def _added(wish: str, *, once: str | None, **parts: Any) -> DatePoll | None:
    """The poll at an address of its own; None when the same form came first. Two of one title at once differ."""
    slug = free_slug(wish, _is_taken, "poll")
    for each in (slug, f"{slug}-{secrets.token_hex(3)}"):
        poll = DatePoll(slug=each, once=once, **parts)
        if added(poll):
            return poll
        if once and db.session.scalar(select(DatePoll.id).where(DatePoll.once == once)):
            return None
    return None


def _is_taken(slug: str) -> bool:
    return slug in RESERVED or db.session.scalar(select(DatePoll.id).where(DatePoll.slug == slug)) is not None


def _options_of(poll: DatePoll) -> dict[int, PollOption]:
    there = select(PollOption).where(PollOption.poll_id == poll.id, PollOption.removed_at.is_(None))
    return {each.id: each for each in db.session.scalars(there.execution_options(populate_existing=True))}


def _add_options(poll: DatePoll, moments: Sequence[datetime]) -> None:
    db.session.add_all(PollOption(poll_id=poll.id, starts_at=moment) for moment in moments)
    db.session.flush()


def _take_away(poll: DatePoll, option: PollOption, notice: str, **facts: Any) -> None:
    """Drop an option with what was said of it, and tell those who said it."""
    told = {**_facts_of(poll), "starts_at": option.starts_at.isoformat(), **facts}
    notify_all(queries.voters_of(poll, option.id), notice, path=poll.path, **told)
    db.session.execute(delete(PollVote).where(PollVote.option_id == option.id))
    option.removed_at = clock.now()
    db.session.flush()


def _write_down(poll: DatePoll, member_id: int, votes: Mapping[int, str]) -> None:
    """Put answers in the place of earlier ones. Called with the poll locked, so that the order of answers is that of commit."""
    mine = (PollVote.member_id == member_id, PollVote.option_id.in_(votes))
    db.session.execute(delete(PollVote).where(*mine).execution_options(synchronize_session=False))
    rows = [{"option_id": key, "member_id": member_id, "answer": vote} for key, vote in votes.items()]
    db.session.execute(insert(PollVote), rows)
    first = select(PollAnswer).where(PollAnswer.poll_id == poll.id, PollAnswer.member_id == member_id)
    if earlier := db.session.scalar(first):
        earlier.changed_at = clock.now()
    else:
        db.session.add(PollAnswer(poll_id=poll.id, member_id=member_id))
    db.session.flush()


def _remind(poll: DatePoll, now: datetime) -> int:
    poll.reminded_at = now
    db.session.flush()
    silent = queries.silent_in(poll)
    notify_all(silent, notices.REMINDED, path=poll.path, **_facts_of(poll))
    return len(silent)


def _sign_up(meetup: Meetup, poll: DatePoll, member_id: int) -> None:
    """Give who said yes the next place; who may not any more is passed over."""
    member = reader_with_rights(member_id)
    if member is not None and policy.may_answer(member, poll):
        sign_up(meetup, member)


def _tell_the_others(poll: DatePoll, meetup: Meetup, division: queries.Division, coordinator: Member) -> None:
    """Ask who said if need be; tell who answered about other dates by mail, and who did not answer in the inbox."""
    facts, path = facts_of(meetup), meetup.path
    db.session.refresh(meetup, ["taken", "waiting"])
    has_room = meetup.seats_left > 0 and not meetup.waiting
    notify_all([each.id for each in division.asked], notices.CONFIRM, path=path, **facts, has_room=has_room)
    others = [each.id for each in division.unknown if each.id != coordinator.id]
    notify_all(others, notices.CHOSEN, path=path, **facts)
    if poll.theme_id is not None:
        silent = [member_id for member_id in queries.silent_in(poll) if member_id != coordinator.id]
        notify_all(silent, notices.CHOSEN, path=path, mail=False, **facts)


def _facts_of(poll: DatePoll) -> dict[str, Any]:
    """What every notice about a poll can say of it; the signed address to answer by is made when a mail is."""
    return {"poll": poll.id, "title": poll.title, "closes_at": poll.closes_at.isoformat()}
