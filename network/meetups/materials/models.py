"""Material: a link or a file beside a meetup."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from network.kernel import clock
from network.kernel.database import IDS_NEVER_RECUR, Model


class Material(Model):
    """`url` is empty when a StoredFile stands beside it; `told_at` is when who has a seat heard of it."""

    __tablename__ = "material"
    __table_args__ = (
        Index("ix_material_meetup", "meetup_id", "id"),
        Index("ix_material_told", "told_at", "created_at"),
        IDS_NEVER_RECUR,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    once: Mapped[str | None] = mapped_column(String(36), unique=True)  # the form's own key: sent twice, added once
    meetup_id: Mapped[int] = mapped_column(ForeignKey("meetup.id", ondelete="CASCADE"))
    stage: Mapped[str] = mapped_column(String(6))
    title: Mapped[str] = mapped_column(String(120))
    url: Mapped[str] = mapped_column(String(500), default="")
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    told_at: Mapped[datetime | None]
