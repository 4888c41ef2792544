"""What feeds keep about a member: which calendars they follow. The addresses open a door, so they do not stand in it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from network.kernel.database import db
from network.meetups.feeds.models import CalendarFeed
from network.members.models import Member
from network.members.own_data import columns
from network.themes.models import Theme


def feeds_of(member: Member) -> list[dict[str, Any]]:
    """The calendars that a member follows or followed."""
    own = select(CalendarFeed, Theme).outerjoin(CalendarFeed.theme).where(CalendarFeed.member_id == member.id)
    return [
        {**({"theme": theme.path} if theme else {}), **columns(feed, ("kind", "created_at", "revoked_at"))}
        for feed, theme in db.session.execute(own.order_by(CalendarFeed.id))
    ]
