"""Who gets a seat at a meetup, who waits, who is offered one, when to remind. No database, no clock, no Flask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

# From here on a freed seat is offered, never silently given: nobody should learn an hour before that they are expected.
OFFERS_BEGIN = timedelta(hours=48)
OFFER_HOLDS = timedelta(hours=6)
REMINDERS = (timedelta(days=7), timedelta(days=1))
LONGEST = timedelta(hours=24)
LARGEST_ROOM = 5_000  # people
FURTHEST_AHEAD = timedelta(days=3 * 366)


@dataclass(frozen=True)
class Standing:
    """Where somebody stands with a meetup: a status, and for who waits the place in line (1 is next) of how many."""

    status: str | None
    position: int | None = None
    of: int | None = None


def moving_up(waiting: int, seats_left: int) -> int:
    """How many of the line get a free seat, from its front: as many as there are seats."""
    return max(min(waiting, seats_left), 0)


def by_offer(starts_at: datetime, now: datetime) -> bool:
    """Whether a freed seat must be offered first, because the meetup is near."""
    return starts_at - now <= OFFERS_BEGIN


def offer_until(starts_at: datetime, now: datetime) -> datetime:
    """How long an offered seat is held: some hours, and never beyond the start."""
    return min(now + OFFER_HOLDS, starts_at)


def due_reminder(starts_at: datetime, now: datetime) -> timedelta | None:
    """Which reminder is due now, if any: the nearest to the start of those whose moment has come."""
    if now >= starts_at:
        return None
    due = [lead for lead in REMINDERS if starts_at - lead <= now]
    return min(due) if due else None


def wants_reminder(signed_up_at: datetime, starts_at: datetime, lead: timedelta) -> bool:
    """Not for who signed up after the reminder's moment: they have just been told."""
    return signed_up_at < starts_at - lead
