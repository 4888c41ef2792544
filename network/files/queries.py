"""Reads of files, named by who reads."""

from __future__ import annotations

from sqlalchemy import select
from werkzeug.exceptions import NotFound

from network.files.kinds import may_see
from network.files.models import StoredFile
from network.kernel.database import db
from network.members.models import Member


def file_for(reader: Member | None, key: str, name: str) -> StoredFile:
    """One file by its address. Raises 404 when there is none, or what it stands beside is not for this reader."""
    stored = db.session.scalar(select(StoredFile).where(StoredFile.key == key, StoredFile.name == name))
    if stored is None or not may_see(stored.subject_kind, stored.subject_id, reader):
        raise NotFound
    return stored
