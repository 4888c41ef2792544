"""The log of who did what to whom: roles, shutting out, erasing, vouching. Written with the deed, read by administrators.

It names people as they were called then; of somebody who was erased it keeps the number alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Index, Select, String, Text, select, update
from sqlalchemy.orm import Mapped, mapped_column

from network.kernel import clock
from network.kernel.database import IDS_NEVER_RECUR, Model, db, transactional
from network.kernel.text import whole_number
from network.members.models import Member

A_PAGE = 50
LONGEST_NAME = 200  # letters


class Audit(Model):
    """One deed: who (nobody: the operator, or the network by itself), what, about what, and why."""

    __tablename__ = "audit"
    __table_args__ = (
        Index("ix_audit_act", "act", "id"),
        Index("ix_audit_about", "about_kind", "about_id"),
        Index("ix_audit_by", "by_id"),
        IDS_NEVER_RECUR,
    )

    # Numbers and no references: the log stays when what it is about goes.
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    by_id: Mapped[int | None]
    by_name: Mapped[str] = mapped_column(String(120), default="")
    act: Mapped[str] = mapped_column(String(40))
    about_kind: Mapped[str] = mapped_column(String(16))
    about_id: Mapped[int]
    about_name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    reason: Mapped[str] = mapped_column(Text, default="")


_words: dict[str, Any] = {}


def call(act: str, words: Any) -> None:
    """Say what an act is called in the log."""
    _words[act] = words


def words() -> dict[str, Any]:
    """What the acts are called, by their keys."""
    return dict(_words)


@transactional
def note(by: Member | None, act: str, about_kind: str, about_id: int, about_name: str, reason: str = "") -> None:
    """Write a deed down, within the verb that does it; `by` is none for the operator."""
    who = (by.id, by.name) if by is not None else (None, "")
    db.session.add(
        Audit(
            by_id=who[0], by_name=who[1], act=act, about_kind=about_kind, about_id=about_id,
            about_name=about_name[:LONGEST_NAME], reason=reason,
        )
    )  # fmt: skip
    db.session.flush()


@transactional
def forget(member_ids: Collection[int]) -> None:
    """Keep of members who are gone the number alone, and what was done; the reasons tell of them too."""
    quiet = {"synchronize_session": False}
    by = update(Audit).where(Audit.by_id.in_(member_ids)).values(by_name="")
    about = update(Audit).where(Audit.about_kind == "member", Audit.about_id.in_(member_ids))
    db.session.execute(by, execution_options=quiet)
    db.session.execute(about.values(about_name="", reason=""), execution_options=quiet)


def page_for_administrators(act: str = "", before: str = "") -> tuple[Sequence[Audit], str]:
    """A page of the log, newest first, and the key of the page after it ("" when there is none)."""
    statement = _newest(act).limit(A_PAGE + 1)
    if key := whole_number(before):
        statement = statement.where(Audit.id < key)
    rows = db.session.scalars(statement).all()
    return rows[:A_PAGE], str(rows[A_PAGE - 1].id) if len(rows) > A_PAGE else ""


def all_for_administrators(act: str = "") -> Iterator[Audit]:
    """The whole log, newest first."""
    return iter(db.session.scalars(_newest(act).execution_options(yield_per=500)))


def about(member: Member) -> list[dict[str, Any]]:
    """What was done about a member, for their own data; by whom is said to administrators only."""
    own = select(Audit).where(Audit.about_kind == "member", Audit.about_id == member.id).order_by(Audit.id)
    return [{"act": row.act, "at": row.at, "reason": row.reason} for row in db.session.scalars(own)]


def _newest(act: str) -> Select[Audit]:
    statement = select(Audit).order_by(Audit.id.desc())
    return statement.where(Audit.act == act) if act else statement
