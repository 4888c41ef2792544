"""Notification: a line in the inbox, and a mail to be sent."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from network.kernel import clock
from network.kernel.database import Model
from network.members.models import Member

QUEUED, SENDING, SENT, FAILED, NO_MAIL = "queued", "sending", "sent", "failed", "none"


class Notification(Model):
    """What happened (`kind`), the words to tell it with (`facts`), where it leads (`path`), and how its mail fares."""

    __tablename__ = "notification"
    __table_args__: Any = (
        Index("ix_notification_unread", "member_id", "in_inbox", "read_at"),
        Index("ix_notification_inbox", "member_id", "in_inbox", "created_at", "id"),
        Index("ix_notification_outbox", "mail_state", "due_at"),
        {},
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=lambda: uuid.uuid4().hex)
    once: Mapped[str | None] = mapped_column(String(120), unique=True)  # a second row with this key is not written
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(40))
    facts: Mapped[dict[str, Any]]
    path: Mapped[str] = mapped_column(String(300), default="")
    in_inbox: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    read_at: Mapped[datetime | None]
    mail_state: Mapped[str] = mapped_column(String(8), default=QUEUED)
    due_at: Mapped[datetime] = mapped_column(default=clock.now)  # not to be mailed before
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    failure: Mapped[str] = mapped_column(Text, default="")

    member: Mapped[Member] = relationship(lazy="raise")
