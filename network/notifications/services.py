"""`notify`: tell a member something, in the transaction of whatever happened."""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Text, cast, insert, or_, select, update

from network.kernel import clock
from network.kernel.database import db, transactional
from network.kernel.i18n import force_locale
from network.members.models import FORMER_MEMBER, Member
from network.notifications.models import NO_MAIL, QUEUED, Notification


@transactional
def notify(
    member: Member | int, kind: str, *, path: str = "", once: str | None = None, inbox: bool = True, mail: bool = True,
    due_at: datetime | None = None, **facts: Any,
) -> Notification | None:  # fmt: skip
    """Write one line to one member; `kind` names its templates (`<feature>/notices/<kind>`), `facts` are its words.

    `once` is a key that makes a repeat of the same news harmless: then nothing is written and None is given.
    """
    if once is not None and db.session.scalar(select(Notification.id).where(Notification.once == once)):
        return None
    row = Notification(
        member_id=member if isinstance(member, int) else member.id,
        kind=kind, path=path, once=once, facts=facts, in_inbox=inbox,
        mail_state=QUEUED if mail else NO_MAIL, due_at=due_at or clock.now(),
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    return row


@transactional
def notify_all(member_ids: Iterable[int], kind: str, *, path: str = "", mail: bool = True, **facts: Any) -> None:
    """Tell many members the same thing in one statement."""
    rows = [columns_of(member_id, kind, facts, path=path, mail=mail) for member_id in member_ids]
    if rows:
        db.session.execute(insert(Notification), rows)


def columns_of(member_id: int, kind: str, facts: Any, *, path: str = "", mail: bool = True) -> dict[str, Any]:
    """The row of a notification as values for its columns, for who writes it in a statement of their own."""
    now = clock.now()
    return {
        "id": uuid.uuid4().hex, "member_id": member_id, "kind": kind, "path": path, "facts": facts, "in_inbox": True,
        "mail_state": QUEUED if mail else NO_MAIL, "created_at": now, "due_at": now, "attempts": 0, "failure": "",
    }  # fmt: skip


@transactional
def unname(name: str, besides: Collection[str] = ()) -> None:
    """Put a word for whoever left in the place of their name in what was told to others; kinds `besides` name no people."""
    written = cast(Notification.facts, Text)
    spelt = (name, json.dumps(name)[1:-1])  # SQLite keeps JSON as a text without accents
    told = select(Notification, Member.language).join(Notification.member).where(Notification.kind.not_in(besides))
    naming = told.where(or_(*(written.contains(each, autoescape=True) for each in spelt)))
    for row, code in db.session.execute(naming).all():
        with force_locale(code):
            word = str(FORMER_MEMBER)
        row.facts = {key: word if value == name else value for key, value in row.facts.items()}
    db.session.flush()


@transactional
def read(member: Member, notification_id: str | None = None) -> None:
    """Mark one notification of a member as read, or all of them."""
    mine = update(Notification).where(Notification.member_id == member.id, Notification.read_at.is_(None))
    if notification_id is not None:
        mine = mine.where(Notification.id == notification_id)
    db.session.execute(mine.values(read_at=clock.now()))
