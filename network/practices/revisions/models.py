"""Revision: how a practice stood after somebody changed it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from network.kernel.database import IDS_NEVER_RECUR, Model
from network.members.models import Member


class Revision(Model):
    """`words` holds the columns of `rules.KEPT` as they were then; numbers count from 1 within a practice."""

    __tablename__ = "practice_revision"
    __table_args__ = (UniqueConstraint("practice_id", "number"), IDS_NEVER_RECUR)

    id: Mapped[int] = mapped_column(primary_key=True)
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id", ondelete="CASCADE"))
    number: Mapped[int]
    by_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    at: Mapped[datetime]
    words: Mapped[dict[str, Any]]

    by: Mapped[Member] = relationship(lazy="raise")
