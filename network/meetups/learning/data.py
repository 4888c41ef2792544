"""What the learning record keeps about a member: what they wrote down, and the certificates that they asked for."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from network.kernel.database import db
from network.meetups.learning.models import Certificate, LearningEntry
from network.members.models import Member
from network.members.own_data import columns

ON_CERTIFICATE = ("name", "firm", "title", "minutes", "held_on", "issued_at")  # not the code: it opens a page
WRITTEN = ("what", "minutes", "form", "learned_on", "note", "created_at")


def certificates_of(member: Member) -> list[dict[str, Any]]:
    """What each certificate of a member says."""
    own = select(Certificate).where(Certificate.member_id == member.id).order_by(Certificate.id)
    return [columns(row, ON_CERTIFICATE) for row in db.session.scalars(own)]


def entries_of(member: Member) -> list[dict[str, Any]]:
    """What a member wrote down of their own learning."""
    own = select(LearningEntry).where(LearningEntry.member_id == member.id).order_by(LearningEntry.id)
    return [columns(row, WRITTEN) for row in db.session.scalars(own)]
