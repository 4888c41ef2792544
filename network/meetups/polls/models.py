"""DatePoll with its options; what members said of each, and when they first answered."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from network.kernel import clock
from network.kernel.database import OWN_KEY, Model
from network.members.models import Member
from network.themes.models import Theme


class DatePoll(Model):
    """Options for the date of a meetup to come. It is answered until `closes_at`, and ends with a meetup or without one."""

    __tablename__ = "date_poll"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    once: Mapped[str | None] = mapped_column(String(36), unique=True)  # the form's own key: sent twice, asked once
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id", ondelete="CASCADE"), index=True)
    planner_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    language: Mapped[str] = mapped_column(String(2), default="nl")
    title: Mapped[str] = mapped_column(String(120))
    description: Mapped[str] = mapped_column(Text, default="")
    kind: Mapped[str] = mapped_column(String(16))
    mode: Mapped[str] = mapped_column(String(10))
    place: Mapped[str] = mapped_column(String(120), default="")
    capacity: Mapped[int]
    minutes: Mapped[int]
    closes_at: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]  # a date was chosen, or it was closed without one
    close_reason: Mapped[str] = mapped_column(Text, default="")  # why without one
    meetup_id: Mapped[int | None] = mapped_column(ForeignKey("meetup.id", ondelete="SET NULL"), unique=True)
    reminded_at: Mapped[datetime | None]  # when those who had not answered were last reminded
    reminded_end: Mapped[datetime | None]  # before which end that happened by itself: a later end is a new one
    told_end: Mapped[datetime | None]  # of which end its planner was told that it waits to be decided
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    is_demo: Mapped[bool] = mapped_column(default=False)

    theme: Mapped[Theme | None] = relationship(lazy="raise")
    planner: Mapped[Member] = relationship(lazy="raise")

    @property
    def path(self) -> str:
        return f"/polls/{self.slug}"

    @property
    def is_open(self) -> bool:
        """Whether members can answer it now."""
        return self.ended_at is None and self.closes_at > clock.now()

    @property
    def is_decided(self) -> bool:
        return self.meetup_id is not None


class PollOption(Model):
    """A date that is asked about. One that was moved or taken away stays as a trace, without the answers to it."""

    __tablename__ = "poll_option"
    __table_args__ = (Index("ix_poll_option_poll", "poll_id", "starts_at"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    poll_id: Mapped[int] = mapped_column(ForeignKey("date_poll.id", ondelete="CASCADE"))
    starts_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class PollVote(Model):
    """What one member says of one option: yes, maybe (if need be) or no."""

    __tablename__ = "poll_vote"
    __table_args__ = (Index("ix_poll_vote_member", "member_id"), OWN_KEY)

    option_id: Mapped[int] = mapped_column(ForeignKey("poll_option.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True)
    answer: Mapped[str] = mapped_column(String(5))


class PollAnswer(Model):
    """That a member answered a poll: the first time gives the order of seats."""

    __tablename__ = "poll_answer"
    __table_args__ = (
        UniqueConstraint("poll_id", "member_id"),
        Index("ix_poll_answer_member", "member_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    poll_id: Mapped[int] = mapped_column(ForeignKey("date_poll.id", ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    answered_at: Mapped[datetime] = mapped_column(default=clock.now)
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
