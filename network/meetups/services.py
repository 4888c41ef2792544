"""Verbs of meetups: plan, change, call off, tell what came of it. Seats have a room of their own, `seats`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm.attributes import set_committed_value

from network.kernel import clock
from network.kernel.database import db, transactional
from network.kernel.errors import ChangedMeanwhile
from network.kernel.text import free_slug, short_day
from network.links.models import EVERYONE, THEME, Node
from network.links.services import link_only, register
from network.meetups import notices
from network.meetups.models import OFFERED, SEATED, WAITING, Meetup, Signup
from network.meetups.refusals import RoomTooSmall
from network.meetups.seats import calendar_entry, deal, facts_of, lock, new_uid
from network.members.models import Member
from network.notifications.services import notify, notify_all
from network.search.services import index
from network.themes.models import ACTIVE, CLOSED, Membership, Theme

# A change of one of these is news for whoever has it in a calendar.
IN_CALENDARS = ("title", "starts_at", "ends_at", "place", "address", "link", "mode")


@transactional
def plan(
    coordinator: Member, theme: Theme | None, *, slug: str = "", once: str | None = None,
    linked: Sequence[Node] = (), quietly: bool = False, **parts: Any,
) -> Meetup:  # fmt: skip
    """Schedule a meetup in a theme, or for the whole network. Sent twice with the same `once`, it is planned once."""
    if once and (existing := db.session.scalar(select(Meetup).where(Meetup.once == once))):
        return existing
    slug = free_slug(slug or parts["title"], _is_taken, "meetup")
    meetup = Meetup(slug=slug, uid=new_uid(), theme=theme, planner=coordinator, once=once, **parts)
    db.session.add(meetup)
    db.session.flush()
    _count(theme)
    _tell_the_web(meetup, linked)
    if not quietly:
        _tell_the_theme(meetup, coordinator)
    return meetup


@transactional
def change(meetup: Meetup, seen_version: int, linked: Sequence[Node] = (), **parts: Any) -> None:
    """Change a meetup; who is signed up hears of a new time or place. More seats let the line move.

    Raises ChangedMeanwhile when somebody saved since `seen_version`, RoomTooSmall for fewer seats than are taken.
    """
    lock(meetup)
    if meetup.version != seen_version:
        raise ChangedMeanwhile
    if parts.get("capacity", meetup.capacity) < meetup.taken:
        raise RoomTooSmall
    news = [name for name in IN_CALENDARS if name in parts and parts[name] != getattr(meetup, name)]
    for name, value in parts.items():
        setattr(meetup, name, value)
    meetup.version += 1
    meetup.sequence += 1 if news else 0
    db.session.flush()
    if news and not meetup.is_over:
        _tell_signed_up(meetup, notices.MOVED, "REQUEST", news=news)
    deal(meetup)
    _tell_the_web(meetup, linked)


@transactional
def call_off(meetup: Meetup, reason: str) -> None:
    """Call a meetup off, with a word to everybody signed up. Doing it twice tells nobody twice."""
    lock(meetup)
    if meetup.is_cancelled:
        return
    meetup.cancelled_at, meetup.cancel_reason = clock.now(), reason
    meetup.sequence += 1
    meetup.version += 1
    db.session.flush()
    _tell_signed_up(meetup, notices.CANCELLED, "CANCEL", reason=reason)
    _count(meetup.theme)
    _tell_the_web(meetup, None)


@transactional
def conclude(meetup: Meetup, outcome: str) -> None:
    """Tell what came of a meetup; may be told again."""
    meetup.outcome = outcome
    db.session.flush()
    _tell_the_web(meetup, None)


@transactional
def follow_theme(theme: Theme) -> None:
    """Bring the web up to date for a theme's meetups when the theme closes or opens."""
    for meetup in db.session.scalars(select(Meetup).where(Meetup.theme_id == theme.id)).all():
        set_committed_value(meetup, "theme", theme)
        _tell_the_web(meetup, None)


@transactional
def remind(meetup: Meetup, signup: Signup, lead_days: int) -> bool:
    """Remind one person of this start, once: whoever claims the row first does it. Says whether it was told."""
    unclaimed = or_(
        Signup.reminded_start.is_(None),
        Signup.reminded_start != meetup.starts_at,
        Signup.reminded_days > lead_days,
    )
    claim = update(Signup).where(Signup.id == signup.id, Signup.status == SEATED, unclaimed)
    claim = claim.values(reminded_start=meetup.starts_at, reminded_days=lead_days).returning(Signup.id)
    if db.session.scalar(claim.execution_options(synchronize_session=False)) is None:
        return False
    link: dict[str, Any] = {"link_online": meetup.link} if meetup.link else {}
    mail = signup.member.mail_reminders
    notify(
        signup.member_id,
        notices.REMINDER,
        path=meetup.path,
        mail=mail,
        days=lead_days,
        **facts_of(meetup),
        **link,
    )
    return True


def _is_taken(slug: str) -> bool:
    return (
        slug in {"new", "mine", "month"} or db.session.scalar(select(Meetup.id).where(Meetup.slug == slug)) is not None
    )


def _count(theme: Theme | None) -> None:
    """Keep the number of meetups on the theme's tile right."""
    if theme is None:
        return
    held = select(func.count()).where(Meetup.theme_id == theme.id, Meetup.cancelled_at.is_(None)).scalar_subquery()
    counted = update(Theme).where(Theme.id == theme.id).values(meetup_count=held)
    db.session.execute(counted.execution_options(synchronize_session=False))
    db.session.refresh(theme, ["meetup_count"])


def _tell_the_web(meetup: Meetup, linked: Iterable[Node] | None) -> None:
    """Bring what the web and search know of the meetup up to date; `linked` of None leaves its links as they are."""
    closed = meetup.theme is not None and meetup.theme.access == CLOSED
    node = register(
        "meetup", meetup.id, path=meetup.path, titles={meetup.language: meetup.title},
        lines={code: short_day(meetup.starts_at, code) for code in ("nl", "en")},
        audience=THEME if closed else EVERYONE, theme_id=meetup.theme_id, at=meetup.starts_at,
    )  # fmt: skip
    index(node, meetup.title, " ".join((meetup.description, meetup.place, meetup.outcome)))
    if linked is not None:
        for kind in ("finding", "practice"):
            link_only(node, kind, [other for other in linked if other.kind == kind])


def _tell_the_theme(meetup: Meetup, coordinator: Member) -> None:
    if meetup.theme is None:
        return
    belonging = select(Membership.member_id).where(
        Membership.theme_id == meetup.theme_id,
        Membership.state == ACTIVE,
        Membership.member_id != coordinator.id,
    )
    members = db.session.scalars(belonging).all()
    notify_all(
        members,
        notices.PLANNED,
        path=meetup.path,
        mail=False,
        theme=meetup.theme.title_nl,
        **facts_of(meetup),
    )


def _tell_signed_up(meetup: Meetup, notice: str, method: str, **facts: Any) -> None:
    """Tell everybody with a place; who has it in a calendar gets the calendar's update as well."""
    places = select(Signup).where(Signup.meetup_id == meetup.id, Signup.status.in_((SEATED, OFFERED, WAITING)))
    for signup in db.session.scalars(places).all():
        calendar: dict[str, Any] = {"calendar": calendar_entry(meetup, method)} if signup.invited else {}
        notify(signup.member_id, notice, path=meetup.path, **facts_of(meetup), **facts, **calendar)


def meetups_with_lapsed_offers(now: datetime) -> Sequence[Meetup]:
    """Meetups in which somebody let an offer pass."""
    lapsed = select(Signup.meetup_id).where(Signup.status == OFFERED, Signup.offer_until <= now)
    return db.session.scalars(select(Meetup).where(Meetup.id.in_(lapsed))).all()
