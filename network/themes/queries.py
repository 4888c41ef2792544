"""Reads of themes, named by who reads."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import contains_eager

from network.kernel.database import db
from network.members.models import Member, Organisation
from network.themes.models import ACTIVE, ASKED, CLOSED, ON_REQUEST, Membership, Theme


def open_to(reader: Member | None) -> ColumnElement[bool]:
    """Themes whose existence a reader may know."""
    if reader is None or not reader.theme_ids:
        return Theme.access != CLOSED
    return or_(Theme.access != CLOSED, Theme.id.in_(reader.theme_ids))


def themes_for(reader: Member | None) -> Sequence[Theme]:
    """All themes a reader may see, the largest first."""
    return db.session.scalars(select(Theme).where(open_to(reader)).order_by(Theme.member_count.desc(), Theme.id)).all()


def theme_for(reader: Member | None, slug: str) -> Theme:
    """One theme by its address, with its lead. Raises 404 when there is none or it is not for this reader."""
    statement = (
        select(Theme)
        .outerjoin(Theme.lead)
        .outerjoin(Member.organisation)
        .options(contains_eager(Theme.lead).contains_eager(Member.organisation))
    )
    return db.first_or_404(statement.where(Theme.slug == slug, open_to(reader)))


def themes_of(member: Member) -> Sequence[Theme]:
    """The themes a member belongs to, in the order of joining."""
    mine = select(Theme).join(Membership, Membership.theme_id == Theme.id)
    mine = mine.where(Membership.member_id == member.id, Membership.state == ACTIVE)
    return db.session.scalars(mine.order_by(Membership.joined_at, Theme.id)).all()


def membership_of(member: Member, theme: Theme) -> Membership | None:
    """How a member stands with a theme, if at all."""
    return db.session.get(Membership, (theme.id, member.id))


def has_asked(member: Member, theme: Theme) -> bool:
    """Whether a member's request to join still waits; only themes on request cost a statement."""
    if theme.access != ON_REQUEST or theme.id in member.theme_ids:
        return False
    membership = membership_of(member, theme)
    return membership is not None and membership.state == ASKED


def asking_to_join(theme: Theme) -> Sequence[Membership]:
    """Requests to join that wait for an answer, oldest first, with the person and the firm."""
    statement = (
        select(Membership)
        .join(Membership.member)
        .join(Member.organisation)
        .options(contains_eager(Membership.member).contains_eager(Member.organisation))
        .where(Membership.theme_id == theme.id, Membership.state == ASKED)
        .order_by(Membership.joined_at)
    )
    return db.session.scalars(statement).all()


def organisations_in(theme: Theme, most: int = 6) -> Sequence[tuple[Organisation, int]]:
    """The firms in a theme with how many people each, most people first."""
    people = func.count(Membership.member_id)
    statement = (
        select(Organisation, people)
        .join(Member, Member.organisation_id == Organisation.id)
        .join(Membership, Membership.member_id == Member.id)
        .where(Membership.theme_id == theme.id, Membership.state == ACTIVE, Organisation.listed_at.is_not(None))
        .group_by(Organisation.id)
        .order_by(people.desc(), Organisation.id)
        .limit(most)
    )
    return [(organisation, count) for organisation, count in db.session.execute(statement)]


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
