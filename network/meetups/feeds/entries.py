"""A feed's meetups as calendar entries, in the words of its owner's language, and the tag by which they are known again."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from network.meetups import calendar, policy
from network.meetups.feeds import queries, rules
from network.meetups.feeds.models import CalendarFeed
from network.meetups.models import OFFERED, SEATED, WAITING, Meetup
from network.meetups.rules import Standing
from network.members.models import Member

Entry = dict[str, Any]


def entries_of(feed: CalendarFeed, now: datetime) -> list[Entry]:
    """All entries, in order of time. How one stands is told in one's own meetups only."""
    own = feed.kind == rules.MINE
    shown = sorted(queries.meetups_in(feed, now), key=lambda each: (each[0].starts_at, each[0].id))
    return [_entry(meetup, standing, feed.member, own) for meetup, standing in shown]


def name_of(feed: CalendarFeed) -> str:
    """What programs call the calendar until its owner calls it otherwise."""
    if feed.theme is not None:
        return feed.theme.title
    return str(_("My meetups") if feed.kind == rules.MINE else _("Meetups of the learning network"))


def tag_of(name: str, entries: Sequence[Entry], build: str) -> str:
    """What changes when anything in the file would: its words, or how this build writes them."""
    return hashlib.blake2b(repr((name, entries, build)).encode(), digest_size=12).hexdigest()


def _entry(meetup: Meetup, standing: Standing, owner: Member, own: bool) -> Entry:
    entry = calendar.entry_of(meetup, with_link=policy.may_see_link(owner, meetup, standing))
    stands = SEATED if standing.online else standing.status  # who waits for the room may take part online meanwhile
    status = rules.firmness(stands if own else None, cancelled=meetup.is_cancelled)
    free = not (own and rules.takes_time(stands, cancelled=meetup.is_cancelled))
    words = _standing_words(stands) if own and not meetup.is_cancelled and not meetup.is_over else ""
    title = f"{words}: {entry['title']}" if words else entry["title"]
    return {**entry, "status": status, "is_free": free, "title": title}


def _standing_words(standing: str | None) -> str:
    if standing == OFFERED:
        return str(_("Seat held for you, say yes"))
    return str(_("Waiting list")) if standing == WAITING else ""
