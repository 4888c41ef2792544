"""A rhythm in words, in the language of whoever reads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from network.kernel.i18n import language
from network.kernel.text import MONTHS, day_names, ordinal
from network.meetups.series.rules import (
    MONTH_END,
    MONTHLY_DAY,
    MONTHLY_LAST,
    MONTHLY_WEEKDAY,
    WEEKLY,
    YEARLY,
    Rhythm,
)

_NTH = (_l("first"), _l("second"), _l("third"), _l("fourth"))


def rhythm_words(rule: str) -> str:
    """An RRULE as one would say it: every second Tuesday of the month."""
    rhythm = Rhythm.read(rule)
    return _more_than_one(rhythm) if rhythm.interval > 1 else _every_one(rhythm)


def _every_one(rhythm: Rhythm) -> str:
    facts = _facts(rhythm)
    words: dict[str, Callable[[], Any]] = {
        WEEKLY: lambda: _("every week on %(days)s", **facts),
        MONTHLY_WEEKDAY: lambda: _("every %(nth)s %(days)s of the month", **facts),
        MONTHLY_LAST: lambda: _("every last %(days)s of the month", **facts),
        MONTHLY_DAY: lambda: _("every month on the %(day)s", **facts),
        MONTH_END: lambda: _("every last day of the month"),
        YEARLY: lambda: _("every year on %(day)s %(month)s", day=rhythm.day, month=_month(rhythm)),
    }
    return str(words[rhythm.kind]())


def _more_than_one(rhythm: Rhythm) -> str:
    facts = _facts(rhythm)
    words: dict[str, Callable[[], Any]] = {
        WEEKLY: lambda: _("every %(n)s weeks on %(days)s", **facts),
        MONTHLY_WEEKDAY: lambda: _("every %(n)s months on the %(nth)s %(days)s", **facts),
        MONTHLY_LAST: lambda: _("every %(n)s months on the last %(days)s", **facts),
        MONTHLY_DAY: lambda: _("every %(n)s months on the %(day)s", **facts),
        MONTH_END: lambda: _("every %(n)s months on the last day", **facts),
    }
    return str(words[rhythm.kind]())


def _facts(rhythm: Rhythm) -> dict[str, str | int]:
    return {
        "n": rhythm.interval, "days": _listed([day_names()[each] for each in rhythm.weekdays]),
        "nth": str(_NTH[rhythm.nth - 1]) if rhythm.nth else "", "day": ordinal(rhythm.day) if rhythm.day else "",
    }  # fmt: skip


def _listed(names: list[str]) -> str:
    """Tuesday, Wednesday and Friday."""
    if len(names) < 2:
        return "".join(names)
    return str(_("%(these)s and %(last)s", these=", ".join(names[:-1]), last=names[-1]))


def _month(rhythm: Rhythm) -> str:
    return MONTHS[language()][rhythm.month - 1]
