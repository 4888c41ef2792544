"""What conversations keep about a member: what they said."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, select

from network.conversations.models import Comment
from network.kernel.database import db
from network.links.models import Node
from network.links.queries import open_to
from network.members.models import Member
from network.members.own_data import columns

SAID = ("text", "created_at", "edited_at", "deleted_at")


def said_by(member: Member) -> list[dict[str, Any]]:
    """A member's own comments, and under what each stands as far as they may still know of it."""
    subject = and_(Node.kind == Comment.subject_kind, Node.subject_id == Comment.subject_id, open_to(member))
    own = select(Comment, Node.path).outerjoin(Node, subject).where(Comment.author_id == member.id)
    rows = db.session.execute(own.order_by(Comment.id))
    return [{"under": path or comment.subject_kind, **columns(comment, SAID)} for comment, path in rows]
