"""SavedChoice."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from network.kernel import clock
from network.kernel.database import IDS_NEVER_RECUR, Model


class SavedChoice(Model):
    """That a member wants to hear of new practices that fit a choice, which stands as in an address."""

    __tablename__ = "saved_choice"
    __table_args__ = (UniqueConstraint("member_id", "address"), IDS_NEVER_RECUR)

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    address: Mapped[str] = mapped_column(String(1_200))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
