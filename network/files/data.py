"""What is kept about a member's files: those that they put up, wherever they stand."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from network.files.models import StoredFile
from network.kernel.database import db
from network.members.models import Member
from network.members.own_data import columns

KEPT = ("name", "media_type", "size", "created_at")


def put_up_by(member: Member) -> list[dict[str, Any]]:
    """The files that a member put up. Not their content: they had it before."""
    own = select(StoredFile).where(StoredFile.uploaded_by_id == member.id).order_by(StoredFile.id)
    return [columns(row, KEPT) for row in db.session.scalars(own)]
