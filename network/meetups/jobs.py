"""What happens to meetups by itself: reminders, offers that lapse, lines that may move on. Safe to run twice, and by two workers.

One meetup or person with whom something goes wrong does not keep the others waiting: that is logged, and tried again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from network.kernel.database import db
from network.kernel.jobs import each_by_itself
from network.meetups import rules, seats, services
from network.meetups.models import SEATED, Meetup, Signup


def remind_attendees(now: datetime) -> int:
    """Remind who has a seat, 7 days and 1 day before the start. Gives how many were told."""
    return each_by_itself(_soon(now), lambda meetup_id: _remind_of(meetup_id, now))


def pass_on_lapsed_offers(now: datetime) -> int:
    """Pass seats on whose offer nobody took up in time. Gives how many lapsed."""
    return each_by_itself(
        services.meetups_with_lapsed_offers(now),
        lambda meetup_id: seats.pass_on(db.session.get_one(Meetup, meetup_id), now),
    )


def let_lines_move(now: datetime) -> int:
    """Give free seats to who waited only because their firm had its share, once that no longer counts."""

    def move(meetup_id: int) -> int:
        seats.let_line_move(db.session.get_one(Meetup, meetup_id))
        return 1

    return each_by_itself(services.meetups_whose_line_can_move(now), move)


def _soon(now: datetime) -> Sequence[int]:
    window = Meetup.starts_at.between(now, now + max(rules.REMINDERS))
    return db.session.scalars(select(Meetup.id).where(window, Meetup.cancelled_at.is_(None))).all()


def _remind_of(meetup_id: int, now: datetime) -> int:
    meetup = db.session.get_one(Meetup, meetup_id)
    lead = rules.due_reminder(meetup.starts_at, now)
    if lead is None:
        return 0
    not_yet = or_(
        Signup.reminded_start.is_(None),
        Signup.reminded_start != meetup.starts_at,
        Signup.reminded_days > lead.days,
    )
    takes_part = or_(Signup.status == SEATED, Signup.online)
    seated = select(Signup.id, Signup.changed_at).where(Signup.meetup_id == meetup_id, takes_part, not_yet)
    wanting = [
        signup_id
        for signup_id, changed_at in db.session.execute(seated)
        if rules.wants_reminder(changed_at, meetup.starts_at, lead)
    ]
    return each_by_itself(wanting, lambda signup_id: services.remind(meetup, _with_member(signup_id), lead.days))


def _with_member(signup_id: int) -> Signup:
    return db.session.get_one(Signup, signup_id, options=[joinedload(Signup.member)])
