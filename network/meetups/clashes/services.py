"""Verbs of the calendar of free days: add, change, delete, and fill it from the rules and the file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select

from network.kernel import clock
from network.kernel.database import added, db, transactional
from network.kernel.errors import ChangedMeanwhile
from network.meetups.clashes.models import FreePeriod, moments_of
from network.meetups.clashes.rules import NOWHERE_ELSE, PUBLIC, SCHOOL, public_holidays

FILE = Path(__file__).parent / "school_holidays.yaml"
YEARS_AHEAD = 3  # as far as a meetup can be planned


@transactional
def add(first_on: date, last_on: date, once: str | None = None, **parts: Any) -> None:
    """Add a free period. Sent twice with the same `once`, it is added once."""
    begin, end = moments_of(first_on, last_on)
    added(FreePeriod(begins_at=begin, ends_at=end, once=once, **_fitting(parts)))


@transactional
def change(period: FreePeriod, seen_version: int, first_on: date, last_on: date, **parts: Any) -> None:
    """Change a free period. Raises ChangedMeanwhile when somebody saved since `seen_version`."""
    row = _locked(period)
    if row.version != seen_version or row.deleted_at is not None:
        raise ChangedMeanwhile
    row.begins_at, row.ends_at = moments_of(first_on, last_on)
    for name, value in _fitting(parts).items():
        setattr(row, name, value)
    row.version += 1
    db.session.flush()


@transactional
def delete(period: FreePeriod) -> None:
    """Delete a free period; one of a rule or the file stays away. Doing it twice does it once."""
    row = _locked(period)
    if row.key is None:
        db.session.delete(row)
    else:
        row.deleted_at = row.deleted_at or clock.now()
    db.session.flush()


def fill(today: date) -> int:
    """Add the holidays that the table does not know yet, of this year and the next three. Gives how many."""
    known = set(db.session.scalars(select(FreePeriod.key).where(FreePeriod.key.is_not(None))))
    missing = [row for row in (*_public(today.year), *_school()) if row["key"] not in known]
    return _fill(missing) if missing else 0


@transactional
def _fill(missing: list[dict[str, Any]]) -> int:
    """Two who fill at once add nothing twice."""
    return sum(added(FreePeriod(**row)) for row in missing)


def _public(year: int) -> Iterator[dict[str, Any]]:
    for holiday in (each for ahead in range(YEARS_AHEAD + 1) for each in public_holidays(year + ahead)):
        begin, end = moments_of(holiday.on, holiday.on)
        names = {"name_nl": holiday.name_nl, "name_en": holiday.name_en}
        yield {"key": holiday.key, "kind": PUBLIC, "begins_at": begin, "ends_at": end, **names}


def _school() -> Iterator[dict[str, Any]]:
    from network.kernel.yaml_files import read_yaml  # here, since the web process never fills the calendar

    for each in read_yaml(FILE):
        begin, end = moments_of(each["first"], each["last"])
        names = {"name_nl": each["name"]["nl"], "name_en": each["name"]["en"]}
        region = each.get("region", NOWHERE_ELSE)
        yield {"key": each["key"], "kind": SCHOOL, "region": region, "begins_at": begin, "ends_at": end, **names}


def _fitting(parts: dict[str, Any]) -> dict[str, Any]:
    """A public holiday is one of the whole country."""
    return {**parts, "region": NOWHERE_ELSE} if parts["kind"] == PUBLIC else parts


def _locked(period: FreePeriod) -> FreePeriod:
    row = select(FreePeriod).where(FreePeriod.id == period.id).with_for_update()
    found = db.session.scalar(row.execution_options(populate_existing=True))
    if found is None:
        raise ChangedMeanwhile
    return found
