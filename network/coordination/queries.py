"""What waits for a coordinator. Each read is for one person's desk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import contains_eager

from network.kernel import clock
from network.kernel.database import db
from network.meetups.models import Meetup
from network.meetups.queries import open_to
from network.members.models import Member, Organisation

REPORT_WITHIN = timedelta(days=90)  # an older meetup without a report will not get one by asking
A_LIST = 12


def newcomers_for(coordinator: Member) -> Sequence[Organisation]:
    """Firms that nobody has verified yet, oldest first; only the network's coordinators verify."""
    if not coordinator.is_coordinator:
        return []
    waiting = select(Organisation).where(Organisation.listed_at.is_not(None), Organisation.verified_at.is_(None))
    return db.session.scalars(waiting.order_by(Organisation.listed_at, Organisation.id).limit(A_LIST)).all()


def without_report_for(coordinator: Member) -> Sequence[Meetup]:
    """Meetups of the last months of which nobody has told what came of them."""
    now = clock.now()
    past = Meetup.ends_at.between(now - REPORT_WITHIN, now)
    statement = _coordinated_by(coordinator).where(past, Meetup.closed_at.is_(None), Meetup.cancelled_at.is_(None))
    return db.session.scalars(statement.order_by(Meetup.starts_at).limit(A_LIST)).all()


def coming_for(coordinator: Member) -> Sequence[Meetup]:
    """The coordinator's own meetups to come, nearest first."""
    statement = _coordinated_by(coordinator).where(Meetup.ends_at > clock.now(), Meetup.cancelled_at.is_(None))
    return db.session.scalars(statement.order_by(Meetup.starts_at, Meetup.id).limit(A_LIST)).all()


def _coordinated_by(member: Member) -> Select[Meetup]:
    statement = select(Meetup).outerjoin(Meetup.theme).options(contains_eager(Meetup.theme))
    return statement.where(open_to(member), _is_theirs(member))


def _is_theirs(member: Member) -> ColumnElement[bool]:
    own = Meetup.planner_id == member.id
    return or_(own, Meetup.theme_id.in_(member.led_theme_ids)) if member.led_theme_ids else own
