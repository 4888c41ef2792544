"""FreePeriod: days on which many are free."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from network.kernel import clock
from network.kernel.database import IDS_NEVER_RECUR, Model
from network.kernel.i18n import language


class FreePeriod(Model):
    """A public or school holiday. It lasts whole days in Amsterdam, kept as moments, so that a meetup can be held against it.

    `key` is that of the rule or the file it came from; such a one is kept when it is deleted, or it would come back.
    """

    __tablename__ = "free_period"
    __table_args__ = (
        Index("ix_free_period_ends", "ends_at", "begins_at"),
        CheckConstraint("begins_at < ends_at", name="lasts"),
        IDS_NEVER_RECUR,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str | None] = mapped_column(String(60), unique=True)
    once: Mapped[str | None] = mapped_column(String(36), unique=True)  # the form's own key: sent twice, added once
    kind: Mapped[str] = mapped_column(String(6))
    region: Mapped[str] = mapped_column(String(6), default="")  # of a school holiday; empty for the whole country
    name_nl: Mapped[str] = mapped_column(String(60))
    name_en: Mapped[str] = mapped_column(String(60), default="")
    begins_at: Mapped[datetime]
    ends_at: Mapped[datetime]  # the midnight after the last day
    deleted_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    @property
    def name(self) -> str:
        return (self.name_en if language() == "en" else "") or self.name_nl

    @property
    def first_on(self) -> date:
        return clock.local(self.begins_at).date()

    @property
    def last_on(self) -> date:
        return clock.local(self.ends_at).date() - timedelta(days=1)

    @property
    def path(self) -> str:
        return f"/coordination/calendar/{self.id}"


def moments_of(first_on: date, last_on: date) -> tuple[datetime, datetime]:
    """When a period of whole days begins and has ended."""
    return clock.moment(first_on, time()), clock.moment(last_on + timedelta(days=1), time())
