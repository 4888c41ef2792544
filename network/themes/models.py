"""Theme and Membership."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from network.kernel import clock
from network.kernel.database import OWN_KEY, Model
from network.kernel.i18n import language
from network.members.models import Member

OPEN, ON_REQUEST, CLOSED = "open", "on_request", "closed"
ACTIVE, ASKED, DECLINED, RESTING = "active", "asked", "declined", "resting"


class Theme(Model):
    """A theme group; `colour` and `motif` choose its look from the design system's families."""

    __tablename__ = "theme"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    once: Mapped[str | None] = mapped_column(String(36), unique=True)  # the form's own key: sent twice, made once
    title_nl: Mapped[str] = mapped_column(String(120))
    title_en: Mapped[str] = mapped_column(String(120), default="")
    tagline_nl: Mapped[str] = mapped_column(String(240), default="")
    tagline_en: Mapped[str] = mapped_column(String(240), default="")
    purpose_nl: Mapped[str] = mapped_column(Text, default="")
    purpose_en: Mapped[str] = mapped_column(Text, default="")
    question_nl: Mapped[str] = mapped_column(String(240), default="")  # asked of who wants to join, when on request
    question_en: Mapped[str] = mapped_column(String(240), default="")
    access: Mapped[str] = mapped_column(String(12), default=OPEN)
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))  # whom to ask
    colour: Mapped[str] = mapped_column(String(12))
    motif: Mapped[str] = mapped_column(String(12))
    member_count: Mapped[int] = mapped_column(default=0)
    organisation_count: Mapped[int] = mapped_column(default=0)
    practice_count: Mapped[int] = mapped_column(default=0)  # published ones
    meetup_count: Mapped[int] = mapped_column(default=0)  # ever planned and not cancelled
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    is_demo: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    lead: Mapped[Member | None] = relationship(lazy="raise")

    @property
    def path(self) -> str:
        return f"/themes/{self.slug}"

    @property
    def title(self) -> str:
        return (self.title_en if language() == "en" else "") or self.title_nl

    @property
    def tagline(self) -> str:
        return (self.tagline_en if language() == "en" else "") or self.tagline_nl

    @property
    def purpose(self) -> str:
        return (self.purpose_en if language() == "en" else "") or self.purpose_nl

    @property
    def question(self) -> str:
        return (self.question_en if language() == "en" else "") or self.question_nl


class Membership(Model):
    """A Member's belonging to a Theme: asked for, active, declined, or resting while the member is shut out.

    `leads` makes a coordinator of the theme.
    """

    __tablename__ = "membership"
    __table_args__ = (Index("ix_membership_member", "member_id", "state"), OWN_KEY)

    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True)
    state: Mapped[str] = mapped_column(String(10), default=ACTIVE)
    leads: Mapped[bool] = mapped_column(default=False)
    answer: Mapped[str] = mapped_column(Text, default="")
    joined_at: Mapped[datetime] = mapped_column(default=clock.now)

    theme: Mapped[Theme] = relationship(lazy="raise")
    member: Mapped[Member] = relationship(lazy="raise")
