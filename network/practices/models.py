"""Practice and Replication."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, NamedTuple

from flask_babel import lazy_gettext as _l
from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from network.kernel import clock
from network.kernel.database import IDS_NEVER_RECUR, OWN_KEY, Model, json_rows
from network.members.models import Member, Organisation
from network.practices import rules
from network.themes.models import Theme

DRAFT, PUBLISHED, ARCHIVED = "draft", "published", "archived"
WORKED, DID_NOT_WORK = "worked", "did_not_work"
FOR_THEME, FOR_NETWORK, FOR_ALL = "theme", "network", "open"

UNTITLED = _l("Draft without a title")


class CoAuthor(NamedTuple):
    """Somebody who writes along, as the practice brings them along."""

    id: int
    slug: str
    name: str


class Practice(Model):
    """A practice in its fixed parts. Amounts are whole euros, times are hours and weeks; none means not known."""

    __tablename__ = "practice"
    __table_args__ = (
        Index("ix_practice_list", "state", "published_at", "id"),
        Index("ix_practice_theme", "theme_id", "state", "published_at", "id"),
        IDS_NEVER_RECUR,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    draft_slug: Mapped[str | None] = mapped_column(String(20), unique=True)  # its address before it had a name
    once: Mapped[str | None] = mapped_column(String(36), unique=True)  # the form's own key: sent twice, made once
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id", ondelete="CASCADE"))
    author_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    language: Mapped[str] = mapped_column(String(2), default="nl")
    state: Mapped[str] = mapped_column(String(10), default=DRAFT)
    audience: Mapped[str] = mapped_column(String(10), default=FOR_NETWORK)
    outcome: Mapped[str] = mapped_column(String(12), default=WORKED)

    title: Mapped[str] = mapped_column(String(120))
    summary: Mapped[str] = mapped_column(String(300), default="")
    problem: Mapped[str] = mapped_column(Text, default="")
    action: Mapped[str] = mapped_column(Text, default="")
    cost: Mapped[str] = mapped_column(Text, default="")
    hours: Mapped[int | None]
    euros: Mapped[int | None] = mapped_column(BigInteger)
    weeks: Mapped[int | None]
    result: Mapped[str] = mapped_column(Text, default="")
    effect_figure: Mapped[str] = mapped_column(String(24), default="")
    effect_text: Mapped[str] = mapped_column(String(160), default="")
    went_wrong: Mapped[str] = mapped_column(Text, default="")
    advice: Mapped[str] = mapped_column(Text, default="")
    ask_member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    ask_when: Mapped[str] = mapped_column(String(160), default="")
    rich: Mapped[dict[str, Any]] = mapped_column(
        default=dict
    )  # HTML of the parts that plain text cannot hold, see rules.RICH
    files: Mapped[list[Any]] = mapped_column(
        default=list
    )  # as `attachments.rules.Attached`, in the order in which they came
    facets: Mapped[dict[str, Any]]  # orientations, level, stimuli, forms, generations: the study's own words

    facet_bits: Mapped[int] = mapped_column(default=0)  # the same as bits, by which one chooses: see finding.rules

    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now)
    published_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    is_demo: Mapped[bool] = mapped_column(default=False)

    comment_count: Mapped[int] = mapped_column(default=0)
    applied_count: Mapped[int] = mapped_column(default=0)  # other firms that report having applied it
    again_count: Mapped[int] = mapped_column(default=0)  # those of them that would do it again
    maturity: Mapped[str] = mapped_column(String(10), default="idea")  # computed, see rules
    evidence: Mapped[dict[str, Any]] = mapped_column(default=dict)  # what others report, summed up: see services.weigh
    chain: Mapped[list[Any]] = mapped_column(default=list)  # [organisation slug, would do it again], in order of report

    co_author_rows: ClassVar[Any]  # [member id, slug, name] of who writes along, see below

    theme: Mapped[Theme] = relationship(lazy="raise")
    author: Mapped[Member] = relationship(foreign_keys=[author_id], lazy="raise")
    ask_member: Mapped[Member | None] = relationship(foreign_keys=[ask_member_id], lazy="raise")
    organisation: Mapped[Organisation] = relationship(lazy="raise")

    @property
    def path(self) -> str:
        return f"/practices/{self.slug}"

    @property
    def name(self) -> Any:
        """The title; a draft may have none yet."""
        return self.title or UNTITLED

    @property
    def to_ask(self) -> Member | None:
        """Whom one can ask about it: the one it names, else the author; nobody who is not here any more."""
        return next((each for each in (self.ask_member, self.author) if each is not None and each.active), None)

    @property
    def co_authors(self) -> list[CoAuthor]:
        """Who writes along, by name."""
        return sorted((CoAuthor(*row) for row in self.co_author_rows or ()), key=lambda each: (each.name, each.id))

    @property
    def co_author_ids(self) -> list[int]:
        return [row[0] for row in self.co_author_rows or ()]

    @property
    def is_published(self) -> bool:
        return self.state == PUBLISHED

    @property
    def why(self) -> str:
        """Why it stands at its stage, see rules."""
        return rules.why(self.maturity, self.applied_count, self.again_count)

    @property
    def step(self) -> rules.Step | None:
        """How it gets further, see rules."""
        return rules.next_step(
            self.maturity, self.applied_count, self.again_count, (self.evidence or {}).get("kinds", 0)
        )

    @property
    def words(self) -> dict[str, Any]:
        """The parts, for the rules about what is filled."""
        return {name: getattr(self, name) for name in (*rules.PARTS, *rules.COSTS)}

    @property
    def completeness(self) -> rules.Completeness:
        return rules.completeness(self.words)


class PracticeAuthor(Model):
    """A colleague who writes along with the author."""

    __tablename__ = "practice_author"
    __table_args__ = OWN_KEY

    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True, index=True)
    added_at: Mapped[datetime]


class Bookmark(Model):
    """That a member keeps a practice at hand; shown to nobody else."""

    __tablename__ = "bookmark"
    __table_args__ = OWN_KEY

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True)
    practice_id: Mapped[int] = mapped_column(
        ForeignKey("practice.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    at: Mapped[datetime] = mapped_column(default=clock.now)


class Replication(Model):
    """Another firm's report that it applied a practice; one a firm. Withdrawn ones no longer count."""

    __tablename__ = "replication"
    __table_args__ = (UniqueConstraint("practice_id", "organisation_id"), IDS_NEVER_RECUR)

    id: Mapped[int] = mapped_column(primary_key=True)
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    again: Mapped[bool]
    adapted: Mapped[str] = mapped_column(Text, default="")
    changed: Mapped[str] = mapped_column(Text, default="")
    went_wrong: Mapped[str] = mapped_column(Text, default="")
    hours: Mapped[int | None]
    euros: Mapped[int | None] = mapped_column(BigInteger)
    weeks: Mapped[int | None]
    shows_amounts: Mapped[bool] = mapped_column(default=False)  # whether hours and euros may stand with the firm's name
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    withdrawn_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship(lazy="raise")
    member: Mapped[Member] = relationship(lazy="raise")


# Names and addresses of who writes along come with each practice: its page names them, and its rights hang on them.
_along = select(json_rows(Member.id, Member.slug, Member.name)).join(
    PracticeAuthor, PracticeAuthor.member_id == Member.id
)
Practice.co_author_rows = column_property(
    _along.where(PracticeAuthor.practice_id == Practice.id).correlate(Practice).scalar_subquery()
)
