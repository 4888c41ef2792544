"""A spreadsheet that was read and waits for a yes."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from network.kernel import clock
from network.kernel.database import OWN_KEY, Model


class WaitingSheet(Model):
    """What stands in it, for who sent it alone; forgotten after a day, and as soon as it is moved in."""

    __tablename__ = "waiting_sheet"
    __table_args__ = OWN_KEY

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=lambda: uuid.uuid4().hex)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    tables: Mapped[list[Any]]  # as `sheets.Table`
    sent_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
