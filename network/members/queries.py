"""Reads of organisations and people, named by who reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, tuple_
from sqlalchemy.orm import contains_eager

from network.kernel.database import db
from network.kernel.text import whole_number
from network.members import traces
from network.members.models import Member, Organisation

Row = TypeVar("Row", Organisation, Member)

A_PAGE = 24


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows of an alphabetical list; `after` and `before` are the keys of the pages beside it, "" for none."""

    rows: Sequence[Row]
    after: str
    before: str


def listed_to(reader: Member | None) -> ColumnElement[bool]:
    """Organisations that a reader may know of: those that somebody has confirmed, and one's own."""
    if reader is None:
        return Organisation.listed_at.is_not(None)
    return or_(Organisation.listed_at.is_not(None), Organisation.id == reader.organisation_id)


def organisations(
    wanted: Mapping[str, str], among: Iterable[Select[int]] = (), after: str = "", before: str = ""
) -> Page[Organisation]:
    """A page of the public list, by name; `wanted` narrows it by columns, `among` by the ids that each of them gives."""
    statement = select(Organisation).where(Organisation.listed_at.is_not(None))
    for name, value in wanted.items():
        if value:
            statement = statement.where(getattr(Organisation, name) == value)
    statement = statement.where(*(Organisation.id.in_(ids) for ids in among))
    return _page(statement, Organisation, after, before)


def organisation_for(reader: Member | None, slug: str) -> Organisation:
    """One organisation by its address; one that nobody is of any more stays readable while something leads to it.

    Raises 404 when there is none, or nobody has confirmed it yet.
    """
    known = or_(listed_to(reader), *traces.all_of_them())
    return db.first_or_404(select(Organisation).where(Organisation.slug == slug, known))  # type: ignore[no-any-return]


def firm_known_to(reader: Member, slug: str) -> Organisation | None:
    """A listed one, for narrowing the directory; an address that leads nowhere for this reader gives nothing."""
    return db.session.scalar(select(Organisation).where(Organisation.slug == slug, listed_to(reader))) if slug else None


def people_of(organisation: Organisation) -> tuple[Sequence[Member], int]:
    """Who may be found at an organisation, its contacts first, and how many they are in all. For members only."""
    found = select(Member, func.count().over()).where(Member.organisation_id == organisation.id, can_be_found())
    first = found.order_by(Member.is_contact.desc(), Member.name, Member.id).limit(A_PAGE)
    rows = db.session.execute(first).all()
    return [member for member, _ in rows], rows[0][1] if rows else 0


def people(search: str = "", firm: Organisation | None = None, after: str = "", before: str = "") -> Page[Member]:
    """A page of the directory, by name, with their organisations; of one firm where it is given. For members only."""
    statement = _with_firms().where(can_be_found())
    if search:
        statement = statement.where(func.lower(Member.name).contains(search.lower(), autoescape=True))
    if firm is not None:
        statement = statement.where(Member.organisation_id == firm.id)
    return _page(statement, Member, after, before)


def person_for(reader: Member, slug: str) -> Member:
    """One person by their address. Raises 404 unless they chose to be found, or it is the reader."""
    mine = Member.id == reader.id
    return db.first_or_404(_with_firms().where(Member.slug == slug, or_(mine, can_be_found())))  # type: ignore[no-any-return]


def everybody(search: str = "", after: str = "", before: str = "") -> Page[Member]:
    """A page of all members by name, also those whom nobody may find, with their firms. For administrators only."""
    statement = _with_firms().where(Member.erased_at.is_(None))
    if search:
        found = (func.lower(each).contains(search.lower(), autoescape=True) for each in (Member.name, Member.email))
        statement = statement.where(or_(*found))
    return _page(statement, Member, after, before)


def anybody(slug: str) -> Member:
    """One member by their address, whoever it is. Raises 404. For administrators only."""
    here = (Member.slug == slug, Member.erased_at.is_(None))
    return db.first_or_404(_with_firms().where(*here))  # type: ignore[no-any-return]


def _with_firms() -> Select[Member]:
    return select(Member).join(Member.organisation).options(contains_eager(Member.organisation))


def contacts_of(organisation: Organisation) -> Sequence[Member]:
    """Who looks after an organisation's page."""
    people = select(Member).where(Member.organisation_id == organisation.id, Member.is_contact, Member.active)
    return db.session.scalars(people.order_by(Member.id)).all()


def can_be_found() -> ColumnElement[bool]:
    """Members whom other members find: the rule of `Member.can_be_found`, for statements."""
    return and_(Member.is_listed, Member.active, Member.confirmed_at.is_not(None))


def _page(statement: Select[Row], kind: type[Row], after: str, before: str) -> Page[Row]:
    """Turn the pages by key: the name and number of the last row seen."""
    begin, end = _place(after), _place(before)
    backwards = begin is None and end is not None
    order = (func.lower(kind.name), kind.id)
    if place := begin or end:
        at = tuple_(func.lower(place[0]), place[1])
        statement = statement.where(tuple_(*order) < at if backwards else tuple_(*order) > at)
    turned: Callable[[Any], Any] = (lambda column: column.desc()) if backwards else (lambda column: column)
    rows = list(db.session.scalars(statement.order_by(*map(turned, order)).limit(A_PAGE + 1)))
    more, rows = len(rows) > A_PAGE, rows[:A_PAGE]
    if backwards:
        rows.reverse()
    return _with_keys(rows, newer=more if backwards else begin is not None, older=more or backwards)


def _place(key: str) -> tuple[str, int] | None:
    """Where a page begins, as its key says: what looked a key up would tell who stands in no list of the reader's.

    A key that nobody gave out begins at the top.
    """
    number, _, name = key.partition("-")
    row_id = whole_number(number)
    return (name, row_id) if row_id and name and "\0" not in name else None


def _with_keys(rows: list[Row], *, newer: bool, older: bool) -> Page[Row]:
    if not rows:
        return Page(rows, "", "")
    first, last = rows[0], rows[-1]
    return Page(rows, f"{last.id}-{last.name}" if older else "", f"{first.id}-{first.name}" if newer else "")
