"""What is kept about a member after meetups: their answers, what they meant to do, and how that went."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from network.kernel.database import db
from network.meetups.afterwards.models import Feedback, Intention
from network.meetups.models import Meetup
from network.members.models import Member
from network.members.own_data import columns

ANSWERED = ("worth", "would_host", "may_be_named", "created_at", "changed_at")
MEANT = ("words", "written_at", "asked_at", "answer", "what_changed", "answered_at")


def feedback_of(member: Member) -> list[dict[str, Any]]:
    """What a member said that meetups were worth."""
    return _rows(Feedback, member, ANSWERED)


def intentions_of(member: Member) -> list[dict[str, Any]]:
    """What a member meant to do, and what they told of it."""
    return _rows(Intention, member, MEANT)


def _rows(table: Any, member: Member, names: tuple[str, ...]) -> list[dict[str, Any]]:
    """A member's rows by the address of their meetup: what it is called by now they may not know any more."""
    own = select(table, Meetup.slug).join(Meetup, Meetup.id == table.meetup_id).where(table.member_id == member.id)
    rows = db.session.execute(own.order_by(table.id))
    return [{"meetup": f"/meetups/{slug}", **columns(row, names)} for row, slug in rows]
