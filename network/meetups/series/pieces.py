"""What a meetup's page says of the series that it is part of."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased

from network.kernel.database import json_rows
from network.kernel.i18n import render
from network.meetups.models import FOR_INVITED, Meetup
from network.meetups.page import Sight
from network.meetups.series.models import Occurrence, Series
from network.meetups.series.words import rhythm_words

_next, _date = aliased(Meetup), aliased(Occurrence)

# A meetup that moved to another theme says nothing of its series: who sees the one need not know of the other.
_OF_SERIES = (Occurrence.meetup_id == Meetup.id, Series.theme_id.is_not_distinct_from(Meetup.theme_id))


def _of_the_next(column: Any) -> ColumnElement[Any]:
    """A column of the next meetup of the series after this one."""
    statement = select(column).join(_date, _date.meetup_id == _next.id)
    statement = statement.join(Occurrence, Occurrence.series_id == _date.series_id)
    later = (_next.starts_at > Meetup.starts_at, _next.cancelled_at.is_(None))
    same_theme = _next.theme_id.is_not_distinct_from(Meetup.theme_id)
    statement = statement.where(Occurrence.meetup_id == Meetup.id, *later, same_theme)
    return statement.order_by(_next.starts_at, _next.id).limit(1).correlate(Meetup).scalar_subquery()


FACTS: dict[str, ColumnElement[Any]] = {
    "series": select(json_rows(Series.slug, Series.rule, Series.ended_at.is_not(None)))
    .join(Occurrence, Occurrence.series_id == Series.id)
    .where(*_OF_SERIES)
    .correlate(Meetup)
    .scalar_subquery(),
    "next_in_series": _of_the_next(_next.slug),
    "next_in_series_at": _of_the_next(_next.starts_at),
}


def part_of(sight: Sight) -> str:
    """That it is part of a series, how often that is, and when it is held next."""
    for slug, rule, ended in sight.facts["series"]:
        following = sight.facts["next_in_series"], sight.facts["next_in_series_at"]
        words = rhythm_words(rule)
        return render("meetups/series/_part_of.html", slug=slug, words=words, ended=ended, following=following)
    return ""


def for_coordinator(sight: Sight) -> str:
    """The way to change all of the series, or to let this meetup repeat."""
    meetup = sight.meetup
    if meetup.is_over or (meetup.is_cancelled and not sight.facts["series"]):
        return ""
    for slug, _rule, ended in sight.facts["series"]:
        return "" if ended else render("meetups/series/_change.html", slug=slug, meetup=meetup)
    return (
        ""
        if meetup.has_begun or meetup.audience == FOR_INVITED
        else render("meetups/series/_repeat.html", meetup=meetup)
    )
