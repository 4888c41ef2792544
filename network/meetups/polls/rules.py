"""What a date poll comes to: the best date, what a change does to the options, when to remind. No database, clock or Flask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

YES, MAYBE, NO = "yes", "maybe", "no"
FEWEST_OPTIONS, MOST_OPTIONS = 2, 20
SHORTEST, LONGEST = 15, 12 * 60  # minutes
REMINDED_BEFORE = timedelta(days=2, hours=14)  # a poll closes at midnight: this is in the morning, two days before
BETWEEN_REMINDERS = timedelta(days=1)

Someone = TypeVar("Someone")


class Tallied(Protocol):
    """An option with how many said what of it."""

    @property
    def starts_at(self) -> datetime: ...
    @property
    def yes(self) -> int: ...
    @property
    def maybe(self) -> int: ...


Option = TypeVar("Option", bound=Tallied)


def best_of(options: Iterable[Option]) -> Option | None:
    """The date with most yes, then with most yes and if need be together, then the earliest. None while nobody could come."""
    possible = [option for option in options if option.yes + option.maybe > 0]
    return min(possible, key=lambda each: (-each.yes, -each.yes - each.maybe, each.starts_at), default=None)


@dataclass(frozen=True)
class Change:
    """What becomes of the options: (id, new start) of the moved ones, ids of those that go, starts of new ones."""

    moved: Sequence[tuple[int, datetime]]
    removed: Sequence[int]
    added: Sequence[datetime]


def changes(existing: Mapping[int, datetime], wanted: Iterable[tuple[int | None, datetime]]) -> Change:
    """Compare the options that there are (id to start) with those wanted, each from the row of an old one or from a new row.

    A start that there is already stays as it is, whichever row it was typed in. Double rows are one.
    """
    there, left = set(existing.values()), set(existing)
    left -= {option_id for option_id, start in existing.items() if start in {moment for _, moment in wanted}}
    moved: list[tuple[int, datetime]] = []
    added: list[datetime] = []
    for option_id, start in dict.fromkeys(wanted):
        if start in there:
            continue
        there.add(start)
        if option_id in left and option_id is not None:
            left.discard(option_id)
            moved.append((option_id, start))
        else:
            added.append(start)
    return Change(moved, sorted(left), added)


def overlapping(start: datetime, minutes: int, others: Iterable[Any]) -> list[Any]:
    """Which of the others (with `starts_at` and `ends_at`) lie, for however short, at the same time."""
    end = start + timedelta(minutes=minutes)
    return [other for other in others if other.starts_at < end and start < other.ends_at]


def divided(in_order: Sequence[Someone], seats: int) -> tuple[Sequence[Someone], Sequence[Someone]]:
    """Who has a seat and who waits, of those who said yes in order of their first answer."""
    return in_order[:seats], in_order[seats:]


def reminder_due(asked_at: datetime, closes_at: datetime, now: datetime) -> bool:
    """Whether it is time to remind; never for a poll that was asked after that time, of which all have just been told."""
    moment = closes_at - REMINDED_BEFORE
    return asked_at < moment <= now < closes_at


def may_remind_again(last: datetime | None, now: datetime) -> bool:
    """Whether those who have not answered may be reminded by hand: once a day."""
    return last is None or now - last >= BETWEEN_REMINDERS
