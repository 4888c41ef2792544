"""What conversations must know of a meetup to let members talk about it."""

from __future__ import annotations

from sqlalchemy import update

from network.conversations.kinds import Subject
from network.kernel.database import db
from network.meetups.models import Meetup
from network.meetups.policy import may_coordinate
from network.meetups.queries import meetup_by_id
from network.members.models import Member


def find(meetup_id: int, reader: Member | None) -> Subject | None:
    """A meetup that a member may see and so discuss; whoever planned it hears of comments."""
    meetup = meetup_by_id(reader, meetup_id) if reader else None
    if meetup is None:
        return None
    return Subject(meetup.path, meetup.title, meetup.planner_id, may_moderate=may_coordinate(reader, meetup))


def count(meetup_id: int, difference: int) -> None:
    """Keep the number of comments right, also when two people comment at once."""
    counted = update(Meetup).where(Meetup.id == meetup_id).values(comment_count=Meetup.comment_count + difference)
    db.session.execute(counted.execution_options(synchronize_session=False))
