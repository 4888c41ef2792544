"""What notifications keep about a member: what they were told, and whether it was read and mailed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from network.kernel.database import db
from network.members.models import Member
from network.members.own_data import columns
from network.notifications.models import Notification

TOLD = ("kind", "path", "created_at", "read_at", "mail_state", "sent_at")


def told_to(member: Member) -> list[dict[str, Any]]:
    """Every message to a member, in their inbox or by mail only.

    Of its words only the title: others are named in them, and some hold a link that resets a password.
    """
    rows = db.session.scalars(
        select(Notification)
        .where(Notification.member_id == member.id)
        .order_by(Notification.created_at, Notification.id)
    )
    return [{**columns(row, TOLD), "title": row.facts.get("title", "")} for row in rows]
