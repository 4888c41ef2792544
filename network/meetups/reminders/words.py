"""Moments of reminders in words."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from network.meetups.reminders.rules import BEFORE, DAY, HOUR, WEEK, Reminder


def distance_words(minutes: int) -> str:
    """a week, 3 days, 90 minutes: in the largest unit that fits."""
    if minutes % WEEK == 0:
        return str(ngettext("a week", "%(num)s weeks", minutes // WEEK))
    if minutes % DAY == 0:
        return str(ngettext("a day", "%(num)s days", minutes // DAY))
    if minutes % HOUR == 0:
        return str(ngettext("an hour", "%(num)s hours", minutes // HOUR))
    return str(ngettext("a minute", "%(num)s minutes", minutes))


def words_of(reminder: Reminder) -> str:
    """a week before; a day afterwards."""
    far = distance_words(reminder.minutes)
    return str(_("%(time)s before", time=far) if reminder.side == BEFORE else _("%(time)s afterwards", time=far))


def listed(reminders: Sequence[Reminder]) -> str:
    """a week before, a day before and 2 hours before."""
    words = [words_of(each) for each in reminders]
    if len(words) < 2:
        return "".join(words)
    return str(_("%(some)s and %(last)s", some=", ".join(words[:-1]), last=words[-1]))
