"""What a meetup's page shows of its reminders."""

from __future__ import annotations

from network.kernel.i18n import render
from network.meetups.models import SEATED
from network.meetups.page import Sight
from network.meetups.reminders.rules import BEFORE, read
from network.meetups.reminders.words import listed


def on_ticket(sight: Sight) -> str:
    """When somebody with a seat is reminded, and a way out of it."""
    if not _takes_part(sight) or sight.meetup.is_cancelled or sight.meetup.has_begun:
        return ""
    ahead = [each for each in read(sight.meetup.reminders) if each.side == BEFORE]
    return render(
        "meetups/reminders/_on_ticket.html", meetup=sight.meetup, muted=sight.facts["muted"], moments=listed(ahead)
    )


def before_you_come(sight: Sight) -> str:
    """How to get there and what to prepare, for who has a seat and who coordinates it."""
    meetup = sight.meetup
    for_them = _takes_part(sight) or sight.may_coordinate
    if not for_them or meetup.is_over or meetup.is_cancelled or not (meetup.route or meetup.prepare):
        return ""
    return render("meetups/reminders/_before.html", meetup=meetup)


def button(sight: Sight) -> str:
    """The way to set them, for who coordinates."""
    return "" if sight.meetup.is_cancelled else render("meetups/reminders/_button.html", meetup=sight.meetup)


def _takes_part(sight: Sight) -> bool:
    return sight.standing.status == SEATED or sight.standing.online
