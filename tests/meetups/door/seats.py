"""Which signup is whose."""

from __future__ import annotations

from sqlalchemy import select

from network.kernel.database import db
from network.meetups.models import Meetup, Signup
from network.members.models import Member


def signup_id(meetup: Meetup, member: Member) -> int:
    own = select(Signup.id).where(Signup.meetup_id == meetup.id, Signup.member_id == member.id)
    return db.session.scalars(own).one()
