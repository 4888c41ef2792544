"""What meetups keep about a member: the seats that they took, waited for or gave back, and the meetups that they planned."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from network.kernel.database import db
from network.meetups.models import Meetup, Signup
from network.members.models import Member
from network.members.own_data import columns

PLACE = ("status", "created_at", "changed_at", "offer_until")
PLANNED = (
    "path", "title", "kind", "mode", "audience", "language", "starts_at", "ends_at", "place", "address", "link",
    "description", "bring", "programme", "outcome", "created_at", "cancelled_at", "cancel_reason",
)  # fmt: skip


def signups_of(member: Member) -> list[dict[str, Any]]:
    """Where a member has a seat, had one, or waits."""
    own = select(Signup, Meetup).join(Meetup, Meetup.id == Signup.meetup_id).where(Signup.member_id == member.id)
    rows = db.session.execute(own.order_by(Signup.id))
    return [
        {"meetup": meetup.path, **columns(meetup, ("title", "starts_at")), **columns(signup, PLACE)}
        for signup, meetup in rows
    ]


def planned_by(member: Member) -> list[dict[str, Any]]:
    """The meetups that a member planned, in their words."""
    own = select(Meetup).where(Meetup.planner_id == member.id).order_by(Meetup.id)
    return [columns(meetup, PLANNED) for meetup in db.session.scalars(own)]
