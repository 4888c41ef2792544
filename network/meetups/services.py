"""Verbs of meetups: plan, change, call off, tell what came of it. Seats have a room of their own, `seats`."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select, update
from sqlalchemy.orm.attributes import set_committed_value

from network.kernel import clock
from network.kernel.database import added, db, transactional
from network.kernel.errors import ChangedMeanwhile, NotYours
from network.kernel.i18n import LANGUAGES, force_locale
from network.kernel.text import free_slug, short_day
from network.links.models import EVERYONE, THEME
from network.links.queries import NOTHING, Chosen
from network.links.services import join, register
from network.meetups import notices
from network.meetups.changes import changed
from network.meetups.dealing import calendar_entry, deal, end_offers_at_the_start, facts_of, lock, new_uid
from network.meetups.models import HYBRID, OFFERED, SEATED, WAITING, WITHDRAWN, Meetup, Signup
from network.meetups.refusals import CalledOff, HasBegun, IsOver, PeopleOnline, RoomTooSmall
from network.meetups.rules import share_reached
from network.meetups.seats import give_back_places
from network.members.models import Member
from network.notifications.services import notify, notify_all
from network.search.services import index
from network.themes.models import ACTIVE, CLOSED, Membership, Theme

# A change of one of these is news for whoever has it in a calendar.
IN_CALENDARS = ("title", "starts_at", "ends_at", "place", "address", "link", "mode")


@transactional
def plan(
    coordinator: Member, theme: Theme | None, *, slug: str = "", once: str | None = None,
    linked: Chosen = NOTHING, quietly: bool = False, **parts: Any,
) -> Meetup:  # fmt: skip
    """Schedule a meetup in a theme, or for the whole network.

    Sent twice with the same `once`, also at the same moment, it is planned once. Raises NotYours for another's `once`.
    """
    if existing := _planned_before(coordinator, once):
        return existing
    meetup = _added(slug or parts["title"], theme=theme, planner=coordinator, once=once, **parts)
    if meetup is None:
        return _first_of(coordinator, once)
    _count(theme)
    _tell_the_web(meetup, linked)
    if not quietly:
        _tell_the_theme(meetup, coordinator)
    return meetup


@transactional
def change(meetup: Meetup, seen_version: int, linked: Chosen | None = None, **parts: Any) -> None:
    """Change a meetup; who is signed up hears of a new time or place. More seats let the line move.

    Raises CalledOff, ChangedMeanwhile when somebody saved since `seen_version`, RoomTooSmall for fewer seats than are
    taken, PeopleOnline when those who take part online could not do so any more.
    """
    lock(meetup)
    if meetup.is_cancelled:
        raise CalledOff
    if meetup.version != seen_version:
        raise ChangedMeanwhile
    if parts.get("capacity", meetup.capacity) < meetup.taken:
        raise RoomTooSmall
    if meetup.online_count and parts.get("mode", HYBRID) != HYBRID:
        raise PeopleOnline
    differing = {name for name, value in parts.items() if value != getattr(meetup, name)}
    news = [name for name in IN_CALENDARS if name in differing]
    before = meetup.theme
    for name, value in parts.items():
        setattr(meetup, name, value)
    meetup.version += 1
    meetup.sequence += 1 if news else 0
    if "capacity" in parts:  # a larger room fills anew
        meetup.filled_told = min(meetup.filled_told, share_reached(meetup.taken, meetup.capacity))
    db.session.flush()
    if news and not meetup.is_over:
        end_offers_at_the_start(meetup)
        _tell_signed_up(meetup, notices.MOVED, "REQUEST", news=news)
    deal(meetup)
    if before is not meetup.theme:
        _count(before)
        _count(meetup.theme)
    _tell_the_web(meetup, linked)
    changed(meetup, differing)


@transactional
def call_off(meetup: Meetup, reason: str) -> None:
    """Call a meetup off, with a word to everybody signed up. Doing it twice tells nobody twice. Raises IsOver."""
    lock(meetup)
    if meetup.is_cancelled:
        return
    if meetup.is_over:
        raise IsOver
    meetup.cancelled_at, meetup.cancel_reason = clock.now(), reason
    meetup.sequence += 1
    meetup.version += 1
    db.session.flush()
    _tell_signed_up(meetup, notices.CANCELLED, "CANCEL", reason=reason)
    _count(meetup.theme)
    _tell_the_web(meetup, None)


@transactional
def restore(meetup: Meetup) -> None:
    """Let a meetup that was called off happen after all: everybody has their place again, and hears it.

    Doing it twice tells nobody twice. Raises HasBegun when its time has come meanwhile.
    """
    lock(meetup)
    if not meetup.is_cancelled:
        return
    require_to_restore(meetup)
    meetup.cancelled_at, meetup.cancel_reason = None, ""
    meetup.sequence += 1
    meetup.version += 1
    db.session.flush()
    end_offers_at_the_start(meetup)
    _tell_signed_up(meetup, notices.RESTORED, "REQUEST")
    deal(meetup)
    _count(meetup.theme)
    _tell_the_web(meetup, None)


def require_to_restore(meetup: Meetup) -> None:
    """Whether a meetup that was called off can still happen. Raises HasBegun when its time has come meanwhile."""
    if meetup.has_begun:
        raise HasBegun


@transactional
def conclude(
    meetup: Meetup, outcome: str, seen_version: int, *, takeaways: Sequence[str] = (), present: int | None = None,
    linked: Chosen | None = None,
) -> None:  # fmt: skip
    """Tell what came of a meetup; may be told again. `linked` of None leaves its links as they are.

    Raises ChangedMeanwhile when somebody saved since `seen_version`.
    """
    lock(meetup)
    if meetup.version != seen_version:
        raise ChangedMeanwhile
    meetup.outcome, meetup.takeaways, meetup.present = outcome, list(takeaways), present
    meetup.closed_at = meetup.closed_at or clock.now()
    meetup.version += 1
    db.session.flush()
    _tell_the_web(meetup, linked)


@transactional
def follow_theme(theme: Theme) -> None:
    """Bring the web up to date for a theme's meetups when the theme closes or opens.

    What stands in a closed theme is for those in it: places of others in meetups to come are given back, and they hear it.
    """
    for meetup in db.session.scalars(select(Meetup).where(Meetup.theme_id == theme.id)).all():
        set_committed_value(meetup, "theme", theme)
        _tell_the_web(meetup, None)
        if theme.access == CLOSED and not meetup.is_over and not meetup.is_cancelled:
            give_back_places(meetup, outside=theme.id)


@transactional
def follow_leaving(theme: Theme, member: Member) -> None:
    """Who leaves a closed theme gives back their places in its meetups to come: they would not see them any more."""
    if theme.access != CLOSED:
        return
    held = select(Signup.meetup_id).where(Signup.member_id == member.id, Signup.status != WITHDRAWN)
    coming = select(Meetup).where(Meetup.theme_id == theme.id, Meetup.id.in_(held), Meetup.ends_at > clock.now())
    for meetup in db.session.scalars(coming.where(Meetup.cancelled_at.is_(None))).all():
        give_back_places(meetup, outside=theme.id)


def _planned_before(coordinator: Member, once: str | None) -> Meetup | None:
    if not once:
        return None
    return db.session.scalar(select(Meetup).where(Meetup.once == once, Meetup.planner_id == coordinator.id))


def _first_of(coordinator: Member, once: str | None) -> Meetup:
    """The meetup that came in by the same form at the same moment."""
    first = _planned_before(coordinator, once)
    if first is None:
        raise NotYours  # the key is of somebody else's form
    return first


def _added(wish: str, *, once: str | None, **parts: Any) -> Meetup | None:
    """The meetup at an address of its own; None when the same form came first. Two of one title at once differ."""
    slug = free_slug(wish, _is_taken, "meetup")
    for each in (slug, f"{slug}-{secrets.token_hex(3)}"):
        meetup = Meetup(slug=each, uid=new_uid(), once=once, **parts)
        if added(meetup):
            return meetup
        if once and db.session.scalar(select(Meetup.id).where(Meetup.once == once)):
            return None
    return None


def _is_taken(slug: str) -> bool:
    return (
        slug in {"new", "mine", "month"} or db.session.scalar(select(Meetup.id).where(Meetup.slug == slug)) is not None
    )


def _count(theme: Theme | None) -> None:
    """Keep the number of meetups on the theme's tile right; the row is locked first, so that the count sees who came before."""
    if theme is None:
        return
    db.session.execute(select(Theme.id).where(Theme.id == theme.id).with_for_update(key_share=True))
    held = select(func.count()).where(Meetup.theme_id == theme.id, Meetup.cancelled_at.is_(None)).scalar_subquery()
    counted = update(Theme).where(Theme.id == theme.id).values(meetup_count=held)
    db.session.execute(counted.execution_options(synchronize_session=False))
    db.session.refresh(theme, ["meetup_count"])


def _tell_the_web(meetup: Meetup, linked: Chosen | None) -> None:
    """Bring what the web and search know of the meetup up to date; `linked` of None leaves its links as they are."""
    closed = meetup.theme is not None and meetup.theme.access == CLOSED
    node = register(
        "meetup", meetup.id, path=meetup.path, titles={meetup.language: meetup.title},
        lines=_lines(meetup),
        audience=THEME if closed else EVERYONE, theme_id=meetup.theme_id, at=meetup.starts_at,
    )  # fmt: skip
    index(node, meetup.title, " ".join((meetup.description, meetup.place, *meetup.takeaways, meetup.outcome)))
    if linked is not None:
        join(node, linked)


def _lines(meetup: Meetup) -> dict[str, str]:
    """The day in each language, and that it is called off."""
    lines = {}
    for code in LANGUAGES:
        with force_locale(code):
            day = short_day(meetup.starts_at, code)
            lines[code] = f"{day} · {_('called off')}" if meetup.is_cancelled else day
    return lines


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
        theme_en=meetup.theme.title_en,
        **facts_of(meetup),
    )


def _tell_signed_up(meetup: Meetup, notice: str, method: str, **facts: Any) -> None:
    """Tell everybody with a place; who has it in a calendar gets the calendar's update as well."""
    places = select(Signup).where(Signup.meetup_id == meetup.id, Signup.status.in_((SEATED, OFFERED, WAITING)))
    for signup in db.session.scalars(places).all():
        calendar: dict[str, Any] = {"calendar": calendar_entry(meetup, method)} if signup.invited else {}
        notify(signup.member_id, notice, path=meetup.path, **facts_of(meetup), **facts, **calendar)


def meetups_whose_line_can_move(now: datetime) -> Sequence[int]:
    """The ids of meetups to come where people wait while a seat is free: a firm's share may have ended meanwhile."""
    stuck = (Meetup.waiting > 0, Meetup.taken < Meetup.capacity, Meetup.starts_at > now, Meetup.cancelled_at.is_(None))
    return db.session.scalars(select(Meetup.id).where(*stuck)).all()


def meetups_with_lapsed_offers(now: datetime) -> Sequence[int]:
    """The ids of meetups in which somebody let an offer pass."""
    lapsed = select(Signup.meetup_id).where(Signup.status == OFFERED, Signup.offer_until <= now)
    return db.session.scalars(select(Meetup.id).where(Meetup.id.in_(lapsed), Meetup.cancelled_at.is_(None))).all()
