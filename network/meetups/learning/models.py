"""Certificate and LearningEntry."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from network.kernel import clock
from network.kernel.database import IDS_NEVER_RECUR, Model


class Certificate(Model):
    """That somebody was at a meetup, with all that it says as it was when it was issued. Holds in both languages."""

    __tablename__ = "certificate"
    __table_args__ = (
        UniqueConstraint("member_id", "meetup_id"),
        Index("ix_certificate_meetup", "meetup_id"),
        IDS_NEVER_RECUR,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(19), unique=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    meetup_id: Mapped[int] = mapped_column(ForeignKey("meetup.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(120))
    firm: Mapped[str] = mapped_column(String(120))
    title: Mapped[str] = mapped_column(String(120))
    language: Mapped[str] = mapped_column(String(2))  # of the title
    minutes: Mapped[int]
    held_on: Mapped[date]
    issued_at: Mapped[datetime] = mapped_column(default=clock.now)

    @property
    def path(self) -> str:
        return f"/certificates/{self.code}"


class LearningEntry(Model):
    """Something that a member learned elsewhere, in their own words. Theirs alone to read."""

    __tablename__ = "learning_entry"
    __table_args__ = (
        Index("ix_learning_entry_member", "member_id", "learned_on", "id"),
        CheckConstraint("minutes > 0", name="took_time"),
        IDS_NEVER_RECUR,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    once: Mapped[str | None] = mapped_column(String(36), unique=True)  # the form's own key: sent twice, kept once
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    what: Mapped[str] = mapped_column(String(160))
    minutes: Mapped[int]
    form: Mapped[str] = mapped_column(String(12))
    learned_on: Mapped[date]
    note: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    @property
    def path(self) -> str:
        return f"/learning/{self.id}"
