"""What happens to reminders by itself: they are given. Safe to run twice, and by two workers.

One meetup or person with whom something goes wrong does not keep the others waiting: that is logged, and tried again.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import joinedload

from network.kernel.database import db
from network.kernel.jobs import each_by_itself
from network.meetups.models import Meetup, Signup
from network.meetups.reminders import queries, services


def remind_attendees(now: datetime) -> int:
    """Remind who has a seat, at the moments that were set. Gives how many were told."""
    return each_by_itself(queries.meetups_to_remind_of(now), lambda meetup_id: _remind_of(meetup_id, now))


def _remind_of(meetup_id: int, now: datetime) -> int:
    meetup = db.session.get_one(Meetup, meetup_id)
    reminder = queries.due_of(meetup, now)
    if reminder is None:
        return 0
    wanting = queries.signups_to_remind(meetup, reminder)
    return each_by_itself(wanting, lambda one: services.remind(meetup, _with_member(one), reminder, now))


def _with_member(signup_id: int) -> Signup:
    return db.session.get_one(Signup, signup_id, options=[joinedload(Signup.member)])
