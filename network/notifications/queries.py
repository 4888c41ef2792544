"""Reads of notifications: a member's inbox, and what an administrator must know of the outbox."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from sqlalchemy import Select, bindparam, func, select, tuple_
from sqlalchemy.orm import contains_eager

from network.kernel.database import db
from network.members.models import Member
from network.notifications.models import FAILED, QUEUED, SENDING, Notification

A_PAGE = 20


@dataclass(frozen=True)
class Outbox:
    """How the mail stands: how much waits since when, and how much has failed."""

    waiting: int
    oldest_due: datetime | None
    failed: int


@cache  # made once: making a statement costs more than running it
def _inbox(goes_on: bool) -> Select[Notification]:
    statement = select(Notification).where(Notification.member_id == bindparam("member_id"), Notification.in_inbox)
    if goes_on:
        place = tuple_(bindparam("before", type_=Notification.created_at.type), bindparam("before_id"))
        statement = statement.where(tuple_(Notification.created_at, Notification.id) < place)
    return statement.order_by(Notification.created_at.desc(), Notification.id.desc()).limit(A_PAGE + 1)


def inbox_of(member: Member, before: str = "") -> tuple[Sequence[Notification], str]:
    """A page of a member's inbox, newest first, and the key of the page after it ("" when there is none)."""
    position = _position(before)
    place = {"before": position[0], "before_id": position[1]} if position else {}
    rows = db.session.scalars(_inbox(position is not None), {"member_id": member.id, **place}).all()
    return rows[:A_PAGE], _key(rows[A_PAGE - 1]) if len(rows) > A_PAGE else ""


def notification_of(member: Member, notification_id: str) -> Notification:
    """One line of a member's own inbox. Raises 404 for anybody else's."""
    mine = (Notification.id == notification_id, Notification.member_id == member.id, Notification.in_inbox)
    found: Notification = db.first_or_404(select(Notification).where(*mine))
    return found


def failed(before: str = "", most: int = A_PAGE) -> tuple[Sequence[Notification], str]:
    """Mails that will never arrive, newest first, with `failure` and their member and firm; and the next page's key.

    For administrators. What was in the mail is not shown: who could not be reached, and why, is enough to act on.
    """
    statement = (
        select(Notification)
        .join(Notification.member)
        .join(Member.organisation)
        .options(contains_eager(Notification.member).contains_eager(Member.organisation))
        .where(Notification.mail_state == FAILED)
    )
    if position := _position(before):
        statement = statement.where(tuple_(Notification.created_at, Notification.id) < position)
    newest = statement.order_by(Notification.created_at.desc(), Notification.id.desc()).limit(most + 1)
    rows = db.session.scalars(newest).all()
    return rows[:most], _key(rows[most - 1]) if len(rows) > most else ""


def outbox_at(now: datetime) -> Outbox:
    """How the mail stands at a moment."""
    waiting = select(func.count(), func.min(Notification.due_at))
    due = waiting.where(Notification.mail_state.in_((QUEUED, SENDING)), Notification.due_at <= now)
    count, oldest = db.session.execute(due).one()
    failures = db.session.scalar(select(func.count()).where(Notification.mail_state == FAILED)) or 0
    return Outbox(count, oldest, failures)


def _key(row: Notification) -> str:
    return f"{row.created_at.isoformat()}~{row.id}"


def _position(key: str) -> tuple[datetime, str] | None:
    """Where a page begins; a key that nobody gave out begins at the top."""
    moment, _, row_id = key.partition("~")
    try:
        return (datetime.fromisoformat(moment).astimezone(UTC), row_id) if row_id else None
    except (ValueError, OverflowError):
        return None
