"""What happens after meetups by itself: people are asked. Safe to run twice, and by two workers."""

from __future__ import annotations

from datetime import datetime

from network.kernel.jobs import each_by_itself
from network.meetups.afterwards import queries, rules, services


def ask_for_feedback(now: datetime) -> int:
    """Ask who was there, the morning after. Gives how many were asked."""
    ended = queries.ended_between(now - rules.TOO_LATE, now)
    return each_by_itself(ended, lambda meetup_id: services.ask_for_feedback(meetup_id, now))


def ask_for_reports(now: datetime) -> int:
    """Ask who planned a meetup for its report, three and seven days after. Gives how many were asked."""
    return each_by_itself(queries.not_reported(now), lambda meetup_id: services.ask_for_report(meetup_id, now))


def ask_how_it_went(now: datetime) -> int:
    """Ask people about their intention, six weeks after. Gives how many were asked."""
    return each_by_itself(queries.not_asked(now), lambda intention_id: services.ask_how_it_went(intention_id, now))
