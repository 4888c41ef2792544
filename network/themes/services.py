"""Verbs of themes: open, change, join, answer a request, leave. Each is one transaction."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select, update

from network.kernel import clock
from network.kernel.database import added, db, transactional
from network.kernel.drawing import look_of
from network.kernel.errors import ChangedMeanwhile, NotYours, Refusal
from network.kernel.text import free_slug
from network.links.models import EVERYONE, THEME
from network.links.services import close, register
from network.members.models import Member
from network.members.services import require_here
from network.notifications.services import notify
from network.search.services import index
from network.themes import hooks
from network.themes.models import ACTIVE, ASKED, CLOSED, DECLINED, ON_REQUEST, OPEN, Membership, Theme
from network.themes.notices import JOIN_ASKED, JOIN_DECLINED, JOIN_GRANTED, NOW_LEADS


class LastCoordinator(Refusal):
    """A theme with members is never without somebody who leads it."""

    words = _l("You are the only one who coordinates this theme.")
    way_on = _l("Let somebody else coordinate it first: on the theme’s page, under “Who coordinates”.")


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
    """Open a theme, led by whoever opens it.

    Sent twice with the same `once`, also at the same moment, it is opened once. Raises NotYours for another's `once`.
    """
    if existing := _opened_before(coordinator, once):
        return existing
    wish = slug or parts["title_en"] or parts["title_nl"]
    theme = _added(wish, colour, motif, once=once, lead_id=coordinator.id, **parts)
    if theme is None:
        return _first_of(coordinator, once)
    _settle(theme, coordinator, ACTIVE, leads=True)
    _tell_the_web(theme)
    return theme


@transactional
def lead(theme: Theme, member: Member, by: Member | None = None) -> None:
    """Let a member lead a theme, beside those who do already, and tell them; its page shows whoever was asked last."""
    _settle(theme, member, ACTIVE, leads=True)
    theme.lead = member
    db.session.flush()
    if by is not None and by.id != member.id:
        notify(member, NOW_LEADS, path=theme.path, title=theme.title_nl, title_en=theme.title_en, name=by.name)


@transactional
def change(theme: Theme, seen_version: int, **parts: Any) -> None:
    """Change a theme's words or access; who waits for an answer comes in when it opens.

    Raises ChangedMeanwhile when somebody saved since `seen_version`.
    """
    claim = update(Theme).where(Theme.id == theme.id, Theme.version == seen_version).values(version=seen_version + 1)
    if db.session.execute(claim).rowcount != 1:  # type: ignore[attr-defined]
        raise ChangedMeanwhile
    db.session.refresh(theme)
    for name, value in parts.items():
        setattr(theme, name, value)
    db.session.flush()
    if theme.access == OPEN:
        _let_in_who_waits(theme)
    _tell_the_web(theme)
    if theme.access == CLOSED:
        close(theme.id)
    hooks.changed(theme)


@transactional
def join(theme: Theme, member: Member, answer: str = "") -> Membership:
    """Join an open theme, or ask to join one on request. Doing it twice changes nothing.

    Raises NotYours for somebody who was shut out a moment ago.
    """
    require_here(member.id)
    lock(theme)
    membership = _membership(theme, member.id)
    if membership is not None and (membership.state == ACTIVE or _waits(membership, theme)):
        return membership
    if theme.access == ON_REQUEST:
        asked = _settle(theme, member, ASKED, answer=answer)
        _tell_coordinators(theme, member)
        return asked
    return _settle(theme, member, ACTIVE)


@transactional
def grant(theme: Theme, member_id: int) -> None:
    """Let somebody in who asked; one who did not ask is not let in."""
    lock(theme)
    membership = _membership(theme, member_id)
    if membership is not None and membership.state == ASKED:
        membership.state, membership.joined_at = ACTIVE, clock.now()
        db.session.flush()
        _count(theme)
        notify(member_id, JOIN_GRANTED, path=theme.path, title=theme.title_nl, title_en=theme.title_en)


@transactional
def decline(theme: Theme, member_id: int) -> None:
    """Tell somebody who asked that this theme is not for them now; they may ask again."""
    lock(theme)
    membership = _membership(theme, member_id)
    if membership is not None and membership.state == ASKED:
        membership.state = DECLINED
        notify(member_id, JOIN_DECLINED, path=theme.path, title=theme.title_nl, title_en=theme.title_en)


@transactional
def leave(theme: Theme, member: Member) -> None:
    """Leave a theme; what was written stays. Leaving twice changes nothing.

    Raises LastCoordinator for the only one who leads a theme that has other members.
    """
    lock(theme)
    membership = _membership(theme, member.id)
    if membership is None:
        return
    if membership.leads and theme.member_count > 1 and not _leaders(theme, without=member):
        raise LastCoordinator
    db.session.delete(membership)
    db.session.flush()
    _show_another_lead(theme, member)
    _count(theme)
    hooks.left(theme, member)


@transactional
def step_down(theme: Theme, member_id: int) -> None:
    """Lead a theme no longer, and stay in it. Raises LastCoordinator."""
    lock(theme)
    membership = _membership(theme, member_id)
    if membership is None or not membership.leads:
        return
    member = db.session.get_one(Member, member_id)
    if not _leaders(theme, without=member):
        raise LastCoordinator
    membership.leads = False
    db.session.flush()
    _show_another_lead(theme, member)


@transactional
def recount(theme: Theme) -> None:
    """Count a theme's people and firms anew, after something was removed from outside."""
    lock(theme)
    _count(theme)


def _opened_before(coordinator: Member, once: str | None) -> Theme | None:
    if not once:
        return None
    in_it = select(Membership.theme_id).where(
        Membership.member_id == coordinator.id
    )  # also when another leads it by now
    return db.session.scalar(select(Theme).where(Theme.once == once, Theme.id.in_(in_it)))


def _first_of(coordinator: Member, once: str | None) -> Theme:
    """The theme that came in by the same form at the same moment."""
    first = _opened_before(coordinator, once)
    if first is None:
        raise NotYours  # the key is of somebody else's form
    return first


def _added(wish: str, colour: str, motif: str, *, once: str | None, **parts: Any) -> Theme | None:
    """The theme at an address of its own; None when the same form came first. Two of one name at once differ."""
    slug = free_slug(wish, _is_taken, "theme")
    for each in (slug, f"{slug}-{secrets.token_hex(3)}"):
        own_colour, own_motif = look_of(each)
        theme = Theme(slug=each, colour=colour or own_colour, motif=motif or own_motif, once=once, **parts)
        if added(theme):
            return theme
        if once and db.session.scalar(select(Theme.id).where(Theme.once == once)):
            return None
    return None


def _waits(membership: Membership, theme: Theme) -> bool:
    return membership.state == ASKED and theme.access == ON_REQUEST


def _let_in_who_waits(theme: Theme) -> None:
    asked = select(Membership.member_id).where(Membership.theme_id == theme.id, Membership.state == ASKED)
    for member_id in db.session.scalars(asked).all():
        grant(theme, member_id)


def _leaders(theme: Theme, without: Member) -> Sequence[int]:
    leading = (Membership.theme_id == theme.id, Membership.state == ACTIVE, Membership.leads)
    others = select(Membership.member_id).where(*leading, Membership.member_id != without.id)
    return db.session.scalars(others.order_by(Membership.joined_at)).all()


def _show_another_lead(theme: Theme, member: Member) -> None:
    """The theme's page no longer says that this member coordinates it."""
    if theme.lead_id == member.id:
        theme.lead_id = next(iter(_leaders(theme, without=member)), None)
        db.session.flush()


def _is_taken(slug: str) -> bool:
    return slug == "new" or db.session.scalar(select(Theme.id).where(Theme.slug == slug)) is not None


def _settle(theme: Theme, member: Member, state: str, *, leads: bool = False, answer: str = "") -> Membership:
    lock(theme)
    membership = _membership(theme, member.id)
    if membership is None:
        membership = Membership(theme_id=theme.id, member_id=member.id)
        db.session.add(membership)
    if membership.state != state:  # else they are in since earlier, by the answer that they gave then
        membership.state, membership.joined_at, membership.answer = state, clock.now(), answer
    membership.leads = membership.leads or leads
    db.session.flush()
    _count(theme)
    return membership


def _count(theme: Theme) -> None:
    """Keep the numbers on the theme's tile right; called with the row locked, so that the count sees who came before."""
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


def lock(theme: Theme) -> None:
    """Be the only one who changes who belongs to this theme, until the commit."""
    db.session.execute(select(Theme.id).where(Theme.id == theme.id).with_for_update(key_share=True))


def _membership(theme: Theme, member_id: int) -> Membership | None:
    """How a member stands with a theme now, whatever was read before."""
    return db.session.get(Membership, (theme.id, member_id), populate_existing=True)


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
