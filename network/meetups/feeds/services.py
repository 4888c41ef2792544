"""Verbs of calendar feeds: follow, renew the address, stop."""

from __future__ import annotations

import secrets

from sqlalchemy import select, update

from network.kernel import clock
from network.kernel.database import added, db, transactional
from network.meetups.feeds.models import CalendarFeed
from network.members.models import Member
from network.themes.models import Theme


@transactional
def follow(member: Member, kind: str, theme: Theme | None = None) -> CalendarFeed:
    """Give a member an address for such a feed. Asked twice, also at once, it is one address; a stopped one is made anew."""
    feed = CalendarFeed(member_id=member.id, kind=kind, theme_id=theme.id if theme else None, nonce=_nonce())
    if added(feed):
        return feed
    same = CalendarFeed.theme_id == feed.theme_id if theme else CalendarFeed.theme_id.is_(None)
    mine = (CalendarFeed.member_id == member.id, CalendarFeed.kind == kind, same)
    _set(*mine, CalendarFeed.revoked_at.is_not(None), nonce=_nonce(), created_at=clock.now(), revoked_at=None)
    known = select(CalendarFeed).where(*mine).execution_options(populate_existing=True)
    return db.session.scalars(known).one()


@transactional
def renew(feed: CalendarFeed, seen_nonce: str) -> None:
    """Make a new address; the one that was seen ends at once. Sent twice, the new one stays."""
    present = (CalendarFeed.id == feed.id, CalendarFeed.nonce == seen_nonce, CalendarFeed.revoked_at.is_(None))
    _set(*present, nonce=_nonce(), created_at=clock.now())


@transactional
def stop(feed: CalendarFeed) -> None:
    """End the address; calendars that read it are told that it is gone. Done twice, it is ended once."""
    _set(CalendarFeed.id == feed.id, CalendarFeed.revoked_at.is_(None), revoked_at=clock.now())


def _set(*where: object, **values: object) -> None:
    changed = update(CalendarFeed).where(*where).values(**values)  # type: ignore[arg-type]
    db.session.execute(changed.execution_options(synchronize_session=False))


def _nonce() -> str:
    return secrets.token_urlsafe(16)
