"""When to remind of a meetup. No database, no clock, no Flask."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

BEFORE, AFTER = "before", "after"
MOST = 6  # reminders of one meetup; more of them would be read by nobody
FURTHEST = timedelta(days=60)  # from the start or the end
LATE = timedelta(days=3)  # a word of thanks that comes later than this is strange
HOUR, DAY, WEEK = 60, 24 * 60, 7 * 24 * 60  # minutes


class Reminder(NamedTuple):
    """So many minutes before the start, or after the end."""

    minutes: int
    side: str

    def moment(self, starts: datetime, ends: datetime) -> datetime:
        """When it goes, in UTC. Of local times whole days are reckoned on the clock on the wall: a day before seven in
        the evening is seven in the evening, also across a clock change."""
        days, minutes = divmod(self.minutes, DAY)
        if self.side == AFTER:
            return (ends + timedelta(days=days)).astimezone(UTC) + timedelta(minutes=minutes)
        return (starts - timedelta(days=days)).astimezone(UTC) - timedelta(minutes=minutes)


USUAL_BEFORE = tuple(Reminder(minutes, BEFORE) for minutes in (2 * WEEK, WEEK, 3 * DAY, DAY, 2 * HOUR, HOUR))
USUAL_AFTER = tuple(Reminder(minutes, AFTER) for minutes in (HOUR, DAY, WEEK))


def to_begin_with(mode: str) -> list[Any]:
    """What is set until somebody sets it otherwise; two hours before is for who only has to sit down at a screen."""
    online = [] if mode == "in_person" else [[2 * HOUR, BEFORE]]
    return [[WEEK, BEFORE], [DAY, BEFORE], *online]


def read(stored: Iterable[Sequence[Any]]) -> list[Reminder]:
    """Reminders as they are stored, in the order in which they go."""
    return in_order(Reminder(minutes, side) for minutes, side in stored)


def in_order(reminders: Iterable[Reminder]) -> list[Reminder]:
    """Each once: those before the start, the furthest first, then those after the end."""
    return sorted(set(reminders), key=lambda each: each.minutes if each.side == AFTER else -each.minutes)


def due(reminders: Iterable[Reminder], starts: datetime, ends: datetime, now: datetime) -> Reminder | None:
    """Which one is due: of several whose moment has come the last, and none that makes no sense any more.

    Before the start until it starts; after the end for some days.
    """
    come = [(each.moment(starts, ends), each) for each in reminders]
    meant = [(moment, each) for moment, each in come if moment <= now and _makes_sense(moment, each, starts, now)]
    return max(meant)[1] if meant else None


def _makes_sense(moment: datetime, reminder: Reminder, starts: datetime, now: datetime) -> bool:
    return now < starts if reminder.side == BEFORE else now - moment <= LATE


class Distance(NamedTuple):
    """How far off something is, in one unit: "days" counts nights, so 1 is tomorrow whatever the hour."""

    number: int
    unit: str  # weeks, days, hours or minutes


def distance(start: datetime, now: datetime) -> Distance:
    """How far off a start is, told as people do. Both are local times."""
    nights = (start.date() - now.date()).days
    if nights and nights % 7 == 0:
        return Distance(nights // 7, "weeks")
    if nights:
        return Distance(nights, "days")
    minutes = round((start - now) / timedelta(minutes=1))
    return Distance(round(minutes / HOUR), "hours") if minutes >= HOUR - 10 else Distance(max(minutes, 1), "minutes")
