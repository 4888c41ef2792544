"""Verbs of themes: open, change, join, answer a request, leave. Each is one transaction."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select, update

from network.kernel import clock
from network.kernel.database import db, transactional
from network.kernel.drawing import look_of
from network.kernel.errors import ChangedMeanwhile
from network.kernel.text import free_slug
from network.links.models import EVERYONE, THEME
from network.links.services import close, register
from network.members.models import Member
from network.notifications.services import notify
from network.search.services import index
from network.themes import hooks
from network.themes.models import ACTIVE, ASKED, CLOSED, DECLINED, ON_REQUEST, Membership, Theme
from network.themes.notices import JOIN_ASKED, JOIN_DECLINED, JOIN_GRANTED


@transactional
def open_theme(
    coordinator: Member,
    *,
    slug: str = "",
    colour: str = "",
    motif: str = "",
    once: str | None = None,
    **parts: Any,
) -> Theme:
    """Open a theme, led by whoever opens it. Sent twice with the same `once`, it is opened once."""
    if once and (existing := db.session.scalar(select(Theme).where(Theme.once == once))):
        return existing
    slug = free_slug(slug or parts["title_en"] or parts["title_nl"], _is_taken, "theme")
    own_colour, own_motif = look_of(slug)
    theme = Theme(
        slug=slug,
        colour=colour or own_colour,
        motif=motif or own_motif,
        once=once,
        lead_id=coordinator.id,
        **parts,
    )
    db.session.add(theme)
    db.session.flush()
    _settle(theme, coordinator, ACTIVE, leads=True)
    _tell_the_web(theme)
    return theme


@transactional
def lead(theme: Theme, member: Member) -> None:
    """Let a member lead a theme, beside those who do already; the theme's page shows whoever was asked last."""
    _settle(theme, member, ACTIVE, leads=True)
    theme.lead = member
    db.session.flush()


@transactional
def change(theme: Theme, seen_version: int, **parts: Any) -> None:
    """Change a theme's words or access. Raises ChangedMeanwhile when somebody saved since `seen_version`."""
    claim = update(Theme).where(Theme.id == theme.id, Theme.version == seen_version).values(version=seen_version + 1)
    if db.session.execute(claim).rowcount != 1:  # type: ignore[attr-defined]
        raise ChangedMeanwhile
    for name, value in parts.items():
        setattr(theme, name, value)
    db.session.flush()
    _tell_the_web(theme)
    if theme.access == CLOSED:
        close(theme.id)
    hooks.changed(theme)


@transactional
def join(theme: Theme, member: Member, answer: str = "") -> Membership:
    """Join an open theme, or ask to join one on request. Doing it twice changes nothing."""
    membership = db.session.get(Membership, (theme.id, member.id))
    if membership is not None and membership.state in (ACTIVE, ASKED):
        return membership
    if theme.access == ON_REQUEST:
        asked = _settle(theme, member, ASKED, answer=answer)
        _tell_coordinators(theme, member)
        return asked
    return _settle(theme, member, ACTIVE)


@transactional
def grant(theme: Theme, member_id: int) -> None:
    """Let somebody in who asked; one who did not ask is not let in."""
    membership = db.session.get(Membership, (theme.id, member_id))
    if membership is not None and membership.state == ASKED:
        membership.state, membership.joined_at = ACTIVE, clock.now()
        db.session.flush()
        _count(theme)
        notify(member_id, JOIN_GRANTED, path=theme.path, title=theme.title_nl, title_en=theme.title_en)


@transactional
def decline(theme: Theme, member_id: int) -> None:
    """Tell somebody who asked that this theme is not for them now; they may ask again."""
    membership = db.session.get(Membership, (theme.id, member_id))
    if membership is not None and membership.state == ASKED:
        membership.state = DECLINED
        notify(member_id, JOIN_DECLINED, path=theme.path, title=theme.title_nl, title_en=theme.title_en)


@transactional
def leave(theme: Theme, member: Member) -> None:
    """Leave a theme; what was written stays. Leaving twice changes nothing."""
    membership = db.session.get(Membership, (theme.id, member.id))
    if membership is not None:
        db.session.delete(membership)
        db.session.flush()
        _count(theme)


@transactional
def recount(theme: Theme) -> None:
    """Count a theme's people and firms anew, after something was removed from outside."""
    _count(theme)


def _is_taken(slug: str) -> bool:
    return db.session.scalar(select(Theme.id).where(Theme.slug == slug)) is not None


def _settle(theme: Theme, member: Member, state: str, *, leads: bool = False, answer: str = "") -> Membership:
    membership = db.session.get(Membership, (theme.id, member.id))
    if membership is None:
        membership = Membership(theme_id=theme.id, member_id=member.id)
        db.session.add(membership)
    membership.state, membership.joined_at = state, clock.now()
    membership.leads = membership.leads or leads
    membership.answer = answer
    db.session.flush()
    _count(theme)
    return membership


def _count(theme: Theme) -> None:
    """Keep the numbers on the theme's tile right; the row is locked first, so that the count sees who came before."""
    db.session.execute(select(Theme.id).where(Theme.id == theme.id).with_for_update(key_share=True))
    belongs = (Membership.theme_id == theme.id) & (Membership.state == ACTIVE)
    people = select(func.count()).select_from(Membership).where(belongs).scalar_subquery()
    firms = (
        select(func.count(func.distinct(Member.organisation_id)))
        .join(Membership, Membership.member_id == Member.id)
        .where(belongs)
        .scalar_subquery()
    )
    counted = update(Theme).where(Theme.id == theme.id).values(member_count=people, organisation_count=firms)
    db.session.execute(counted.execution_options(synchronize_session=False))
    db.session.refresh(theme, ["member_count", "organisation_count"])


def _tell_coordinators(theme: Theme, member: Member) -> None:
    leaders = select(Membership.member_id).where(
        Membership.theme_id == theme.id, Membership.leads, Membership.state == ACTIVE
    )
    for leader_id in db.session.scalars(leaders).all():
        notify(
            leader_id,
            JOIN_ASKED,
            path=f"{theme.path}/requests",
            title=theme.title_nl,
            title_en=theme.title_en,
            name=member.name,
        )


def _tell_the_web(theme: Theme) -> None:
    node = register(
        "theme", theme.id, path=theme.path, titles={"nl": theme.title_nl, "en": theme.title_en or theme.title_nl},
        lines={"nl": theme.tagline_nl, "en": theme.tagline_en or theme.tagline_nl},
        audience=THEME if theme.access == CLOSED else EVERYONE, theme_id=theme.id, at=theme.created_at,
    )  # fmt: skip
    words = (theme.tagline_nl, theme.purpose_nl, theme.tagline_en, theme.purpose_en)
    index(node, f"{theme.title_nl} {theme.title_en}", "\n\n".join(filter(None, words)))
