"""Reads of the list of practices: a page of cards, what each choice would leave, and practices like another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, case, func, literal, select

from network.kernel import clock
from network.kernel.database import db, planned_with_values
from network.kernel.paging import place_from
from network.members.models import Member, Organisation
from network.practices.finding.rules import BITS, COUNTED, HIGHEST_BIT, Choice, mask_of
from network.practices.models import Practice
from network.practices.queries import A_PAGE, Card, Page, cards_of, open_when, place_after, rights_of
from network.themes.models import Theme

_COLUMNS: Mapping[str, Any] = {
    "theme": Theme.slug, "sector": Organisation.sector, "size_class": Organisation.size_class,
    "maturity": Practice.maturity, "outcome": Practice.outcome, "cost": Practice.euros, "hours": Practice.hours,
}  # fmt: skip


def _fits(name: str) -> ColumnElement[bool]:
    """Whether a practice is what was chosen of one dimension, which stands in a parameter of that name."""
    if name in BITS:
        return Practice.facet_bits.op("&")(bindparam(name, type_=Integer)) != 0
    if name == "hr":
        return Organisation.has_hr.is_(False)
    column: ColumnElement[Any] = _COLUMNS[name]
    if name in {"cost", "hours"}:
        return column < bindparam(name, type_=Integer)
    return column.in_(bindparam(name, expanding=True))


def _facts(choice: Choice) -> dict[str, Any]:
    """What the statements must be told of a choice."""
    facts: dict[str, Any] = {}
    for name, values in choice.values.items():
        if name in BITS:
            facts[name] = mask_of(name, values)
        elif name in {"cost", "hours"}:
            facts[name] = int(values[0])
        elif name != "hr":
            facts[name] = list(values)
    return facts


# Statements are made once for each set of dimensions: making them costs more than running them.
@cache
def _list(signed_in: bool, dimensions: tuple[str, ...], goes_on: bool) -> Select[Any]:
    only = [_fits(name) for name in dimensions]
    if goes_on:
        only.append(place_after())
    return cards_of(open_when(signed_in), *only).limit(bindparam("most"))


def page_for(reader: Member | None, choice: Choice, before: str = "") -> Page:
    """A page of the list, newest first; `before` is the key of the page before it."""
    place = place_from(before)
    statement = _list(reader is not None, choice.dimensions, bool(place))
    rows = db.session.execute(statement, {**_facts(choice), **place, **rights_of(reader), "most": A_PAGE + 1})
    return Page.of([Card.of(row) for row in rows])


@dataclass(frozen=True)
class Counts:
    """How many practices each value of each dimension would leave, given all that was chosen of the others.

    `whole` is how many fit all of it; `without` how many would fit if one dimension were dropped. `bounded` says that only
    the newest were counted, because there are more.
    """

    of: Mapping[tuple[str, str], int]
    whole: int
    without: Mapping[str, int]
    bounded: bool


Options = tuple[tuple[str, tuple[str, ...]], ...]


def counts_for(reader: Member | None, choice: Choice, offered: Mapping[str, Sequence[str]]) -> Counts:
    """What each choice that is offered would leave, in one statement that never looks at more than COUNTED practices."""
    options: Options = tuple((name, tuple(values)) for name, values in offered.items())
    statement = _counts(reader is not None, choice.dimensions, options)
    with planned_with_values():
        row = db.session.execute(statement, {**_facts(choice), **rights_of(reader)}).one()
    names = [(name, value) for name, values in options for value in values]
    seen, whole, *rest = row
    without, of = rest[: len(choice.dimensions)], rest[len(choice.dimensions) :]
    return Counts(
        dict(zip(names, of, strict=True)), whole, dict(zip(choice.dimensions, without, strict=True)), seen > COUNTED
    )


@cache
def _counts(signed_in: bool, dimensions: tuple[str, ...], options: Options) -> Select[Any]:
    """One row of sums over the newest practices that a reader may know of.

    Each of those says of each chosen dimension whether it misses; an option counts what misses nowhere but in its own.
    """
    misses = [case((_fits(name), 0), else_=1).label(f"misses_{name}") for name in dimensions]
    columns = {name: _COLUMNS[name].label(f"own_{name}") for name in _COLUMNS}
    newest = (
        select(*columns.values(), Practice.facet_bits.label("bits"), Organisation.has_hr.label("has_hr"), *misses)
        .join(Practice.theme)
        .join(Practice.organisation)
        .where(open_when(signed_in))
        .order_by(Practice.published_at.desc(), Practice.id.desc())
        .limit(COUNTED + 1)
        .subquery()
    )
    missed = sum((newest.c[f"misses_{name}"] for name in dimensions), literal(0))
    sums: list[Any] = [func.count(), func.count().filter(missed == 0)]
    sums += [func.count().filter(missed - newest.c[f"misses_{name}"] == 0) for name in dimensions]
    for name, values in options:
        others = missed - newest.c[f"misses_{name}"] if name in dimensions else missed
        sums += [func.count().filter(and_(others == 0, _is(newest, name, value))) for value in values]
    counts: Select[Any] = select(*sums)
    return counts.select_from(newest)


def _is(newest: Any, name: str, value: str) -> ColumnElement[bool]:
    """Whether a row of the newest has one value."""
    if name in BITS:
        return newest.c.bits.op("&")(1 << BITS[name][value]) != 0  # type: ignore[no-any-return]
    if name == "hr":
        return newest.c.has_hr.is_(False)  # type: ignore[no-any-return]
    own = newest.c[f"own_{name}"]
    return own < int(value) if name in {"cost", "hours"} else own == value  # type: ignore[no-any-return]


MOST_ALIKE = 3
AMONG = 300  # the newest practices that are looked at: an older one that is more alike is not worth the search
LEAST_ALIKE = 3  # points
REMEMBERED, MOST_REMEMBERED = 600, 4_096  # seconds; practices, for readers of the same themes

likest: dict[tuple[int, datetime, tuple[int, ...], int], tuple[int, ...]] = {}


def alike_for(reader: Member, practice: Practice) -> list[Card]:
    """The practices of other firms that are most like one, the best first.

    Two points each for the firm's sector, its size and the theme, one for each word of the study that both have, and one
    when neither firm has an HR department. Which they are is remembered for some minutes for readers of the same themes,
    since giving points costs more than the rest; whether a reader may still know of one is asked each time.
    """
    key = practice.id, practice.updated_at, tuple(sorted(reader.theme_ids)), int(clock.now().timestamp()) // REMEMBERED
    known = likest.get(key)
    if known is not None:
        rows = db.session.execute(_these(), {"ids": known, **rights_of(reader)}).all() if known else []
        return sorted(map(Card.of, rows), key=lambda card: known.index(card.id))
    firm = practice.organisation
    facts = {
        "own_id": practice.id, "firm_id": firm.id, "sector": firm.sector, "size_class": firm.size_class,
        "theme_id": practice.theme_id, "bits": practice.facet_bits, "without_hr": 0 if firm.has_hr else 1,
    }  # fmt: skip
    cards = [Card.of(row) for row in db.session.execute(_alike(), {**facts, **rights_of(reader)})]
    if len(likest) >= MOST_REMEMBERED:
        likest.clear()
    likest[key] = tuple(card.id for card in cards)
    return cards


@cache
def _these() -> Select[Any]:
    return cards_of(Practice.id.in_(bindparam("ids", expanding=True)), open_when(True))


@cache
def _alike() -> Select[Any]:
    near = (
        select(Practice.id, Practice.facet_bits)
        .join(Practice.theme)
        .where(open_when(True), Practice.organisation_id != bindparam("firm_id"), Practice.id != bindparam("own_id"))
        .order_by(Practice.published_at.desc(), Practice.id.desc())
        .limit(AMONG)
        .subquery()
    )
    shared = near.c.facet_bits.op("&")(bindparam("bits", type_=Integer))
    both = sum((shared.op(">>")(place).op("&")(1) for place in range(HIGHEST_BIT + 1)), literal(0))
    same = {"sector": Organisation.sector, "size_class": Organisation.size_class, "theme_id": Practice.theme_id}
    points: Any = sum((case((column == bindparam(name), 2), else_=0) for name, column in same.items()), both)
    points += case((Organisation.has_hr.is_(False), bindparam("without_hr", type_=Integer)), else_=0)
    cards = cards_of(points >= LEAST_ALIKE).join(near, near.c.id == Practice.id).order_by(None)
    return cards.order_by(points.desc(), Practice.published_at.desc(), Practice.id.desc()).limit(MOST_ALIKE)
