"""What a meetup's page says of the time for which it is planned, to who coordinates it."""

from __future__ import annotations

from network.kernel.i18n import render
from network.meetups.clashes.queries import clashes_from
from network.meetups.clashes.words import free_words
from network.meetups.page import Sight


def warning(sight: Sight) -> str:
    """What else happens then; nothing when it is over or called off."""
    if not sight.may_coordinate or sight.meetup.is_over or sight.meetup.is_cancelled:
        return ""
    clashes = clashes_from(sight.facts["overlapping"], sight.facts["free_days"])
    return render("meetups/clashes/_warning.html", clashes=clashes, free_words=free_words) if clashes else ""
