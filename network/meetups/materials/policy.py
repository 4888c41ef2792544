"""Who sees a meetup's materials, and who adds them."""

from __future__ import annotations

from network.meetups.materials.rules import shows
from network.meetups.models import Meetup
from network.meetups.policy import may_coordinate
from network.members.models import Member


def may_see(reader: Member | None, meetup: Meetup, stage: str) -> bool:
    """Members who may see the meetup; what is meant for afterwards before that only who coordinates it."""
    return reader is not None and (shows(stage, meetup.is_over) or may_coordinate(reader, meetup))


def may_add(member: Member, meetup: Meetup) -> bool:
    """Whoever coordinates the meetup adds and takes away."""
    return may_coordinate(member, meetup)
