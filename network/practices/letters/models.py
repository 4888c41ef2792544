"""Letter."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from network.kernel import clock
from network.kernel.database import IDS_NEVER_RECUR, Model
from network.members.models import Member


class Letter(Model):
    """What one person wrote to another about a practice; `asker_id` says who began, and so in which exchange it stands."""

    __tablename__ = "letter"
    __table_args__ = (
        Index("ix_letter_exchange", "practice_id", "asker_id", "id"),
        Index("ix_letter_author", "author_id", "written_at"),
        UniqueConstraint("author_id", "once"),
        IDS_NEVER_RECUR,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id", ondelete="CASCADE"))
    asker_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    author_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    recipient_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(Text)
    once: Mapped[str | None] = mapped_column(String(64))  # of the form it came from, so that it is sent once
    written_at: Mapped[datetime] = mapped_column(default=clock.now)

    author: Mapped[Member] = relationship(foreign_keys=[author_id], lazy="raise")
    recipient: Mapped[Member] = relationship(foreign_keys=[recipient_id], lazy="raise")
