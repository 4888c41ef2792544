"""What certificates add to a meetup's page: for who was there, the way to get one."""

from __future__ import annotations

from sqlalchemy import select

from network.kernel.i18n import render
from network.meetups.learning import policy, words
from network.meetups.learning.models import Certificate
from network.meetups.learning.rules import learning_minutes
from network.meetups.models import Attendance, Meetup
from network.meetups.page import READER, Sight

WAS_THERE, CODE = "learning_was_there", "learning_code"
FACTS = {
    WAS_THERE: select(Attendance.id)
    .where(Attendance.meetup_id == Meetup.id, Attendance.member_id == READER)
    .correlate(Meetup)
    .scalar_subquery(),
    CODE: select(Certificate.code)
    .where(Certificate.meetup_id == Meetup.id, Certificate.member_id == READER)
    .correlate(Meetup)
    .scalar_subquery(),
}


def on_ticket(sight: Sight) -> str:
    """The certificate, or the button that asks for it."""
    meetup = sight.meetup
    if not sight.facts[WAS_THERE] or not policy.has_been_held(meetup):
        return ""
    took = words.duration(learning_minutes(meetup.starts_at, meetup.ends_at))
    return render("meetups/learning/_on_ticket.html", meetup=meetup, code=sight.facts[CODE], took=took)
