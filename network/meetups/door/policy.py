"""Who keeps the door of a meetup."""

from __future__ import annotations

from datetime import datetime

from network.meetups.door import rules
from network.meetups.models import Meetup
from network.meetups.policy import may_coordinate
from network.members.models import Member


def keeps_door(member: Member, meetup: Meetup, *, helps: bool) -> bool:
    """Whoever coordinates the meetup, and those whom they let help."""
    return helps or may_coordinate(member, meetup)


def may_keep_door(member: Member, meetup: Meetup, now: datetime, *, helps: bool) -> bool:
    """The same, while the door is open to them."""
    if not keeps_door(member, meetup, helps=helps) or meetup.is_cancelled:
        return False
    return rules.is_open(meetup.starts_at, meetup.ends_at, now, coordinates=may_coordinate(member, meetup))
