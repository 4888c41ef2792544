"""Who may do what with date polls."""

from __future__ import annotations

from network.meetups.policy import may_plan_in
from network.meetups.polls.models import DatePoll
from network.members.models import Member


def may_coordinate(member: Member | None, poll: DatePoll) -> bool:
    """Change, remind, close, decide, see who said what: whoever may plan in its theme."""
    return member is not None and may_plan_in(member, poll.theme)


def may_answer(member: Member, poll: DatePoll) -> bool:
    """The members of its theme, or everybody when it is asked of the network."""
    return poll.theme_id is None or poll.theme_id in member.theme_ids


def may_see_counts(member: Member, poll: DatePoll) -> bool:
    """How the answers stand is for those who were asked and for who coordinates."""
    return may_answer(member, poll) or may_coordinate(member, poll)
