"""What questions keep about a member: what they asked and offered."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from network.kernel.database import db
from network.members.models import Member
from network.members.own_data import columns
from network.questions.models import Question

ASKED = ("path", "kind", "title", "text", "language", "created_at", "updated_at", "closed_at", "closing_words")


def asked_by(member: Member) -> list[dict[str, Any]]:
    """A member's own questions and offers."""
    rows = db.session.scalars(select(Question).where(Question.author_id == member.id).order_by(Question.id))
    return [columns(question, ASKED) for question in rows]
