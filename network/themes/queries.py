"""Reads of themes, named by who reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, bindparam, case, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, load_only
from werkzeug.exceptions import NotFound

from network.kernel.database import db, json_rows
from network.links.queries import Linked, brought_along, linked_rows
from network.members.glances import Firm, of_firm, of_person
from network.members.models import Member, Organisation
from network.themes.glances import OF_THEME
from network.themes.models import ACTIVE, ASKED, CLOSED, ON_REQUEST, Membership, Theme


def rights_of(reader: Member | None) -> dict[str, Any]:
    """What the statements below must be told of a reader who is in some theme; nothing for anybody else."""
    return {"theme_ids": sorted(reader.theme_ids)} if reader is not None and reader.theme_ids else {}


def _known(inside: bool) -> ColumnElement[bool]:
    listed = Theme.access != CLOSED
    return or_(listed, Theme.id.in_(bindparam("theme_ids", expanding=True))) if inside else listed


# Statements of the pages that everybody opens are made once: making them costs more than running them.
@cache
def _all(inside: bool) -> Select[Theme]:
    return select(Theme).where(_known(inside)).order_by(Theme.member_count.desc(), Theme.id)


@cache
def _one(inside: bool) -> Select[Any]:
    return (
        select(Theme, linked_rows("theme", Theme.id, "finding"))
        .outerjoin(Theme.lead)
        .outerjoin(Member.organisation)
        .options(
            contains_eager(Theme.lead).load_only(*of_person()),
            contains_eager(Theme.lead).contains_eager(Member.organisation).load_only(*of_firm()),
        )
        .where(Theme.slug == bindparam("slug"), _known(inside))
    )


def themes_for(reader: Member | None) -> Sequence[Theme]:
    """All themes a reader may see, the largest first."""
    rights = rights_of(reader)
    return db.session.scalars(_all(bool(rights)), rights).all()


def themes_open_to_all_with(column: Any) -> Select[Any]:
    """The themes that a visitor sees, the largest first, with one more column: what else their page needs."""
    return _all(False).add_columns(column)


def theme_for(reader: Member | None, slug: str) -> Theme:
    """One theme by its address, with its lead. Raises 404 when there is none or it is not for this reader."""
    return theme_with_findings(reader, slug)[0]


def theme_by_id(reader: Member | None, theme_id: int) -> Theme:
    """One theme by its number, without its lead. Raises 404 when there is none or it is not for this reader."""
    rights = rights_of(reader)
    theme = db.session.scalar(select(Theme).where(Theme.id == theme_id, _known(bool(rights))), rights)
    if theme is None:
        raise NotFound
    return theme


def theme_with_findings(reader: Member | None, slug: str) -> tuple[Theme, list[Linked]]:
    """The same with the findings that it builds on, in one statement. Raises 404."""
    rights = rights_of(reader)
    row = db.session.execute(_one(bool(rights)), {"slug": slug, **rights}).first()
    if row is None:
        raise NotFound
    return row[0], brought_along(row[1])


@cache
def _joined() -> Select[Any]:
    waiting = aliased(Membership)
    asked = select(func.count()).where(waiting.theme_id == Theme.id, waiting.state == ASKED).scalar_subquery()
    return (
        select(Theme, case((Membership.leads, asked), else_=0))
        .options(load_only(*OF_THEME, Theme.organisation_count, Theme.practice_count))
        .join(Membership, Membership.theme_id == Theme.id)
        .where(Membership.member_id == bindparam("member_id"), Membership.state == ACTIVE)
        .order_by(Membership.joined_at, Theme.id)
    )


def themes_of(member: Member) -> Sequence[tuple[Theme, int]]:
    """The themes a member belongs to, in the order of joining, with how many ask to join where the member leads."""
    return [(theme, asked) for theme, asked in db.session.execute(_joined(), {"member_id": member.id})]


def give_rights(member: Member) -> None:
    """Put the themes that a member belongs to and leads on the member, as signing in does."""
    belongs = select(Membership.theme_id, Membership.leads).where(Membership.member_id == member.id)
    put_rights(member, db.session.execute(belongs.where(Membership.state == ACTIVE)).all())


def rights_along() -> ScalarSelect[Any]:
    """The rows for `put_rights`, for a statement that selects a Member."""
    belongs = (Membership.member_id == Member.id) & (Membership.state == ACTIVE)
    return select(json_rows(Membership.theme_id, Membership.leads)).where(belongs).correlate(Member).scalar_subquery()


def put_rights(member: Member, rows: Iterable[Sequence[Any]]) -> None:
    """The same from rows of (theme, leads it) that another statement brought along."""
    rows = list(rows)
    member.theme_ids = frozenset(theme_id for theme_id, _ in rows)
    member.led_theme_ids = frozenset(theme_id for theme_id, leads in rows if leads)


def membership_of(member: Member, theme: Theme) -> Membership | None:
    """How a member stands with a theme, if at all."""
    return db.session.get(Membership, (theme.id, member.id))


def has_asked(member: Member, theme: Theme) -> bool:
    """Whether a member's request to join still waits; only themes on request cost a statement."""
    if theme.access != ON_REQUEST or theme.id in member.theme_ids:
        return False
    membership = membership_of(member, theme)
    return membership is not None and membership.state == ASKED


def people_in(theme: Theme, most: int = 500) -> Sequence[Membership]:
    """Who is in a theme, by name, with the person and the firm: for who coordinates it."""
    return db.session.scalars(_people(theme, ACTIVE).order_by(Member.name, Member.id).limit(most)).all()


def asking_to_join(theme: Theme) -> Sequence[Membership]:
    """Requests to join that wait for an answer, oldest first, with the person and the firm."""
    return db.session.scalars(_people(theme, ASKED).order_by(Membership.joined_at)).all()


def _people(theme: Theme, state: str) -> Select[Membership]:
    return (
        select(Membership)
        .join(Membership.member)
        .join(Member.organisation)
        .options(contains_eager(Membership.member).contains_eager(Member.organisation))
        .where(Membership.theme_id == theme.id, Membership.state == state)
    )


@cache
def _firms() -> Select[Any]:
    people = func.count(Membership.member_id)
    return (
        select(*of_firm(), people)
        .select_from(Organisation)
        .join(Member, Member.organisation_id == Organisation.id)
        .join(Membership, Membership.member_id == Member.id)
        .where(Membership.theme_id == bindparam("theme_id"), Membership.state == ACTIVE)
        .where(Organisation.listed_at.is_not(None))
        .group_by(Organisation.id)
        .order_by(people.desc(), Organisation.id)
        .limit(bindparam("most"))
    )


def organisations_in(theme: Theme, most: int = 6) -> Sequence[tuple[Firm, int]]:
    """The firms in a theme with how many people each, most people first."""
    rows = db.session.execute(_firms(), {"theme_id": theme.id, "most": most})
    return [(Firm(*firm), count) for *firm, count in rows]


def requests_for(member: Member) -> Sequence[tuple[Theme, int]]:
    """The themes that a member leads in which somebody waits for an answer, with how many."""
    if not member.led_theme_ids:
        return []
    asked = func.count(Membership.member_id)
    statement = (
        select(Theme, asked)
        .join(Membership, Membership.theme_id == Theme.id)
        .where(Theme.id.in_(member.led_theme_ids), Membership.state == ASKED)
        .group_by(Theme.id)
        .order_by(Theme.id)
    )
    return [(theme, count) for theme, count in db.session.execute(statement)]
