"""What the kinds of free days and the regions are called."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from network.kernel.i18n import both
from network.meetups.clashes.rules import MIDDLE, NORTH, NOWHERE_ELSE, PUBLIC, SCHOOL, SOUTH

KINDS = {PUBLIC: _l("Public holiday"), SCHOOL: _l("School holiday")}
REGIONS = {NOWHERE_ELSE: _l("The whole country"), NORTH: _l("North"), MIDDLE: _l("Middle"), SOUTH: _l("South")}
_IN = {NORTH: _l("schools in the north"), MIDDLE: _l("schools in the middle"), SOUTH: _l("schools in the south")}


def free_words(period: Any) -> str:
    """Which holiday it is, and of a school holiday in which region."""
    name = both({"nl": period.name_nl, "en": period.name_en})
    return _("%(name)s (%(where)s)", name=name, where=_IN[period.region]) if period.region else str(name)
