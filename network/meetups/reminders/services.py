"""Verbs of reminders: set them, remind one person, switch them off for one meetup."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import exists, update

from network.kernel import clock
from network.kernel.database import db, transactional
from network.kernel.errors import ChangedMeanwhile
from network.meetups import notices
from network.meetups.dealing import facts_of, lock
from network.meetups.models import Meetup, Signup
from network.meetups.refusals import CalledOff
from network.meetups.reminders.addresses import path_for
from network.meetups.reminders.queries import moment_of, untold
from network.meetups.reminders.rules import AFTER, Reminder, distance, in_order
from network.members.models import Member
from network.notifications.services import notify


@transactional
def set_reminders(
    meetup: Meetup, seen_version: int, reminders: Iterable[Reminder], *, route: str, prepare: str
) -> None:
    """Say when people are reminded, how they get there and what they prepare.

    Raises CalledOff, ChangedMeanwhile when somebody saved since `seen_version`.
    """
    lock(meetup)
    if meetup.is_cancelled:
        raise CalledOff
    if meetup.version != seen_version:
        raise ChangedMeanwhile
    meetup.reminders = [list(each) for each in in_order(reminders)]
    meetup.route, meetup.prepare = route, prepare
    meetup.version += 1


@transactional
def remind(meetup: Meetup, signup: Signup, reminder: Reminder, now: datetime) -> bool:
    """Tell one person, once: whoever claims the row first does it. Says whether it was told.

    Nobody is told of a start that was moved, or of a meetup called off, since the meetup was read.
    """
    as_known = exists().where(
        Meetup.id == meetup.id, Meetup.starts_at == meetup.starts_at, Meetup.ends_at == meetup.ends_at,
        Meetup.cancelled_at.is_(None),
    )  # fmt: skip
    claim = update(Signup).where(Signup.id == signup.id, *untold(meetup, reminder), as_known)
    told = {"reminded_start": meetup.starts_at, "reminded_moment": moment_of(meetup, reminder)}
    claimed = claim.values(told).returning(Signup.id).execution_options(synchronize_session=False)
    if db.session.scalar(claimed) is None:
        return False
    facts = {**facts_of(meetup), **_words_of(meetup, reminder, now), "stop": path_for(signup.id)}
    notify(signup.member_id, notices.REMINDER, path=meetup.path, mail=signup.member.mail_reminders, **facts)
    return True


@transactional
def mute(member: Member, meetup: Meetup, *, muted: bool) -> None:
    """Remind a member of this meetup no more, or after all; doing it twice changes nothing."""
    _mute((Signup.meetup_id == meetup.id, Signup.member_id == member.id), muted)


@transactional
def mute_signup(signup_id: int) -> None:
    """The same from a reminder's own link, which says whose place it is about."""
    _mute((Signup.id == signup_id,), True)


def _mute(whose: Any, muted: bool) -> None:
    db.session.execute(update(Signup).where(*whose).values(muted=muted).execution_options(synchronize_session=False))


def _words_of(meetup: Meetup, reminder: Reminder, now: datetime) -> dict[str, Any]:
    """What a reminder says beside the usual facts: all of what is to come, or thanks for what was."""
    if reminder.side == AFTER:
        return {"after": True, "bring": ""}
    far = distance(clock.local(meetup.starts_at), clock.local(now))
    link: dict[str, Any] = {"link_online": meetup.link} if meetup.link else {}
    return {"number": far.number, "unit": far.unit, "route": meetup.route, "prepare": meetup.prepare, **link}
