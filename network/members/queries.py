"""Reads of organisations and people, named by who reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, func, or_, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, contains_eager

from network.kernel.database import db
from network.members.models import Member, Organisation

Row = TypeVar("Row", Organisation, Member)

A_PAGE = 24
FILTERS = ("province", "sector", "size_class")


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


def organisations(wanted: Mapping[str, str], after: str = "", before: str = "") -> Page[Organisation]:
    """A page of the public list, by name; `wanted` narrows it by province, sector or size class."""
    statement = select(Organisation).where(Organisation.listed_at.is_not(None))
    for name in FILTERS:
        if value := wanted.get(name):
            statement = statement.where(getattr(Organisation, name) == value)
    return _page(statement, Organisation, after, before)


def organisation_for(reader: Member | None, slug: str) -> Organisation:
    """One organisation by its address. Raises 404 when there is none or nobody has confirmed it yet."""
    statement = select(Organisation).where(Organisation.slug == slug, listed_to(reader))
    return db.first_or_404(statement)  # type: ignore[no-any-return]


def people_of(organisation: Organisation) -> Sequence[Member]:
    """Who may be found at an organisation, its contacts first. For members only."""
    people = select(Member).where(Member.organisation_id == organisation.id, *_can_be_found())
    return db.session.scalars(people.order_by(Member.is_contact.desc(), Member.name, Member.id).limit(A_PAGE)).all()


def people(search: str = "", after: str = "", before: str = "") -> Page[Member]:
    """A page of the directory, by name, with their organisations. For members only."""
    statement = select(Member).join(Member.organisation).options(contains_eager(Member.organisation))
    statement = statement.where(*_can_be_found())
    if search:
        statement = statement.where(func.lower(Member.name).contains(search.lower(), autoescape=True))
    return _page(statement, Member, after, before)


def person_for(reader: Member, slug: str) -> Member:
    """One person by their address. Raises 404 unless they chose to be found, or it is the reader."""
    statement = select(Member).join(Member.organisation).options(contains_eager(Member.organisation))
    mine = Member.id == reader.id
    found = _can_be_found()
    return db.first_or_404(statement.where(Member.slug == slug, or_(mine, found[0] & found[1] & found[2])))  # type: ignore[no-any-return]


def contacts_of(organisation: Organisation) -> Sequence[Member]:
    """Who looks after an organisation's page."""
    people = select(Member).where(Member.organisation_id == organisation.id, Member.is_contact, Member.active)
    return db.session.scalars(people.order_by(Member.id)).all()


def _can_be_found() -> tuple[ColumnElement[bool], ...]:
    return (Member.is_listed.is_(True), Member.active.is_(True), Member.confirmed_at.is_not(None))


def _page(statement: Select[Row], kind: type[Row], after: str, before: str) -> Page[Row]:
    """Turn the pages by key: the slug of the last row seen, of which the database knows the name."""
    order = tuple_(func.lower(kind.name), kind.id)
    backwards = bool(before)
    if key := after or before:
        at = tuple_(*_position(kind, key))
        statement = statement.where(order < at if backwards else order > at)
    by = (func.lower(kind.name), kind.id)
    turned: Callable[[Any], Any] = (lambda column: column.desc()) if backwards else (lambda column: column)
    rows = list(db.session.scalars(statement.order_by(*map(turned, by)).limit(A_PAGE + 1)))
    more, rows = len(rows) > A_PAGE, rows[:A_PAGE]
    if backwards:
        rows.reverse()
    return _with_keys(rows, newer=more if backwards else bool(after), older=more or backwards)


def _position(kind: type[Row], slug: str) -> tuple[Any, Any]:
    def part(column: Any) -> Any:
        return select(column).where(kind.slug == slug).scalar_subquery()

    ident: InstrumentedAttribute[int] = kind.id
    return part(func.lower(kind.name)), part(ident)


def _with_keys(rows: list[Row], *, newer: bool, older: bool) -> Page[Row]:
    if not rows:
        return Page(rows, "", "")
    return Page(rows, rows[-1].slug if older else "", rows[0].slug if newer else "")
