"""Comment: a reply under a practice, meetup or finding; who found it useful; and where somebody stands in a conversation."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from network.kernel import clock
from network.kernel.database import IDS_NEVER_RECUR, OWN_KEY, Model
from network.members.models import Member


class Comment(Model):
    """`subject_kind` and `subject_id` say under what; a deleted one keeps its place without its words."""

    __tablename__ = "comment"
    __table_args__ = (Index("ix_comment_subject", "subject_kind", "subject_id", "id"), IDS_NEVER_RECUR)

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_kind: Mapped[str] = mapped_column(String(16))
    subject_id: Mapped[int]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id", ondelete="CASCADE"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    edited_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]
    thanks_count: Mapped[int] = mapped_column(default=0)  # who found it useful, see Thanks
    once: Mapped[str | None] = mapped_column(String(36), unique=True)  # the form's own key: sent twice, made once

    author: Mapped[Member] = relationship(lazy="raise")


class Thanks(Model):
    """That a comment was useful to somebody; who gave it is counted, and shown to nobody."""

    __tablename__ = "comment_thanks"
    __table_args__ = OWN_KEY

    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)


class Reading(Model):
    """Where a member stands in a conversation: the last comment that they saw, and whether they follow it.

    Who has not said whether they follow hears what concerns them: answers, their name, and what stands under their own.
    """

    __tablename__ = "reading"
    __table_args__ = (Index("ix_reading_subject", "subject_kind", "subject_id"), OWN_KEY)

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True)
    subject_kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    subject_id: Mapped[int] = mapped_column(primary_key=True)
    seen_id: Mapped[int] = mapped_column(default=0)  # never goes back
    follows: Mapped[bool | None]
