"""StoredFile: what is known of a file; its content stands on disk under its key."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import quote

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from network.kernel import clock
from network.kernel.database import IDS_NEVER_RECUR, Model


class StoredFile(Model):
    """`subject_kind` and `subject_id` say beside what it stands; `key` cannot be guessed, and is not a right by itself."""

    __tablename__ = "stored_file"
    __table_args__ = (Index("ix_stored_file_subject", "subject_kind", "subject_id"), IDS_NEVER_RECUR)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    subject_kind: Mapped[str] = mapped_column(String(16))
    subject_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]  # bytes
    sha256: Mapped[str] = mapped_column(String(64))
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    @property
    def path(self) -> str:
        return path_of(self.key, self.name)


def path_of(key: str, name: str) -> str:
    """The address of a file."""
    return f"/files/{key}/{quote(name)}"
