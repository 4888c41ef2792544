"""Who gets a seat at a meetup, who waits, who is offered one. No database, no clock, no Flask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

# From here on a freed seat is offered, never silently given: nobody should learn an hour before that they are expected.
OFFERS_BEGIN = timedelta(hours=48)
OFFER_HOLDS = timedelta(hours=6)
LONGEST = timedelta(hours=24)
LARGEST_ROOM = 5_000  # people
SHARES = (50, 80, 100)  # percents of the room taken, of which whoever planned it hears
FURTHEST_AHEAD = timedelta(days=3 * 366)


@dataclass(frozen=True)
class Standing:
    """Where somebody stands with a meetup: a status, and for who waits the place in line (1 is next) of how many."""

    status: str | None
    position: int | None = None
    of: int | None = None
    online: bool = False  # takes part online, instead of in the room or while waiting for it


def who_moves_up(firms: Iterable[int], seats_left: int, held: Mapping[int, int], limit: int | None) -> list[int]:
    """Which of the line get a free seat, counted from its front; `firms` are those of the people in it.

    As many as there are seats, in order. Where each firm may hold only so many, people of a firm that `held` its share
    already are passed over, and keep their place in the line.
    """
    now_held = dict(held)
    moving: list[int] = []
    for at, firm in enumerate(firms):
        if len(moving) >= seats_left:
            break
        if limit is None or now_held.get(firm, 0) < limit:
            now_held[firm] = now_held.get(firm, 0) + 1
            moving.append(at)
    return moving


def firm_limit(limit: int | None, until: datetime | None, now: datetime) -> int | None:
    """How many seats one firm may hold now; None where there is no limit, or no longer."""
    return None if until is not None and until <= now else limit


def is_open(opens_at: datetime | None, closes_at: datetime | None, now: datetime) -> bool:
    """Whether one can sign up now; the meetup's own start ends it as well."""
    return (opens_at is None or opens_at <= now) and (closes_at is None or now < closes_at)


def share_reached(taken: int, capacity: int) -> int:
    """The highest of SHARES that the room has reached, in percents; 0 for none."""
    return max((share for share in SHARES if taken * 100 >= share * capacity), default=0)


def by_offer(starts_at: datetime, now: datetime) -> bool:
    """Whether a freed seat must be offered first, because the meetup is near."""
    return starts_at - now <= OFFERS_BEGIN


def offer_until(starts_at: datetime, now: datetime) -> datetime:
    """How long an offered seat is held: some hours, and never beyond the start."""
    return min(now + OFFER_HOLDS, starts_at)
