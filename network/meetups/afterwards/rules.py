"""When people are asked something after a meetup, and of which answers figures are drawn. No database, no clock, no Flask."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

MORNING = time(9)  # on Amsterdam's clock: nobody is asked anything at night
FEEDBACK_ASKED = timedelta(days=1)
FEEDBACK_UNTIL = timedelta(days=60)
REPORT_WANTED = (timedelta(days=3), timedelta(days=7))
INTENTION_ASKED = timedelta(days=42)
TIME_TO_TRY = timedelta(days=14)  # for what somebody wrote down only weeks after the meetup
TOO_LATE = timedelta(days=14)  # a worker that stood still does not ask about what everybody has forgotten

MOST_TAKEAWAYS, LONGEST_TAKEAWAY = 5, 160  # lines, characters
WORTH = (1, 2, 3, 4)  # no, a little, yes, very much
YES, PARTLY, NO = ANSWERS = ("yes", "partly", "no")

A_GROUP = 5  # in a smaller group a coordinator who was there could work out who said what


def draws_anew(waiting: int) -> bool:
    """Whether figures are drawn again, now that so many people answered who are not in them yet.

    A figure of fewer than five people would show what one of them said, and so would two figures between which one
    person came in, went away or changed an answer. So figures are drawn once five people have answered, and after that
    only when five others have joined them, taken in order of arrival. What somebody changes or takes back meanwhile is
    seen at that moment too, among those five. Whoever looks every minute and subtracts learns of five people at least.
    """
    return waiting >= A_GROUP


def last_due(moments: Iterable[datetime], now: datetime) -> datetime | None:
    """The latest of these moments that has come, if any: one that was missed is not made up for after the next."""
    return max((moment for moment in moments if moment <= now), default=None)


def asking_day(held: date, written: date) -> date:
    """When somebody is asked about what they meant to do: six weeks after the meetup, or when they had time to try."""
    return max(held + INTENTION_ASKED, written + TIME_TO_TRY)


def counted(given: Iterable[object], options: Iterable[object]) -> list[int]:
    """How often each of the options was given, in their order."""
    answers = list(given)
    return [answers.count(option) for option in options]
