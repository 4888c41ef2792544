"""Reads of revisions, for who may change the practice: the caller has seen to that."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import contains_eager
from werkzeug.exceptions import NotFound

from network.kernel.database import db
from network.practices.models import Practice
from network.practices.revisions.models import Revision
from network.practices.revisions.rules import changed_names

A_LIST = 60


class Line(NamedTuple):
    """A revision in the list: which parts changed since the one before it."""

    number: int
    at: datetime
    by: str
    changed: list[str]


def revisions_of(practice: Practice, most: int = A_LIST) -> list[Line]:
    """The revisions of a practice, the newest first, with what each changed."""
    statement = (
        select(Revision)
        .join(Revision.by)
        .options(contains_eager(Revision.by))
        .where(Revision.practice_id == practice.id)
        .order_by(Revision.number.desc())
        .limit(most + 1)
    )
    rows = db.session.scalars(statement).all()
    older = [*(row.words for row in rows[1:]), {}]
    changes = (changed_names(before, row.words) for row, before in zip(rows, older, strict=False))
    return [Line(row.number, row.at, row.by.name, names) for row, names in zip(rows, changes, strict=True)][:most]


def two_of(practice: Practice, number: int, other: int = 0) -> tuple[Revision, Revision | None]:
    """A revision, and the one to hold beside it: `other`, else the one before it. Raises 404."""
    wanted = (number, other or number - 1)
    statement = (
        select(Revision)
        .join(Revision.by)
        .options(contains_eager(Revision.by))
        .where(Revision.practice_id == practice.id, Revision.number.in_(wanted))
    )
    found = {row.number: row for row in db.session.scalars(statement)}
    if number not in found or (other and other not in found):
        raise NotFound
    return found[number], found.get(wanted[1])
