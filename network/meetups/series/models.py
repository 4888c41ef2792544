"""Series, Occurrence (a meetup of a series and the date that it was made for) and SeriesSignup (a place at all of them)."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from network.kernel import clock
from network.kernel.database import IDS_NEVER_RECUR, Model
from network.meetups.models import Meetup
from network.members.models import Member
from network.themes.models import Theme

# What the meetups of a series share, beside theme, host and hour.
SHARED = (
    "title", "kind", "mode", "audience", "language", "place", "address", "link", "description", "bring", "programme",
    "capacity", "seats_per_firm", "reminders", "prepare", "route",
)  # fmt: skip


class Series(Model):
    """A rule by which meetups are made, and all that each of them is made with."""

    __tablename__ = "meetup_series"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    once: Mapped[str | None] = mapped_column(String(36), unique=True)  # the form's own key: sent twice, made once
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id", ondelete="CASCADE"), index=True)
    planner_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    host_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id", ondelete="SET NULL"))
    rule: Mapped[str] = mapped_column(String(120))  # an RRULE without start and end
    first_on: Mapped[date]
    until: Mapped[date | None]  # the last day on which it may be held
    starts: Mapped[time]  # on the wall clock in Amsterdam
    minutes: Mapped[int]
    facts: Mapped[dict[str, Any]]  # SHARED, by name
    made_until: Mapped[date]  # what the rule says up to here has been made
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    is_demo: Mapped[bool] = mapped_column(default=False)

    theme: Mapped[Theme | None] = relationship(lazy="raise")

    @property
    def path(self) -> str:
        return f"/series/{self.slug}"

    @property
    def title(self) -> str:
        return str(self.facts["title"])

    @property
    def language(self) -> str:
        return str(self.facts["language"])

    @property
    def is_ended(self) -> bool:
        return self.ended_at is not None


class Occurrence(Model):
    """A meetup of a series. Its day is the rule's own, also when the meetup has been moved since."""

    __tablename__ = "series_occurrence"
    __table_args__ = (UniqueConstraint("series_id", "on_date"), IDS_NEVER_RECUR)

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("meetup_series.id", ondelete="CASCADE"))
    meetup_id: Mapped[int] = mapped_column(ForeignKey("meetup.id", ondelete="CASCADE"), unique=True)
    on_date: Mapped[date]
    differs: Mapped[bool] = mapped_column(default=False)  # changed by itself: a change of the series leaves it alone

    meetup: Mapped[Meetup] = relationship(lazy="raise")


class SeriesSignup(Model):
    """Somebody who comes to every date, until they leave the series."""

    __tablename__ = "series_signup"
    __table_args__ = (
        UniqueConstraint("series_id", "member_id"),
        Index("ix_series_signup_member", "member_id"),
        IDS_NEVER_RECUR,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("meetup_series.id", ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    joined_at: Mapped[datetime] = mapped_column(default=clock.now)
    left_at: Mapped[datetime | None]
    # Meetups at which the person had a place before: who leaves the series keeps those.
    had_before: Mapped[list[Any]] = mapped_column(default=list)

    member: Mapped[Member] = relationship(lazy="raise")
