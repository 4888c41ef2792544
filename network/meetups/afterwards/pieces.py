"""What stands on a meetup's page once it is over: the way to the questions, and for who coordinates it to the answers."""

from __future__ import annotations

from network.kernel import clock
from network.kernel.i18n import render
from network.meetups.afterwards.policy import is_asking
from network.meetups.page import Sight


def feedback(sight: Sight) -> str:
    """The three questions, for who was there."""
    if not sight.facts["was_there"] or not is_asking(sight.meetup, clock.now()):
        return ""
    return render("meetups/afterwards/_ask.html", meetup=sight.meetup, answered=sight.facts["gave_feedback"])


def results(sight: Sight) -> str:
    """What people answered."""
    if sight.meetup.is_cancelled or not sight.meetup.is_over:
        return ""
    return render("meetups/afterwards/_results.html", meetup=sight.meetup)
