"""CalendarFeed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from network.kernel import clock
from network.kernel.database import IDS_NEVER_RECUR, Model
from network.members.models import Member
from network.themes.models import Theme

_OF_THEME, _OF_ALL = text("theme_id IS NOT NULL"), text("theme_id IS NULL")


class CalendarFeed(Model):
    """One calendar that a member follows; `nonce` is what its present address was signed with."""

    __tablename__ = "calendar_feed"
    __table_args__ = (
        Index(
            "uq_calendar_feed_theme", "member_id", "theme_id", unique=True,
            postgresql_where=_OF_THEME, sqlite_where=_OF_THEME,
        ),
        Index(
            "uq_calendar_feed_kind", "member_id", "kind", unique=True,
            postgresql_where=_OF_ALL, sqlite_where=_OF_ALL,
        ),
        IDS_NEVER_RECUR,
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(8))
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id", ondelete="CASCADE"), index=True)
    nonce: Mapped[str] = mapped_column(String(24))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)  # when the present address was made
    revoked_at: Mapped[datetime | None]

    member: Mapped[Member] = relationship(lazy="raise")
    theme: Mapped[Theme | None] = relationship(lazy="raise")
