"""What joining must know of a meetup to let who coordinates it say what belongs with it."""

from __future__ import annotations

from werkzeug.exceptions import NotFound

from network.joining.kinds import Tended
from network.kernel.errors import require
from network.meetups.policy import may_coordinate
from network.meetups.queries import meetup_by_id
from network.members.models import Member


def tended(meetup_id: int, member: Member) -> Tended:
    """A meetup for who coordinates it. Raises 404, and NotYours for who may only look."""
    meetup = meetup_by_id(member, meetup_id)
    if meetup is None:
        raise NotFound
    require(may_coordinate(member, meetup))
    return Tended(meetup.path, meetup.title, " ".join((meetup.description, *meetup.takeaways, meetup.outcome)))
