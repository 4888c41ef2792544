"""What the door keeps about a member: where they were, and where they helped."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from network.kernel.database import db
from network.meetups.data import NAMED
from network.meetups.door.models import DoorHelper
from network.meetups.models import Attendance, Meetup
from network.meetups.queries import open_to
from network.members.models import Member
from network.members.own_data import columns


def attendance_of(member: Member) -> list[dict[str, Any]]:
    """Where somebody noted that a member was, and when."""
    return _rows(member, Attendance, ("came_at",))


def helping_of(member: Member) -> list[dict[str, Any]]:
    """Where a member helps at the door."""
    return _rows(member, DoorHelper, ("created_at",))


def _rows(member: Member, table: Any, names: tuple[str, ...]) -> list[dict[str, Any]]:
    """Rows of a member with the meetup, which has a name as far as they may still know of it."""
    own = select(table, Meetup, open_to(member)).join(Meetup, Meetup.id == table.meetup_id).outerjoin(Meetup.theme)
    rows = db.session.execute(own.where(table.member_id == member.id).order_by(table.id))
    return [
        {"meetup": meetup.path, **columns(meetup, NAMED if known else ()), **columns(row, names)}
        for row, meetup, known in rows
    ]
