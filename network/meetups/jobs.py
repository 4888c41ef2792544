"""What happens to meetups by itself: reminders, and offers that lapse. Safe to run twice, and by two workers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager

from network.kernel.database import db
from network.meetups import rules, seats, services
from network.meetups.models import SEATED, Meetup, Signup


def remind_attendees(now: datetime) -> int:
    """Remind who has a seat, 7 days and 1 day before the start. Gives how many were told."""
    return sum(_remind_of(meetup, now) for meetup in _soon(now))


def pass_on_lapsed_offers(now: datetime) -> int:
    """Pass seats on whose offer nobody took up in time. Gives how many lapsed."""
    return sum(seats.pass_on(meetup, now) for meetup in services.meetups_with_lapsed_offers(now))


def _soon(now: datetime) -> list[Meetup]:
    window = Meetup.starts_at.between(now, now + max(rules.REMINDERS))
    return list(db.session.scalars(select(Meetup).where(window, Meetup.cancelled_at.is_(None))).all())


def _remind_of(meetup: Meetup, now: datetime) -> int:
    lead = rules.due_reminder(meetup.starts_at, now)
    if lead is None:
        return 0
    not_yet = or_(
        Signup.reminded_start.is_(None),
        Signup.reminded_start != meetup.starts_at,
        Signup.reminded_days > lead.days,
    )
    statement = (
        select(Signup)
        .join(Signup.member)
        .options(contains_eager(Signup.member))
        .where(Signup.meetup_id == meetup.id, Signup.status == SEATED, not_yet)
    )
    wanting = [
        s for s in db.session.scalars(statement).all() if rules.wants_reminder(s.changed_at, meetup.starts_at, lead)
    ]
    return sum(services.remind(meetup, signup, lead.days) for signup in wanting)
