"""The content of files on disk: written whole or not at all, gone when its row is gone.

A file stands under its final name before its row is committed, and leaves after the row has left: a reader never finds a
row without content. What a crash leaves between the two is swept by a job.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from network.kernel import mail
from network.kernel.database import when_settled

SPREAD = 2  # letters of the key that name the folder, so that no folder holds them all


def folder() -> Path:
    """Where the content of all files stands."""
    settings = mail.settings()
    return settings.uploads or settings.network_instance / "uploads"


def place_of(key: str) -> Path:
    """Where the content of one file stands."""
    return folder() / key[:SPREAD] / key


def write(key: str, data: bytes) -> None:
    """Keep content for a row of the transaction that is open; if that is undone, so is this."""
    place = place_of(key)
    place.parent.mkdir(parents=True, exist_ok=True)
    unfinished = place.with_name(f"{key}.part")
    when_settled(lambda done: None if done else _remove(place, unfinished))
    with unfinished.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(place)


def remove(key: str) -> None:
    """Let content go once the row's own going is committed."""
    when_settled(lambda done: _remove(place_of(key)) if done else None)


def left_before(moment: datetime) -> Iterator[Path]:
    """Every file on disk that was last written before a moment; a younger one may belong to a row on its way."""
    paths = folder().glob("*/*") if folder().is_dir() else ()
    return (path for path in paths if path.is_file() and path.stat().st_mtime < moment.timestamp())


def _remove(*paths: Path) -> None:
    for path in paths:
        path.unlink(missing_ok=True)
