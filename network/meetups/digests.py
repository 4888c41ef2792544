"""What the weekly digest says of meetups and date polls."""

from __future__ import annotations

from datetime import datetime, timedelta

from network.kernel import clock
from network.kernel.text import moment
from network.meetups.polls.queries import open_for
from network.meetups.queries import upcoming_for
from network.members.models import Member
from network.notifications.digests import Item

AHEAD = timedelta(days=14)
SOON = timedelta(days=7)
LOOKED_AT = 12


def coming_meetups(member: Member, _since: datetime) -> list[Item]:
    """The meetups of the next two weeks that the member may know of."""
    until = clock.now() + AHEAD
    lines = upcoming_for(member, LOOKED_AT)
    return [Item(line.title, moment(line.starts_at), line.path) for line in lines if line.starts_at < until]


def closing_polls(member: Member, _since: datetime) -> list[Item]:
    """The date polls that close within a week and that the member has not answered."""
    until = clock.now() + SOON
    return [
        Item(line.poll.title, moment(line.poll.closes_at), line.poll.path)
        for line in open_for(member, most=LOOKED_AT)
        if not line.answered and line.poll.closes_at < until and line.poll.planner_id != member.id
    ]
