"""Reads of series, named by who reads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import contains_eager
from werkzeug.exceptions import NotFound

from network.kernel import clock
from network.kernel.database import db
from network.meetups.models import WITHDRAWN, Meetup, Signup
from network.meetups.queries import open_to
from network.meetups.rules import Standing
from network.meetups.seats import ahead_of_signup, standing_from
from network.meetups.series.models import Occurrence, Series, SeriesSignup
from network.members.models import Member
from network.themes.glances import OF_THEME
from network.themes.models import CLOSED, Theme
from network.themes.queries import rights_of

MOST_COMING = 200  # half a year of every weekday is less
MOST_PAST = 20


class Date(NamedTuple):
    """A meetup of a series, and where its reader stands with it."""

    meetup: Meetup
    on_date: date
    differs: bool
    standing: Standing

    @property
    def is_held(self) -> bool:
        """Whether the reader has a place there."""
        return self.standing.status not in (None, WITHDRAWN)


def series_for(reader: Member | None, slug: str) -> Series:
    """One series with its theme. Raises 404 when there is none or it is not for this reader."""
    theme_ids = rights_of(reader).get("theme_ids", [])
    known = or_(Series.theme_id.is_(None), Theme.access != CLOSED, Series.theme_id.in_(theme_ids))
    statement = select(Series).outerjoin(Series.theme).options(contains_eager(Series.theme))
    series = db.session.scalars(statement.where(Series.slug == slug, known)).first()
    if series is None:
        raise NotFound
    return series


def signup_of(series: Series, member: Member) -> SeriesSignup | None:
    """Where a member stands with a series: coming to all of it, or not, or not any more."""
    own = (SeriesSignup.series_id == series.id, SeriesSignup.member_id == member.id)
    return db.session.scalar(select(SeriesSignup).where(*own))


def coming_for(reader: Member | None, series: Series) -> Sequence[Date]:
    """The dates to come or under way that a reader may know of, from the nearest on, also those that are called off."""
    dates = _dates(reader, series).where(Meetup.ends_at > clock.now())
    return _read(dates.order_by(Meetup.starts_at, Meetup.id).limit(MOST_COMING))


def past_for(reader: Member | None, series: Series) -> Sequence[Date]:
    """The latest dates that were held, from the last one back."""
    dates = _dates(reader, series).where(Meetup.ends_at <= clock.now(), Meetup.cancelled_at.is_(None))
    return _read(dates.order_by(Meetup.starts_at.desc(), Meetup.id.desc()).limit(MOST_PAST))


def slug_of_series(meetup: Meetup) -> str | None:
    """The address of the series that a meetup is of, if any."""
    of = select(Series.slug).join(Occurrence, Occurrence.series_id == Series.id)
    return db.session.scalar(of.where(Occurrence.meetup_id == meetup.id))


def _dates(reader: Member | None, series: Series) -> Select[Any]:
    own = and_(Signup.meetup_id == Meetup.id, Signup.member_id == (reader.id if reader else None))
    columns: tuple[Any, ...] = (
        Meetup,
        Occurrence.on_date,
        Occurrence.differs,
        Signup.status,
        ahead_of_signup(),
        Signup.online,
    )
    return (
        select(*columns)
        .join(Occurrence, Occurrence.meetup_id == Meetup.id)
        .outerjoin(Signup, own)
        .outerjoin(Meetup.theme)
        .options(contains_eager(Meetup.theme).load_only(*OF_THEME))
        .where(Occurrence.series_id == series.id, open_to(reader))
    )


def _read(dates: Select[Any]) -> Sequence[Date]:
    return [
        Date(meetup, on_date, differs, standing_from(status, ahead, meetup.waiting, online))
        for meetup, on_date, differs, status, ahead, online in db.session.execute(dates)
    ]
