"""What happens to questions by itself: one without an answer is passed on. Safe to run twice, and by two workers."""

from __future__ import annotations

from datetime import datetime

from network.kernel.jobs import each_by_itself
from network.questions.queries import to_pass_on
from network.questions.services import pass_on


def pass_on_unanswered(now: datetime) -> int:
    """Tell coordinators and firms that fit of questions without an answer for seven days. Gives how many were told."""
    return each_by_itself(to_pass_on(now), lambda question_id: pass_on(question_id, now))
