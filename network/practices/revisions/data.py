"""What revisions keep about a member: which changes to practices were theirs."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from network.kernel.database import db
from network.members.models import Member
from network.practices.models import Practice
from network.practices.revisions.models import Revision


def changed_by(member: Member) -> list[dict[str, Any]]:
    """The changes that a member made, with the practice by its address and the words as they left them."""
    own = select(Revision, Practice.slug).join(Practice, Practice.id == Revision.practice_id)
    rows = db.session.execute(own.where(Revision.by_id == member.id).order_by(Revision.id))
    return [
        {"practice": f"/practices/{slug}", "number": row.number, "at": row.at.isoformat(), "words": row.words}
        for row, slug in rows
    ]
