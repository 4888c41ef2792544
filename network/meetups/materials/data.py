"""What is kept of a member who adds materials: what they called them, and where."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from network.kernel.database import db
from network.meetups.materials.models import Material
from network.meetups.models import Meetup
from network.members.models import Member
from network.members.own_data import columns


def added_by(member: Member) -> list[dict[str, Any]]:
    """The materials that a member added. Of the meetup no more than its address, which they knew then."""
    own = select(Material, Meetup.slug).join(Meetup, Meetup.id == Material.meetup_id)
    rows = db.session.execute(own.where(Material.added_by_id == member.id).order_by(Material.id))
    return [
        {"meetup": f"/meetups/{slug}", **columns(row, ("title", "stage", "url", "created_at"))} for row, slug in rows
    ]
