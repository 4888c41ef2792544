"""What meetups keep about a member: the seats that they took, waited for or gave back, and the meetups that they planned."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from network.kernel.database import db
from network.meetups.models import Invitee, Meetup, SeatDecision, Signup
from network.meetups.queries import open_to
from network.members.models import Member
from network.members.own_data import columns

PLACE = ("status", "online", "created_at", "changed_at", "offer_until", "muted")
NAMED = ("title", "starts_at")
KNOWN_ANYWAY = ("path", "created_at")  # the rest may have been changed since by those in the theme
PLANNED = (
    "path", "title", "kind", "mode", "audience", "language", "starts_at", "ends_at", "place", "address", "link",
    "description", "bring", "route", "prepare", "programme", "outcome", "takeaways", "present", "closed_at", "created_at",
    "cancelled_at", "cancel_reason",
    "opens_at", "closes_at", "seats_per_firm", "firm_limit_until",
)  # fmt: skip


def signups_of(member: Member) -> list[dict[str, Any]]:
    """Where a member has a seat, had one, or waits; what the meetup is called by now as far as they may still know."""
    own = select(Signup, Meetup, open_to(member)).join(Meetup, Meetup.id == Signup.meetup_id).outerjoin(Meetup.theme)
    rows = db.session.execute(own.where(Signup.member_id == member.id).order_by(Signup.id))
    return [
        {"meetup": meetup.path, **columns(meetup, NAMED if known else ()), **columns(signup, PLACE)}
        for signup, meetup, known in rows
    ]


def planned_by(member: Member) -> list[dict[str, Any]]:
    """The meetups that a member planned; of one that stands in a theme which closed to them, no more than that."""
    own = select(Meetup, open_to(member)).outerjoin(Meetup.theme).where(Meetup.planner_id == member.id)
    rows = db.session.execute(own.order_by(Meetup.id))
    return [columns(meetup, PLANNED if known else KNOWN_ANYWAY) for meetup, known in rows]


def invitations_of(member: Member) -> list[dict[str, Any]]:
    """The meetups that a member was invited for."""
    own = select(Invitee, Meetup).join(Meetup, Meetup.id == Invitee.meetup_id).where(Invitee.member_id == member.id)
    rows = db.session.execute(own.order_by(Meetup.id))
    return [{"meetup": meetup.path, **columns(invitee, ("created_at",))} for invitee, meetup in rows]


def decisions_about(member: Member) -> list[dict[str, Any]]:
    """What a coordinator decided, out of turn, about a member's places, and why."""
    about = select(SeatDecision, Meetup).join(Meetup, Meetup.id == SeatDecision.meetup_id)
    rows = db.session.execute(about.where(SeatDecision.member_id == member.id).order_by(SeatDecision.id))
    return [{"meetup": meetup.path, **columns(decision, ("act", "reason", "at"))} for decision, meetup in rows]
