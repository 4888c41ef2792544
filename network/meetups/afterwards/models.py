"""Feedback, Intention, and the Figures that were drawn of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from network.kernel import clock
from network.kernel.database import IDS_NEVER_RECUR, OWN_KEY, Model
from network.meetups.models import Meetup
from network.members.models import Member

_NOT_ASKED = text("asked_at IS NULL")


class Feedback(Model):
    """What a Meetup was worth to somebody who was there. `counted` says that it is in the figures that are shown."""

    __tablename__ = "meetup_feedback"
    __table_args__ = (
        UniqueConstraint("meetup_id", "member_id"),
        Index("ix_meetup_feedback_member", "member_id"),
        CheckConstraint("worth BETWEEN 1 AND 4", name="worth_on_scale"),
        IDS_NEVER_RECUR,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meetup_id: Mapped[int] = mapped_column(ForeignKey("meetup.id", ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    worth: Mapped[int]  # 1 no, 2 a little, 3 yes, 4 very much
    would_host: Mapped[bool | None]  # none: does not know yet
    may_be_named: Mapped[bool] = mapped_column(default=False)  # as somebody who would host
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
    counted: Mapped[bool] = mapped_column(default=False)

    member: Mapped[Member] = relationship(lazy="raise")


class Intention(Model):
    """What somebody means to do with what they took home. `shown` is what of it stands among the others', without a name."""

    __tablename__ = "intention"
    __table_args__ = (
        UniqueConstraint("meetup_id", "member_id"),
        Index("ix_intention_member", "member_id"),
        Index("ix_intention_to_ask", "meetup_id", postgresql_where=_NOT_ASKED, sqlite_where=_NOT_ASKED),
        IDS_NEVER_RECUR,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meetup_id: Mapped[int] = mapped_column(ForeignKey("meetup.id", ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    words: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(default=clock.now)
    shown: Mapped[str | None] = mapped_column(Text)
    asked_at: Mapped[datetime | None]
    answer: Mapped[str | None] = mapped_column(String(6))  # yes, partly, no
    what_changed: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None]
    counted: Mapped[bool] = mapped_column(default=False)  # the answer is in the figures that are shown

    meetup: Mapped[Meetup] = relationship(lazy="raise")


class Figures(Model):
    """What a Meetup's coordinator may see of all answers: drawn of at least five people, and renewed by five at once."""

    __tablename__ = "meetup_figures"
    __table_args__ = OWN_KEY

    meetup_id: Mapped[int] = mapped_column(ForeignKey("meetup.id", ondelete="CASCADE"), primary_key=True)
    answers: Mapped[int] = mapped_column(default=0)
    worth: Mapped[list[Any]] = mapped_column(default=list)  # how many said no, a little, yes, very much
    would_host: Mapped[int] = mapped_column(default=0)
    intentions: Mapped[int] = mapped_column(default=0)  # how many texts were shown with it
    told: Mapped[list[Any]] = mapped_column(default=list)  # how many did it, partly, not yet; empty: too few told
