"""DoorHelper and DoorDeed; who was there is kept in Attendance."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from network.kernel import clock
from network.kernel.database import IDS_NEVER_RECUR, OWN_KEY, Model
from network.members.models import Member


class DoorHelper(Model):
    """A member whom a coordinator lets note who is here."""

    __tablename__ = "door_helper"
    __table_args__ = (
        UniqueConstraint("meetup_id", "member_id"),
        Index("ix_door_helper_member", "member_id"),
        IDS_NEVER_RECUR,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meetup_id: Mapped[int] = mapped_column(ForeignKey("meetup.id", ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    member: Mapped[Member] = relationship(lazy="raise", foreign_keys=[member_id])


class DoorDeed(Model):
    """The key of something that was sent from a door: sent again, also after it was undone, it does nothing."""

    __tablename__ = "door_deed"
    __table_args__ = OWN_KEY

    meetup_id: Mapped[int] = mapped_column(ForeignKey("meetup.id", ondelete="CASCADE"), primary_key=True)
    once: Mapped[str] = mapped_column(String(36), primary_key=True)
