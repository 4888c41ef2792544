"""Who may answer after a meetup, and until when."""

from __future__ import annotations

from datetime import datetime

from network.meetups.afterwards.rules import FEEDBACK_UNTIL
from network.meetups.models import Meetup


def is_asking(meetup: Meetup, now: datetime) -> bool:
    """Whether those who were there may say what it was worth: from its end on, for sixty days."""
    return not meetup.is_cancelled and meetup.ends_at <= now < meetup.ends_at + FEEDBACK_UNTIL
