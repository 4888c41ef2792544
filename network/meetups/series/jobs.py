"""What happens to series by itself: the meetups of the next half year are made. Safe to run twice, and by two workers."""

from __future__ import annotations

from datetime import datetime

from network.kernel.jobs import each_by_itself
from network.meetups.series import services


def make_meetups_ahead(now: datetime) -> int:
    """Make what the rules of all series say for the coming half year. Gives how many meetups."""
    return each_by_itself(services.unsettled(now), lambda series_id: services.make_ahead(series_id, now))
