"""What conversations keep about a member: what they said."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, select

from network.conversations.models import Comment, Reading, Thanks
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


def thanked_by(member: Member) -> list[dict[str, Any]]:
    """When a member found something useful; what it was is somebody else's."""
    own = select(Thanks.at).where(Thanks.member_id == member.id).order_by(Thanks.at)
    return [{"at": at.isoformat()} for at in db.session.scalars(own)]


def read_by(member: Member) -> list[dict[str, Any]]:
    """The conversations in which a member stands somewhere, by address as far as they may still know of them."""
    subject = and_(Node.kind == Reading.subject_kind, Node.subject_id == Reading.subject_id, open_to(member))
    own = select(Reading, Node.path).outerjoin(Node, subject).where(Reading.member_id == member.id)
    rows = db.session.execute(own.order_by(Reading.subject_kind, Reading.subject_id))
    return [{"under": path or row.subject_kind, "follows": row.follows} for row, path in rows]
