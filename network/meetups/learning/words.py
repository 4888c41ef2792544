"""What the three forms of learning are called and mean, and how long something took, in the reader's language."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from network.kernel.text import number
from network.meetups.learning.rules import FORMAL, INFORMAL, NON_FORMAL

# Said anew after the study, which asked the firms about these three.
FORMS: dict[str, tuple[Any, Any]] = {
    FORMAL: (_l("Formal"), _l("It leads to a diploma or an official certificate, such as a trade course beside work.")),
    NON_FORMAL: (
        _l("Non-formal"),
        _l("It was organised, without a diploma at the end: a course, a workshop, a meetup."),
    ),
    INFORMAL: (
        _l("Informal"),
        _l("Nobody gave a lesson: you did it, watched how it is done, or talked over a mistake."),
    ),
}


def form_name(form: str) -> str:
    """What a form of learning is called."""
    return str(FORMS[form][0])


def duration(minutes: int) -> str:
    """1 hour 30 min; 12 hours; 45 min."""
    hours, rest = divmod(minutes, 60)
    said = [ngettext("%(n)s hour", "%(n)s hours", hours, n=number(hours))] if hours else []
    return " ".join(said + ([_("%(n)s min", n=rest)] if rest or not hours else []))
