"""What happens to meetups by itself: offers that lapse, lines that may move on. Safe to run twice, and by two workers.

One meetup with which something goes wrong does not keep the others waiting: that is logged, and tried again.
"""

from __future__ import annotations

from datetime import datetime

from network.kernel.database import db
from network.kernel.jobs import each_by_itself
from network.meetups import seats, services
from network.meetups.models import Meetup


def pass_on_lapsed_offers(now: datetime) -> int:
    """Pass seats on whose offer nobody took up in time. Gives how many lapsed."""
    return each_by_itself(
        services.meetups_with_lapsed_offers(now),
        lambda meetup_id: seats.pass_on(db.session.get_one(Meetup, meetup_id), now),
    )


def let_lines_move(now: datetime) -> int:
    """Give free seats to who waited only because their firm had its share, once that no longer counts."""

    def move(meetup_id: int) -> int:
        seats.let_line_move(db.session.get_one(Meetup, meetup_id))
        return 1

    return each_by_itself(services.meetups_whose_line_can_move(now), move)
