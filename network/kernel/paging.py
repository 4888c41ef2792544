"""Lists that go on where they stopped: the key of a page says after what it begins, so that no list is counted through."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from network.kernel.text import whole_number

_MOMENT = "%Y%m%d%H%M%S%f"


def key_of(at: datetime, number: int) -> str:
    """The key of the page that begins after a row, by its moment and its number."""
    return f"{at:{_MOMENT}}-{number}"


def place_from(key: str) -> dict[str, Any]:
    """What a statement must be told to go on there; a key that nobody gave out begins at the top, and gives nothing."""
    moment, _, number = key.partition("-")
    try:
        at = datetime.strptime(moment, _MOMENT).replace(tzinfo=UTC)
    except ValueError:
        return {}
    return {"before": at, "before_id": whole_number(number)} if whole_number(number) else {}
