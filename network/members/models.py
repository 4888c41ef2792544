"""Organisation and Member, the two tables that everything else refers to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_security import UserMixin
from sqlalchemy import Dialect, ForeignKey, Index, String, Text, TypeDecorator, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from network.kernel import clock
from network.kernel.database import IDS_NEVER_RECUR, Model
from network.members.rules import completeness, typology
from network.members.words import FirmWords

MEMBER, COORDINATOR, ADMINISTRATOR = "member", "coordinator", "administrator"
FORMER_MEMBER = _l("Former member")


class PersonName(TypeDecorator[str]):
    """A name as pages show it. Of somebody who was erased nothing is kept; each reader's language has a word for them."""

    impl = String
    cache_ok = True

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return value if value != "" else str(FORMER_MEMBER)


class Organisation(FirmWords, Model):
    """An enterprise, with its own page."""

    __tablename__ = "organisation"
    __table_args__ = (Index("ix_organisation_name_lower", text("lower(name)"), "id"), IDS_NEVER_RECUR)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    place: Mapped[str] = mapped_column(String(80))
    province: Mapped[str] = mapped_column(String(20))
    size_class: Mapped[str] = mapped_column(String(8))
    sector: Mapped[str] = mapped_column(String(20))
    has_hr: Mapped[bool]
    founded: Mapped[int | None]
    does_rnd: Mapped[bool] = mapped_column(default=False)
    about: Mapped[str] = mapped_column(Text, default="")
    asks: Mapped[str] = mapped_column(Text, default="")
    offers: Mapped[str] = mapped_column(Text, default="")
    verified_at: Mapped[datetime | None]
    listed_at: Mapped[datetime | None]  # none until somebody of the firm has confirmed an address
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    is_demo: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    members: Mapped[list[Member]] = relationship(back_populates="organisation", lazy="raise")

    @property
    def path(self) -> str:
        return f"/organisations/{self.slug}"

    @property
    def typology(self) -> str:
        return typology(self.founded, self.does_rnd, clock.today())

    @property
    def completeness(self) -> int:
        """How complete the firm's page is, in percents; the five facts of the registration form count as one."""
        return completeness([True, bool(self.about), bool(self.asks), bool(self.offers), self.founded is not None])


class Member(Model, UserMixin):
    """A person of one organisation: the one who signs in. Column names that start with fs_ are Flask-Security's."""

    __tablename__ = "member"
    __table_args__ = (
        Index("uq_member_email_lower", text("lower(email)"), unique=True),
        Index("ix_member_name_lower", text("lower(name)"), "id"),
        IDS_NEVER_RECUR,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str] = mapped_column(PersonName(120))
    email: Mapped[str] = mapped_column(String(254))
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    confirmed_at: Mapped[datetime | None]
    role: Mapped[str] = mapped_column(String(16), default=MEMBER)
    is_contact: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str] = mapped_column(String(2), default="nl")
    job: Mapped[str] = mapped_column(String(120), default="")
    ask_me: Mapped[str] = mapped_column(String(200), default="")
    is_listed: Mapped[bool] = mapped_column(default=True)  # whether other members find this person in the directory
    mail_reminders: Mapped[bool] = mapped_column(default=True)
    mail_conversations: Mapped[bool] = mapped_column(default=True)
    mail_news: Mapped[bool] = mapped_column(default=True)  # all other mail, but what concerns the account
    mail_digest: Mapped[bool] = mapped_column(default=True)  # the weekly overview
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    is_demo: Mapped[bool] = mapped_column(default=False)
    suspended_at: Mapped[datetime | None]
    suspension_reason: Mapped[str] = mapped_column(Text, default="")  # told to the person, and to administrators
    erased_at: Mapped[datetime | None]  # nothing of the person is left in the row then; what they wrote refers to it

    organisation: Mapped[Organisation] = relationship(back_populates="members", lazy="raise")

    # Set by the query that signs the person in (accounts.queries), not stored.
    theme_ids: frozenset[int] = frozenset()  # themes they belong to
    led_theme_ids: frozenset[int] = frozenset()  # themes they coordinate
    unread: int = 0

    @property
    def path(self) -> str:
        return f"/people/{self.slug}"

    @property
    def can_be_found(self) -> bool:
        """Whether other members find this person: they want it, and are here."""
        return self.is_listed and self.active and self.confirmed_at is not None

    @property
    def has_page(self) -> bool:
        """Whether a name may lead to a page about the person."""
        return self.is_listed and self.active

    @property
    def is_coordinator(self) -> bool:
        """Coordinates the network as a whole."""
        return self.role in (COORDINATOR, ADMINISTRATOR)

    @property
    def is_administrator(self) -> bool:
        return self.role == ADMINISTRATOR

    @property
    def roles(self) -> tuple[Any, ...]:  # type: ignore[override]
        """Flask-Security asks for roles; ours is one word in `role`."""
        return ()

    @property
    def is_active(self) -> bool:
        return self.active
