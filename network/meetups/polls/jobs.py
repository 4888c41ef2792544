"""What happens to date polls by itself: a reminder before the end, and a word to the planner after it. Safe to run twice."""

from __future__ import annotations

from datetime import datetime

from network.kernel.jobs import each_by_itself
from network.meetups.polls import queries, rules, services


def remind_of_polls(now: datetime) -> int:
    """Remind those who have not answered a poll that closes soon. Gives how many were told."""
    soon = queries.closing_by(now, rules.REMINDED_BEFORE)
    return each_by_itself(soon, lambda poll_id: services.remind_before_end(queries.poll_by_id(poll_id), now))


def tell_of_polls_to_decide(now: datetime) -> int:
    """Tell planners of polls whose time is over. Gives how many were told."""
    over = queries.waiting_for_a_decision(now)
    return each_by_itself(over, lambda poll_id: services.tell_planner(queries.poll_by_id(poll_id), now))
