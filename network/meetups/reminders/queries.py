"""Reads of reminders: which meetups have one due, and who wants it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select

from network.kernel import clock
from network.kernel.database import db
from network.meetups.models import SEATED, Attendance, Meetup, Signup
from network.meetups.reminders.rules import AFTER, FURTHEST, LATE, Reminder, due, read
from network.meetups.rules import LONGEST


def due_of(meetup: Any, now: datetime) -> Reminder | None:
    """The reminder of a meetup that is due now; `meetup` may be a row with reminders, starts_at and ends_at."""
    return due(read(meetup.reminders), clock.local(meetup.starts_at), clock.local(meetup.ends_at), now)


def moment_of(meetup: Any, reminder: Reminder) -> datetime:
    """When a reminder of a meetup goes."""
    return reminder.moment(clock.local(meetup.starts_at), clock.local(meetup.ends_at))


def meetups_to_remind_of(now: datetime) -> Sequence[int]:
    """The ids of the meetups of which a reminder is due."""
    hour = timedelta(hours=1)  # that a clock change may add
    window = Meetup.starts_at.between(now - FURTHEST - LATE - LONGEST - hour, now + FURTHEST + hour)
    near = select(Meetup.id, Meetup.reminders, Meetup.starts_at, Meetup.ends_at)
    rows = db.session.execute(near.where(window, Meetup.cancelled_at.is_(None)))
    return [row.id for row in rows if due_of(row, now) is not None]


def signups_to_remind(meetup: Meetup, reminder: Reminder) -> Sequence[int]:
    """The ids of those who have a seat since before the reminder's moment, and were not told of it yet."""
    wanting = select(Signup.id).where(Signup.meetup_id == meetup.id, *untold(meetup, reminder))
    return db.session.scalars(wanting.where(*_meant_for(meetup, reminder)).order_by(Signup.id)).all()


def untold(meetup: Meetup, reminder: Reminder) -> tuple[ColumnElement[bool], ...]:
    """Of a signup: it takes part, is not muted, and not reminded of this start at this moment or a later one."""
    not_yet = or_(
        Signup.reminded_start.is_(None),
        Signup.reminded_start != meetup.starts_at,
        Signup.reminded_moment < moment_of(meetup, reminder),
    )
    takes_part = or_(Signup.status == SEATED, Signup.online)
    return takes_part, ~Signup.muted, not_yet


def _meant_for(meetup: Meetup, reminder: Reminder) -> tuple[ColumnElement[bool], ...]:
    """Not for who sat down after the moment: they have just been told. Thanks for coming are for who came, if that is known."""
    before_it = Signup.changed_at < moment_of(meetup, reminder)
    if reminder.side != AFTER:
        return (before_it,)
    came = exists().where(and_(Attendance.meetup_id == Signup.meetup_id, Attendance.member_id == Signup.member_id))
    return before_it, or_(came, ~exists(_noted(meetup)))


def _noted(meetup: Meetup) -> Select[Any]:
    return select(Attendance.id).where(Attendance.meetup_id == meetup.id)


def is_place(signup_id: int) -> bool:
    """Whether there is such a signup, for who opens the link in a reminder: they may know no more of its meetup by now."""
    return db.session.scalar(select(Signup.id).where(Signup.id == signup_id)) is not None
