"""When a series has its dates, and which are made by now. No database, no clock, no Flask.

A rhythm is kept as an RRULE of RFC 5545 without start and end: those are facts of the series. Dates are reckoned on the
wall clock and become moments one by one, so that seven in the evening stays seven across a clock change.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

AHEAD = timedelta(weeks=26)  # how far meetups are made ahead
MOST_AT_ONCE = 20  # meetups made in one go; the next night makes more
MOST_TIMES = 100  # that one can ask for
LONGEST_INTERVAL = 12  # weeks, months
WEEKLY, MONTHLY_WEEKDAY, MONTHLY_LAST, MONTHLY_DAY, MONTH_END, YEARLY = (
    "weekly", "monthly weekday", "monthly last", "monthly day", "month end", "yearly",
)  # fmt: skip
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_IN_EVERY_MONTH = 28  # the last day that all months have
_EACH_MONTH = 4  # how often a weekday is in a month at least


@dataclass(frozen=True)
class Rhythm:
    """How often, and on which days; `weekdays` counts Monday as 0. What does not belong to its kind is empty or 0."""

    kind: str
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    nth: int = 0  # which of that weekday in the month
    day: int = 0  # of the month
    month: int = 0

    @property
    def text(self) -> str:
        """As an RRULE."""
        frequency = {WEEKLY: "WEEKLY", YEARLY: "YEARLY"}.get(self.kind, "MONTHLY")
        interval = [f"INTERVAL={self.interval}"] if self.interval > 1 else []
        return ";".join([f"FREQ={frequency}", *interval, *self._days()])

    def _days(self) -> list[str]:
        names = [_DAYS[each] for each in self.weekdays]
        return {
            WEEKLY: [f"BYDAY={','.join(names)}"],
            MONTHLY_WEEKDAY: [f"BYDAY={self.nth}{names[0] if names else ''}"],
            MONTHLY_LAST: [f"BYDAY=-1{names[0] if names else ''}"],
            MONTHLY_DAY: [f"BYMONTHDAY={self.day}"],
            MONTH_END: ["BYMONTHDAY=-1"],
            YEARLY: [f"BYMONTH={self.month}", f"BYMONTHDAY={self.day}"],
        }[self.kind]

    @classmethod
    def read(cls, text: str) -> Rhythm:
        """The rhythm of an RRULE that `text` gave."""
        parts = dict(part.split("=") for part in text.split(";"))
        days = parts.get("BYDAY", "")
        weekdays = tuple(_DAYS.index(each[-2:]) for each in days.split(",") if each)
        nth = int(days[:-2] or 0) if "," not in days else 0
        day = int(parts.get("BYMONTHDAY", 0))
        kind = _kind_of(parts["FREQ"], nth, day)
        return cls(
            kind, int(parts.get("INTERVAL", 1)), weekdays, max(nth, 0), max(day, 0), int(parts.get("BYMONTH", 0))
        )


def _kind_of(frequency: str, nth: int, day: int) -> str:
    if frequency != "MONTHLY":
        return WEEKLY if frequency == "WEEKLY" else YEARLY
    if nth:
        return MONTHLY_LAST if nth < 0 else MONTHLY_WEEKDAY
    return MONTH_END if day < 0 else MONTHLY_DAY


def rhythms_from(first: date) -> list[Rhythm]:
    """The rhythms that a meetup on this day can have, the most usual first: only such that no month or year leaves out."""
    weekday, which = (first.weekday(),), (first.day - 1) // 7 + 1
    rhythms = [Rhythm(WEEKLY, weekdays=weekday)]
    if which <= _EACH_MONTH:
        rhythms.append(Rhythm(MONTHLY_WEEKDAY, weekdays=weekday, nth=which))
    if (first + timedelta(days=7)).month != first.month:
        rhythms.append(Rhythm(MONTHLY_LAST, weekdays=weekday))
    if first.day <= _IN_EVERY_MONTH:
        rhythms.append(Rhythm(MONTHLY_DAY, day=first.day))
    if (first + timedelta(days=1)).month != first.month:
        rhythms.append(Rhythm(MONTH_END))
    if (first.month, first.day) != (2, 29):
        rhythms.append(Rhythm(YEARLY, day=first.day, month=first.month))
    return rhythms


def dates_of(rule: str, first_on: date, until: date | None = None) -> Iterator[date]:
    """The days of a series from its first on, in order; without an end they never stop."""
    days = (moment.date() for moment in rrulestr(rule, dtstart=datetime.combine(first_on, time())))
    return days if until is None else takewhile(lambda day: day <= until, days)


def until_after(rule: str, first_on: date, times: int) -> date:
    """The last day of a series that is held so many times."""
    return max(islice(dates_of(rule, first_on), times))


def due(rule: str, first_on: date, until: date | None, made_until: date, today: date) -> list[date]:
    """The days whose meetups are to be made now: those after `made_until` that lie within the next half year, not all at once."""
    horizon = today + AHEAD
    coming = (day for day in dates_of(rule, first_on, until) if day > made_until)
    return list(islice(takewhile(lambda day: day <= horizon, coming), MOST_AT_ONCE))


def moment_of(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The moment of a wall-clock time, by RFC 5545, 3.3.5: a time that exists twice is its first; one that the clock skips
    is reckoned by the offset before the gap, so 2:30 becomes 3:30."""
    return datetime.combine(day, at, zone).astimezone(UTC)
