"""What happens to materials by itself: who has a seat hears of new ones. Safe to run twice, and by two workers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import or_, select

from network.kernel.database import db
from network.kernel.jobs import each_by_itself
from network.meetups.materials import services
from network.meetups.materials.models import Material
from network.meetups.materials.rules import BEFORE
from network.meetups.models import Meetup

SETTLED = timedelta(hours=1)  # who adds several things is left to finish, so that they are told in one notice
OF_LATE = timedelta(days=60)  # an older meetup is no news any more


def tell_of_materials(now: datetime) -> int:
    """Tell who has a seat of materials that are new. Gives how many were told."""
    return each_by_itself(
        _with_news(now), lambda meetup_id: services.tell_of_new(db.session.get_one(Meetup, meetup_id), now)
    )


def _with_news(now: datetime) -> Sequence[int]:
    untold = Material.told_at.is_(None) & (Material.created_at <= now - SETTLED)
    due = or_(Material.stage == BEFORE, Meetup.ends_at <= now)
    which = select(Meetup.id).join(Material, Material.meetup_id == Meetup.id).where(untold, due).distinct()
    return db.session.scalars(which.where(Meetup.cancelled_at.is_(None), Meetup.ends_at > now - OF_LATE)).all()
