"""What becomes of the rows that refer to a member who is erased: the same as if the member's own row went.

That row stays, emptied, for what must keep counting or keep its author: what refers to it without a rule for deleting,
and the columns that a feature `keeps`. All else goes (CASCADE) or lets go (SET NULL), also what later features add.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, ForeignKey, delete, update

from network.kernel.database import db
from network.members.models import Member

_kept: set[Any] = set()


def keeps(column: Any) -> None:
    """Let the rows of a column stay when the member that it refers to is erased."""
    [own] = column.property.columns
    _kept.add(own)


def references() -> list[tuple[Column[Any], str]]:
    """Every column that refers to a member, with what becomes of it: "stays", "goes" or "lets go"."""
    tables = reversed(db.metadata.sorted_tables)  # what refers to others first
    keys = (key for table in tables for key in table.foreign_keys if key.column is Member.__table__.c.id)
    return [(key.parent, _fate(key)) for key in sorted(keys, key=lambda key: str(key.parent))]


def forget_rows_of(member: Member) -> None:
    """Do with every row that refers to a member what is meant for it; called within the verb that erases."""
    for column, fate in references():
        if fate == "stays":
            continue
        own = column == member.id
        act: Any = delete(column.table) if fate == "goes" else update(column.table).values({column.name: None})
        db.session.execute(act.where(own))


def _fate(key: ForeignKey) -> str:
    if key.parent in _kept:
        return "stays"
    return {"CASCADE": "goes", "SET NULL": "lets go"}.get(key.ondelete or "", "stays")
