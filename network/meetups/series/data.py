"""What series keep about a member: those that they come to all of, and those that they began."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, or_, select

from network.kernel.database import db
from network.meetups.series.models import Series, SeriesSignup
from network.members.models import Member
from network.members.own_data import columns
from network.themes.models import CLOSED, Theme

NAMED = ("title",)
BEGUN = ("rule", "first_on", "until", "starts", "minutes", "facts", "ended_at")


def joined_by(member: Member) -> list[dict[str, Any]]:
    """The series that a member signed up for; what they are called as far as the member may still know."""
    own = select(SeriesSignup, Series, _known_to(member)).join(Series, Series.id == SeriesSignup.series_id)
    rows = db.session.execute(
        own.outerjoin(Series.theme).where(SeriesSignup.member_id == member.id).order_by(SeriesSignup.id)
    )
    return [
        {"series": series.path, **columns(series, NAMED if known else ()), **columns(signup, ("joined_at", "left_at"))}
        for signup, series, known in rows
    ]


def planned_by(member: Member) -> list[dict[str, Any]]:
    """The series that a member began; of one in a theme that closed to them, no more than that."""
    own = select(Series, _known_to(member)).outerjoin(Series.theme).where(Series.planner_id == member.id)
    rows = db.session.execute(own.order_by(Series.id))
    return [columns(series, ("path", "created_at", *(BEGUN if known else ()))) for series, known in rows]


def _known_to(member: Member) -> ColumnElement[bool]:
    return or_(Series.theme_id.is_(None), Theme.access != CLOSED, Series.theme_id.in_(member.theme_ids))
