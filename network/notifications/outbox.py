"""The outbox: a worker claims a mail, and settles what became of it. Each verb is one short transaction.

A claim is a conditional update that also sets when it runs out, so that two workers never hold the same mail, and the
mail of a worker that died is taken up again. Settling asks whether the claim is still the same one.
"""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from network.kernel import clock
from network.kernel.database import db, is_postgresql, transactional
from network.members.models import Member
from network.notifications.models import FAILED, NO_MAIL, QUEUED, SENDING, SENT, Notification
from network.notifications.rules import LEASE, pause_after, without_secrets

log = logging.getLogger(__name__)


def claim(now: datetime) -> Notification | None:
    """Take the mail that has been due longest, with its member; None when nothing is due."""
    if db.session.scalar(_due(now)) is None:  # asking costs no lock, so an idle worker disturbs nobody
        return None
    return _claim(now)


@transactional
def settle(row: Notification) -> None:
    """The mail was taken over."""
    _close(row, mail_state=SENT, sent_at=clock.now(), failure="", facts=without_secrets(row.facts))


@transactional
def drop(row: Notification) -> None:
    """Nobody wants this mail any more; the line in the inbox stays."""
    _close(row, mail_state=NO_MAIL, facts=without_secrets(row.facts))


@transactional
def put_off(row: Notification, reason: str, now: datetime) -> None:
    """Try again after a pause that grows; after the last one the mail has failed."""
    pause = pause_after(row.attempts)
    if pause is None:
        give_up(row, reason)
    else:
        log.warning("mail %s (%s) waits %s after attempt %d: %s", row.id, row.kind, pause, row.attempts, reason)
        _close(row, mail_state=QUEUED, due_at=now + pause, failure=reason)


@transactional
def give_up(row: Notification, reason: str) -> None:
    """The mail will never go; an administrator is shown why."""
    log.error("mail %s (%s) failed after attempt %d: %s", row.id, row.kind, row.attempts, reason)
    _close(row, mail_state=FAILED, failure=reason, facts=without_secrets(row.facts))


def _due(now: datetime) -> Any:
    waiting = Notification.mail_state.in_((QUEUED, SENDING)) & (Notification.due_at <= now)
    return select(Notification.id).where(waiting).order_by(Notification.due_at).limit(1)


@transactional
def _claim(now: datetime) -> Notification | None:
    due = _due(now)
    if is_postgresql():
        due = due.with_for_update(skip_locked=True)
    still_due = Notification.mail_state.in_((QUEUED, SENDING)) & (Notification.due_at <= now)
    claimed = db.session.scalar(
        update(Notification)
        .where(Notification.id == due.scalar_subquery(), still_due)
        .values(mail_state=SENDING, attempts=Notification.attempts + 1, due_at=clock.now() + LEASE)
        .returning(Notification.id)
        .execution_options(synchronize_session=False)
    )
    if claimed is None:
        return None
    whole = select(Notification).options(joinedload(Notification.member).joinedload(Member.organisation))
    return db.session.scalar(whole.where(Notification.id == claimed).execution_options(populate_existing=True))


def _close(row: Notification, **values: Any) -> None:
    ours = (Notification.id == row.id, Notification.mail_state == SENDING, Notification.attempts == row.attempts)
    settled = update(Notification).where(*ours).values(**values)
    db.session.execute(settled.execution_options(synchronize_session=False))
