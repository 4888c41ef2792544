"""What happens to the calendar by itself: every month it is filled as far ahead as meetups can be planned. Safe to run twice."""

from __future__ import annotations

from datetime import datetime

from network.kernel import clock
from network.meetups.clashes.services import fill


def fill_calendar(now: datetime) -> int:
    """Add the holidays of the years to come. Gives how many."""
    return fill(clock.local(now).date())
