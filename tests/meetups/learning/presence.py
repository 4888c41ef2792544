"""The list of who was there, as the door would keep it."""

from __future__ import annotations

from sqlalchemy import delete

from network.kernel.database import db, writing
from network.meetups.models import Attendance, Meetup
from network.members.models import Member


def note(meetup: Meetup, *members: Member) -> None:
    """Put members on the list of who was there."""
    with writing():
        for member in members:
            db.session.add(Attendance(meetup_id=meetup.id, member_id=member.id))


def strike(meetup: Meetup, member: Member) -> None:
    """Take a member off that list."""
    with writing():
        there = (Attendance.meetup_id == meetup.id, Attendance.member_id == member.id)
        db.session.execute(delete(Attendance).where(*there))
