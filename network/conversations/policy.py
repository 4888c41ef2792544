"""Who may do what with a comment."""

from __future__ import annotations

from network.conversations.kinds import Subject
from network.conversations.models import Comment
from network.members.models import Member


def may_edit(member: Member, comment: Comment) -> bool:
    """Only whoever said it chooses its words."""
    return comment.author_id == member.id


def may_delete(member: Member, comment: Comment, subject: Subject) -> bool:
    """Whoever said it, and who looks after the thing that it stands under."""
    return may_edit(member, comment) or subject.may_moderate
