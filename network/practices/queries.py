"""Reads of practices, named by who reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, or_, select, tuple_
from sqlalchemy.orm import aliased, contains_eager
from werkzeug.exceptions import NotFound

from network.kernel.database import db
from network.members.models import Member, Organisation
from network.members.rules import PROVINCES, SECTORS, size_words
from network.practices.models import DRAFT, FOR_ALL, FOR_THEME, PUBLISHED, Practice, Replication
from network.themes.models import CLOSED, Theme

A_PAGE = 20


def open_to(reader: Member | None) -> ColumnElement[bool]:
    """Published practices that a reader may know of; the theme is joined. A theme that closes takes its own along."""
    known = Theme.access != CLOSED
    if reader is None:
        return and_(Practice.state == PUBLISHED, Practice.audience == FOR_ALL, known)
    shared = and_(Practice.audience != FOR_THEME, known)
    return and_(Practice.state == PUBLISHED, or_(shared, Practice.theme_id.in_(reader.theme_ids)))


def _readable_by(reader: Member | None) -> ColumnElement[bool]:
    """What a reader may open at its own address: also what was archived, and all that they wrote."""
    if reader is None:
        return open_to(None)
    shared = or_(and_(Practice.audience != FOR_THEME, Theme.access != CLOSED), Practice.theme_id.in_(reader.theme_ids))
    return or_(
        Practice.author_id == reader.id, and_(Practice.state != DRAFT, Practice.published_at.is_not(None), shared)
    )


def practice_for(reader: Member | None, slug: str) -> Practice:
    """One practice with all that its page shows, also by the address that it had as a draft.

    Raises 404 when there is none or it is not for this reader.
    """
    return _first(_whole(reader).where(or_(Practice.slug == slug, Practice.draft_slug == slug)))


def practice_by_id(reader: Member | None, practice_id: int) -> Practice:
    """The same by its number. Raises 404."""
    return _first(_whole(reader).where(Practice.id == practice_id))


def _first(statement: Select[Practice]) -> Practice:
    found = db.session.scalar(statement)
    if found is None:
        raise NotFound
    return found


def _whole(reader: Member | None) -> Select[Practice]:
    author, asked, firm = aliased(Member), aliased(Member), aliased(Organisation)
    return (
        select(Practice)
        .join(Practice.theme)
        .join(Practice.organisation)
        .join(Practice.author.of_type(author))
        .outerjoin(Practice.ask_member.of_type(asked))
        .outerjoin(asked.organisation.of_type(firm))
        .options(
            contains_eager(Practice.theme),
            contains_eager(Practice.organisation),
            contains_eager(Practice.author.of_type(author)),
            contains_eager(Practice.ask_member.of_type(asked)).contains_eager(asked.organisation.of_type(firm)),
        )
        .where(_readable_by(reader))
    )


class Card(NamedTuple):
    """What a card shows; a list of cards is one statement, and no text is loaded that nobody sees."""

    id: int
    slug: str
    title: str
    summary: str
    language: str
    outcome: str
    maturity: str
    applied_count: int
    again_count: int
    chain: list[Any]
    published_at: datetime
    firm_slug: str
    firm: str
    size_class: str
    sector: str
    province: str
    verified_at: datetime | None
    is_demo: bool
    colour: str
    motif: str

    @property
    def path(self) -> str:
        return f"/practices/{self.slug}"

    @property
    def size(self) -> str:
        return size_words(self.size_class)

    @property
    def sector_name(self) -> Any:
        return SECTORS.get(self.sector, self.sector)

    @property
    def province_name(self) -> str:
        return PROVINCES.get(self.province, self.province)


_CARD = (
    Practice.id, Practice.slug, Practice.title, Practice.summary, Practice.language, Practice.outcome,
    Practice.maturity, Practice.applied_count, Practice.again_count, Practice.chain, Practice.published_at,
    Organisation.slug, Organisation.name, Organisation.size_class,
    Organisation.sector, Organisation.province, Organisation.verified_at,
    Organisation.is_demo, Theme.colour, Theme.motif,
)  # fmt: skip


def _cards(reader: Member | None, *only: ColumnElement[bool], most: int) -> list[Card]:
    statement = (
        select(*_CARD)
        .join(Practice.theme)
        .join(Practice.organisation)
        .where(open_to(reader), *only)
        .order_by(Practice.published_at.desc(), Practice.id.desc())
        .limit(most)
    )
    return [Card(*row) for row in db.session.execute(statement)]


def newest_for(reader: Member | None, most: int = 3) -> list[Card]:
    """What was published last."""
    return _cards(reader, most=most)


def in_theme_for(theme: Theme, reader: Member | None, most: int = 3) -> list[Card]:
    """What was published last in a theme."""
    return _cards(reader, Practice.theme_id == theme.id, most=most)


def by_organisation(organisation: Organisation, reader: Member | None, most: int = 6) -> list[Card]:
    """What a firm published last."""
    return _cards(reader, Practice.organisation_id == organisation.id, most=most)


@dataclass(frozen=True)
class Filters:
    """What a reader chose in the list; empty is all."""

    theme: Theme | None = None
    sector: str = ""
    size_class: str = ""
    maturity: str = ""
    outcome: str = ""

    @property
    def in_address(self) -> dict[str, str]:
        """The choices as they stand in the address."""
        chosen = {
            "sector": self.sector,
            "size_class": self.size_class,
            "maturity": self.maturity,
            "outcome": self.outcome,
        }
        return {"theme": self.theme.slug if self.theme else "", **chosen}

    @property
    def clauses(self) -> list[ColumnElement[bool]]:
        columns = {
            Practice.theme_id: self.theme.id if self.theme else None, Organisation.sector: self.sector,
            Organisation.size_class: self.size_class, Practice.maturity: self.maturity, Practice.outcome: self.outcome,
        }  # fmt: skip
        return [column == value for column, value in columns.items() if value]


class Page(NamedTuple):
    """Twenty cards, and the key of the page after them ("" when there is none)."""

    cards: list[Card]
    older: str


def page_for(reader: Member | None, filters: Filters, before: str = "") -> Page:
    """A page of the list, newest first; `before` is the key of the page before it."""
    only = filters.clauses
    if key := _position(before):
        only.append(tuple_(Practice.published_at, Practice.id) < key)
    cards = _cards(reader, *only, most=A_PAGE + 1)
    last = cards[A_PAGE - 1] if len(cards) > A_PAGE else None
    return Page(cards[:A_PAGE], f"{last.published_at:%Y%m%d%H%M%S%f}-{last.id}" if last else "")


def _position(key: str) -> tuple[datetime, int] | None:
    """Where a page begins; a key that nobody gave out begins at the top."""
    moment, _, number = key.partition("-")
    try:
        return datetime.strptime(moment, "%Y%m%d%H%M%S%f").replace(tzinfo=UTC), min(int(number), 2**31 - 1)
    except ValueError:
        return None


def mine(member: Member, most: int = 100) -> Sequence[Practice]:
    """All that a member wrote, drafts as well, with its theme; what was changed last stands first."""
    statement = select(Practice).join(Practice.theme).options(contains_eager(Practice.theme))
    own = statement.where(Practice.author_id == member.id).order_by(Practice.updated_at.desc(), Practice.id.desc())
    return db.session.scalars(own.limit(most)).all()


def reports_on(practice: Practice, most: int = 40) -> Sequence[Replication]:
    """Who applied a practice, with their firms: who would not do it again stands first, then the newest."""
    statement = (
        select(Replication)
        .join(Replication.organisation)
        .options(contains_eager(Replication.organisation))
        .where(Replication.practice_id == practice.id, Replication.withdrawn_at.is_(None))
        .order_by(Replication.again, Replication.created_at.desc(), Replication.id.desc())
        .limit(most)
    )
    return db.session.scalars(statement).all()


def report_of(practice: Practice, member: Member) -> Replication | None:
    """What a member's firm told of a practice, if it did not take that back."""
    theirs = (Replication.practice_id == practice.id, Replication.organisation_id == member.organisation_id)
    return db.session.scalar(select(Replication).where(*theirs, Replication.withdrawn_at.is_(None)))
