"""What happens to files by itself: what hangs on nothing goes, and so does what a crash left. Safe to run twice."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from network.files import services, storage
from network.files.models import StoredFile
from network.kernel.database import db

ON_ITS_WAY = timedelta(hours=1)  # content this young may belong to a row that is not committed yet


def sweep_files(now: datetime) -> int:
    """Forget files whose thing is gone, and content that no row names. Gives how many of both."""
    gone = services.forget_what_hangs_on_nothing() if _is_any() else 0
    left = list(storage.left_before(now - ON_ITS_WAY))
    known = set(db.session.scalars(select(StoredFile.key))) if left else set()
    stray = [path for path in left if path.name not in known]
    for path in stray:
        path.unlink(missing_ok=True)
    return gone + len(stray)


def _is_any() -> bool:
    """Asking takes no lock, and most networks have no file on most nights."""
    return db.session.scalar(select(StoredFile.id).limit(1)) is not None
