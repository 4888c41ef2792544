"""Verbs of files: keep one, forget one, forget what hangs on nothing any more."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable

from sqlalchemy import ColumnElement, select

from network.files import rules, storage
from network.files.kinds import standing
from network.files.models import StoredFile
from network.files.pictures import redrawn
from network.files.refusals import NotKept
from network.kernel.database import db, transactional
from network.kernel.text import tidy_line
from network.members.models import Member

TEXTS = (rules.TXT, rules.CSV)


def prepared(data: bytes, name: str) -> tuple[str, bytes]:
    """A file as it will be kept: its name, and its content checked and made plain. Raises NotKept.

    Outside of any transaction: drawing a picture anew takes a while, and nobody should wait for that to write.
    """
    try:
        kind = rules.kind_of(data, name)
        if kind in rules.PICTURES:
            data = redrawn(data, kind)
        elif kind in TEXTS:
            data = rules.as_utf8(data)
    except rules.Unfit as unfit:
        raise NotKept(unfit.why) from unfit
    return rules.tidy_name(tidy_line(name), kind), data


@transactional
def keep(member: Member, subject_kind: str, subject_id: int, name: str, data: bytes) -> StoredFile:
    """Keep a file that `prepared` gave, beside a thing. Undone with the transaction, on disk as well."""
    stored = StoredFile(
        key=secrets.token_hex(16), subject_kind=subject_kind, subject_id=subject_id, name=name,
        media_type=rules.MEDIA_TYPES[rules.ending_of(name)], size=len(data), sha256=hashlib.sha256(data).hexdigest(),
        uploaded_by_id=member.id,
    )  # fmt: skip
    db.session.add(stored)
    db.session.flush()
    storage.write(stored.key, data)
    return stored


@transactional
def forget(subject_kind: str, subject_id: int, key: str | None = None) -> None:
    """Forget the files beside a thing, or the one with this key, on disk as well once that is committed."""
    only = () if key is None else (StoredFile.key == key,)
    _forget((StoredFile.subject_kind == subject_kind, StoredFile.subject_id == subject_id, *only))


@transactional
def forget_what_hangs_on_nothing() -> int:
    """Forget the files whose thing is gone. Gives how many."""
    return sum(
        _forget((StoredFile.subject_kind == kind, StoredFile.subject_id.not_in(ids))) for kind, ids in standing()
    )


def _forget(which: Iterable[ColumnElement[bool]]) -> int:
    gone = db.session.scalars(select(StoredFile).where(*which)).all()
    for stored in gone:
        db.session.delete(stored)
        storage.remove(stored.key)
    db.session.flush()
    return len(gone)
