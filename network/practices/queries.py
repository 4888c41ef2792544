"""Reads of practices, named by who reads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, func, or_, select, tuple_, union_all
from sqlalchemy.orm import aliased, contains_eager, load_only
from werkzeug.exceptions import NotFound

from network.kernel.database import db
from network.kernel.paging import key_of
from network.members.glances import of_firm, of_person
from network.members.models import Member, Organisation
from network.members.words import FirmWords
from network.practices.models import (
    DRAFT,
    FOR_ALL,
    FOR_THEME,
    PUBLISHED,
    UNTITLED,
    Bookmark,
    Practice,
    PracticeAuthor,
    Replication,
)
from network.themes.glances import OF_THEME
from network.themes.models import CLOSED, Theme

A_PAGE = 12  # three rows of four cards: a page that one looks through, and that weighs little


def rights_of(reader: Member | None) -> dict[str, Any]:
    """What the statements here must be told of their reader."""
    return {} if reader is None else {"reader_id": reader.id, "theme_ids": sorted(reader.theme_ids)}


def open_when(signed_in: bool) -> ColumnElement[bool]:
    """Published practices that a reader may know of; the theme is joined. A theme that closes takes its own along."""
    known = Theme.access != CLOSED
    if not signed_in:
        return and_(Practice.state == PUBLISHED, Practice.audience == FOR_ALL, known)
    return and_(Practice.state == PUBLISHED, or_(and_(Practice.audience != FOR_THEME, known), _in_own_theme()))


def stands_for(signed_in: bool) -> ColumnElement[bool]:
    """What a reader may open at its own address: also what was archived, and all that they wrote."""
    if not signed_in:
        return open_when(False)
    shared = or_(and_(Practice.audience != FOR_THEME, Theme.access != CLOSED), _in_own_theme())
    once_published = and_(Practice.state != DRAFT, Practice.published_at.is_not(None), shared)
    return or_(_written_by(bindparam("reader_id")), once_published)


def _written_by(member_id: Any) -> ColumnElement[bool]:
    """What somebody wrote, or writes along with a colleague of the firm that they are still of."""
    along = select(PracticeAuthor.practice_id).join(Member, Member.id == PracticeAuthor.member_id)
    here = (PracticeAuthor.member_id == member_id, PracticeAuthor.practice_id == Practice.id)
    beside = along.where(*here, Member.organisation_id == Practice.organisation_id).correlate(Practice)
    return or_(Practice.author_id == member_id, beside.exists())


def _among_written_by(member_id: Any) -> ColumnElement[bool]:
    """The same for a list: by two indexes, where the rule above would look at every practice."""
    whole = aliased(Practice)
    own = select(whole.id).where(whole.author_id == member_id)
    along = select(PracticeAuthor.practice_id).join(Member, Member.id == PracticeAuthor.member_id)
    along = along.join(whole, whole.id == PracticeAuthor.practice_id)
    beside = along.where(PracticeAuthor.member_id == member_id, Member.organisation_id == whole.organisation_id)
    return Practice.id.in_(union_all(own, beside))


def _in_own_theme() -> ColumnElement[bool]:
    return Practice.theme_id.in_(bindparam("theme_ids", expanding=True))


def practice_for(reader: Member | None, slug: str) -> Practice:
    """One practice with all that its page shows, also by the address that it had as a draft.

    Raises 404 when there is none or it is not for this reader.
    """
    return _first(_by_slug(reader is not None), {"slug": slug, **rights_of(reader)})


def practice_to_read(reader: Member | None, slug: str) -> tuple[Practice, bool]:
    """The same, and whether its reader keeps it at hand. Raises 404."""
    if reader is None:
        return practice_for(None, slug), False
    found = db.session.execute(_with_bookmark(), {"slug": slug, **rights_of(reader)}).first()
    if found is None:
        raise NotFound
    return found[0], bool(found[1])


@cache
def _with_bookmark() -> Select[Any]:
    own = (Bookmark.practice_id == Practice.id, Bookmark.member_id == bindparam("reader_id"))
    return _by_slug(True).add_columns(select(func.count()).where(*own).correlate(Practice).scalar_subquery())


def practice_by_id(reader: Member | None, practice_id: int) -> Practice:
    """The same by its number. Raises 404."""
    return _first(_by_id(reader is not None), {"practice_id": practice_id, **rights_of(reader)})


def _first(statement: Select[Practice], facts: dict[str, Any]) -> Practice:
    found = db.session.scalar(statement, facts)
    if found is None:
        raise NotFound
    return found


# Statements of the pages that everybody opens are made once: making them costs more than running them.
@cache
def _by_slug(signed_in: bool) -> Select[Practice]:
    return _whole(signed_in).where(or_(Practice.slug == bindparam("slug"), Practice.draft_slug == bindparam("slug")))


@cache
def _by_id(signed_in: bool) -> Select[Practice]:
    return _whole(signed_in).where(Practice.id == bindparam("practice_id"))


def _whole(signed_in: bool) -> Select[Practice]:
    author, asked, firm = aliased(Member), aliased(Member), aliased(Organisation)
    return (
        select(Practice)
        .join(Practice.theme)
        .join(Practice.organisation)
        .join(Practice.author.of_type(author))
        .outerjoin(Practice.ask_member.of_type(asked))
        .outerjoin(asked.organisation.of_type(firm))
        .options(
            contains_eager(Practice.theme).load_only(*OF_THEME),
            contains_eager(Practice.organisation).load_only(*of_firm()),
            contains_eager(Practice.author.of_type(author)).load_only(*of_person(author)),
            contains_eager(Practice.ask_member.of_type(asked)).load_only(*of_person(asked)),
            contains_eager(Practice.ask_member.of_type(asked))
            .contains_eager(asked.organisation.of_type(firm))
            .load_only(*of_firm(firm)),
        )
        .where(stands_for(signed_in))
    )


@cache
def _whether(signed_in: bool) -> Select[Any]:
    return (
        select(Practice.id).join(Practice.theme).where(Practice.id == bindparam("practice_id"), stands_for(signed_in))
    )


def may_read(practice_id: int, reader: Member | None) -> bool:
    """Whether a practice is there for a reader, and so its files."""
    return (
        db.session.scalar(_whether(reader is not None), {"practice_id": practice_id, **rights_of(reader)}) is not None
    )


def standing() -> Select[Any]:
    """The ids of all practices: what files may hang on."""
    return select(Practice.id)


class _Card(NamedTuple):
    id: int
    slug: str
    title: str
    summary: str
    language: str
    outcome: str
    maturity: str
    applied_count: int
    again_count: int
    chain: tuple[tuple[str, bool], ...]
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


class Card(FirmWords, _Card):
    """What a card shows; a list of cards is one statement, and no text is loaded that nobody sees."""

    __slots__ = ()

    @classmethod
    def of(cls, row: Any) -> Card:
        """A card from a row of `cards_of`."""
        return cls(*row)._replace(chain=tuple(map(tuple, row.chain)))

    @property
    def path(self) -> str:
        return f"/practices/{self.slug}"


_CARD = (
    Practice.id, Practice.slug, Practice.title, Practice.summary, Practice.language, Practice.outcome,
    Practice.maturity, Practice.applied_count, Practice.again_count, Practice.chain, Practice.published_at,
    Organisation.slug, Organisation.name, Organisation.size_class,
    Organisation.sector, Organisation.province, Organisation.verified_at,
    Organisation.is_demo, Theme.colour, Theme.motif,
)  # fmt: skip


def cards_of(*which: ColumnElement[bool]) -> Select[Any]:
    """The cards of some practices, newest first."""
    return (
        select(*_CARD)
        .join(Practice.theme)
        .join(Practice.organisation)
        .where(*which)
        .order_by(Practice.published_at.desc(), Practice.id.desc())
    )


_WHERE = {"theme_id": Practice.theme_id, "organisation_id": Practice.organisation_id}


@cache
def _newest(signed_in: bool, where: str) -> Select[Any]:
    only = [_WHERE[where] == bindparam(where)] if where else []
    return cards_of(open_when(signed_in), *only).limit(bindparam("most"))


def _cards(reader: Member | None, most: int, **only: Any) -> list[Card]:
    statement = _newest(reader is not None, next(iter(only), ""))
    return [Card.of(row) for row in db.session.execute(statement, {**only, **rights_of(reader), "most": most})]


def newest_for(reader: Member | None, most: int = 3) -> list[Card]:
    """What was published last."""
    return _cards(reader, most)


def in_theme_for(theme: Theme, reader: Member | None, most: int = 3) -> list[Card]:
    """What was published last in a theme."""
    return _cards(reader, most, theme_id=theme.id)


def by_organisation(organisation: Organisation, reader: Member | None, most: int = 6) -> list[Card]:
    """What a firm published last."""
    return _cards(reader, most, organisation_id=organisation.id)


class Page(NamedTuple):
    """A page of cards, and the key of the page after them ("" when there is none)."""

    cards: list[Card]
    older: str

    @classmethod
    def of(cls, cards: list[Card]) -> Page:
        """A page from its cards and, if there is one, the first of the next."""
        last = cards[A_PAGE - 1] if len(cards) > A_PAGE else None
        return cls(cards[:A_PAGE], key_of(last.published_at, last.id) if last else "")


def place_after() -> ColumnElement[bool]:
    """What stands after the place of `paging.place_from`, in the order of the list."""
    place = tuple_(bindparam("before", type_=Practice.published_at.type), bindparam("before_id"))
    return tuple_(Practice.published_at, Practice.id) < place


@cache
def _own() -> Select[Practice]:
    return (
        select(Practice)
        .join(Practice.theme)
        .options(contains_eager(Practice.theme))
        .where(_among_written_by(bindparam("member_id")))
        .order_by(Practice.updated_at.desc(), Practice.id.desc())
        .limit(bindparam("most"))
    )


def mine(member: Member, most: int = 100) -> Sequence[Practice]:
    """All that a member wrote, drafts as well, with its theme; what was changed last stands first."""
    return db.session.scalars(_own(), {"member_id": member.id, "most": most}).all()


class Draft(NamedTuple):
    """What reminds somebody of a draft."""

    slug: str
    title: str
    theme: Theme

    @property
    def path(self) -> str:
        return f"/practices/{self.slug}"

    @property
    def name(self) -> Any:
        """The title; a draft may have none yet."""
        return self.title or UNTITLED


@cache
def _drafts() -> Select[Any]:
    others = aliased(Practice)
    written = select(func.count()).where(others.author_id == bindparam("member_id")).scalar_subquery()
    return (
        select(Practice.slug, Practice.title, Practice.state, Theme, written)
        .options(load_only(*OF_THEME))
        .join(Practice.theme)
        .where(_among_written_by(bindparam("member_id")))
        .order_by(case((Practice.state == DRAFT, 0), else_=1), Practice.updated_at.desc(), Practice.id.desc())
        .limit(bindparam("most"))
    )


def drafts_of(member: Member, most: int = 4) -> tuple[list[Draft], int]:
    """The drafts that a member changed last, and how many practices they wrote, drafts included."""
    rows = db.session.execute(_drafts(), {"member_id": member.id, "most": most}).all()
    drafts = [Draft(slug, title, theme) for slug, title, state, theme, _ in rows if state == DRAFT]
    return drafts, rows[0][-1] if rows else 0


@cache
def _reports() -> Select[Replication]:
    return (
        select(Replication)
        .join(Replication.organisation)
        .join(Replication.member)
        .options(
            contains_eager(Replication.organisation).load_only(*of_firm()),
            contains_eager(Replication.member),
        )
        .where(Replication.practice_id == bindparam("practice_id"), Replication.withdrawn_at.is_(None))
        .order_by(Replication.again, Replication.created_at.desc(), Replication.id.desc())
        .limit(bindparam("most"))
    )


def reports_on(practice: Practice, most: int = 40) -> Sequence[Replication]:
    """Who applied a practice, with their firms and languages: who would not do it again stands first, then the newest."""
    return db.session.scalars(_reports(), {"practice_id": practice.id, "most": most}).all()


def report_of(practice: Practice, member: Member) -> Replication | None:
    """What a member's firm told of a practice, if it did not take that back."""
    theirs = (Replication.practice_id == practice.id, Replication.organisation_id == member.organisation_id)
    return db.session.scalar(select(Replication).where(*theirs, Replication.withdrawn_at.is_(None)))


def told_in(theme_id: int, most: int) -> list[tuple[int, str]]:
    """Who wrote what in a theme: the newest published practices, as (author's number, title and summary)."""
    statement = select(Practice.author_id, Practice.title, Practice.summary, Practice.action)
    published = statement.where(Practice.theme_id == theme_id, Practice.state == PUBLISHED)
    rows = db.session.execute(published.order_by(Practice.published_at.desc(), Practice.id.desc()).limit(most))
    return [(author_id, "\n".join(words)) for author_id, *words in rows]
