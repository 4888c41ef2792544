"""Reads of feeds: by the secret address with the owner's rights of this moment, and by the owner for their settings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, case, select, true
from sqlalchemy.orm import contains_eager, load_only
from werkzeug.exceptions import NotFound

from network.kernel.database import db
from network.meetups.feeds import addresses
from network.meetups.feeds.models import CalendarFeed
from network.meetups.feeds.refusals import AddressEnded
from network.meetups.feeds.rules import KEPT_FOR, MINE, MOST, NETWORK, THEME
from network.meetups.models import OFFERED, SEATED, WAITING, Meetup, Signup
from network.meetups.queries import known_among
from network.meetups.rules import Standing
from network.members.models import Member
from network.themes.glances import OF_THEME
from network.themes.policy import may_see
from network.themes.queries import put_rights, rights_along, rights_of

_SHOWN = (
    Meetup.id, Meetup.slug, Meetup.uid, Meetup.sequence, Meetup.title, Meetup.starts_at, Meetup.ends_at, Meetup.place,
    Meetup.address, Meetup.link, Meetup.theme_id, Meetup.created_at, Meetup.revised_at, Meetup.cancelled_at,
)  # fmt: skip


def feed_behind(token: str) -> CalendarFeed:
    """The feed of a secret address, with its owner as they stand now. Raises 404 for what was never an address of ours,
    AddressEnded for one that was."""
    feed_id, nonce = addresses.opened(token) or (None, "")
    if feed_id is None:
        raise NotFound
    row = db.session.execute(_behind(), {"feed_id": feed_id}).first()
    if row is None or row[0].nonce != nonce or not _is_open(row[0], row[1]):
        raise AddressEnded
    return row[0]  # type: ignore[no-any-return]


@cache
def _behind() -> Select[Any]:
    return (
        select(CalendarFeed, rights_along())
        .join(CalendarFeed.member)
        .outerjoin(CalendarFeed.theme)
        .options(contains_eager(CalendarFeed.member), contains_eager(CalendarFeed.theme).load_only(*OF_THEME))
        .where(CalendarFeed.id == bindparam("feed_id"))
    )


def _is_open(feed: CalendarFeed, rights: Sequence[Sequence[Any]]) -> bool:
    put_rights(feed.member, rights)
    readable = feed.theme is None or may_see(feed.member, feed.theme)
    return feed.revoked_at is None and feed.member.active and readable


def meetups_in(feed: CalendarFeed, now: datetime) -> Sequence[tuple[Meetup, Standing]]:
    """The meetups of a feed with where its owner stands: from some months ago on, those called off as well."""
    rights = rights_of(feed.member)
    facts = {"member_id": feed.member_id, "theme_id": feed.theme_id, "now": now, "since": now - KEPT_FOR, **rights}
    rows = db.session.execute(_meetups(feed.kind, bool(rights)), facts)
    return [(meetup, Standing(status, online=bool(online))) for meetup, status, online in rows]


@cache
def _meetups(kind: str, inside: bool) -> Select[Meetup, str, bool]:
    """As many as a feed may hold: first those to come, the nearest first, then those that were, the latest first."""
    own = and_(Signup.meetup_id == Meetup.id, Signup.member_id == bindparam("member_id"))
    narrowed = {
        MINE: Signup.status.in_((SEATED, OFFERED, WAITING)),
        THEME: Meetup.theme_id == bindparam("theme_id"),
        NETWORK: true(),
    }
    was = Meetup.starts_at <= bindparam("now")
    return (
        select(Meetup, Signup.status, Signup.online)
        .outerjoin(Signup, own)
        .outerjoin(Meetup.theme)
        .options(load_only(*_SHOWN), contains_eager(Meetup.theme).load_only(*OF_THEME))
        .where(Meetup.starts_at > bindparam("since"), narrowed[kind], known_among(inside))
        .order_by(was, case((~was, Meetup.starts_at)), Meetup.starts_at.desc(), Meetup.id)
        .limit(MOST)
    )


def feeds_of(member: Member) -> Sequence[CalendarFeed]:
    """The calendars that a member follows, with their themes; the theme of one is for who may still see it."""
    own = select(CalendarFeed).outerjoin(CalendarFeed.theme).options(contains_eager(CalendarFeed.theme))
    own = own.where(CalendarFeed.member_id == member.id, CalendarFeed.revoked_at.is_(None))
    return db.session.scalars(own.order_by(CalendarFeed.theme_id.is_not(None), CalendarFeed.id)).all()


def feed_of(member: Member, feed_id: int) -> CalendarFeed:
    """One of a member's own. Raises 404."""
    own = select(CalendarFeed).where(CalendarFeed.id == feed_id, CalendarFeed.member_id == member.id)
    found = db.session.scalars(own).first()
    if found is None:
        raise NotFound
    return found
