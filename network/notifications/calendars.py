"""The calendar part of a mail: whoever notes an entry in a notification's facts says here how it becomes a file.

`facts["calendar"]` holds `method` and either the finished `text` or what the registered maker needs to write it, so
that nothing is composed while somebody waits for a seat.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Maker = Callable[[dict[str, Any], str, str], str]  # the entry, the attendee's name and address

_makers: dict[str, Maker] = {}


def made_by(feature: str, maker: Maker) -> None:
    """Let a feature's entries be written by this function."""
    _makers[feature] = maker


def text_of(kind: str, entry: dict[str, Any], name: str, address: str) -> str:
    """The entry as a calendar file."""
    if "text" in entry:
        return str(entry["text"])
    return _makers[kind.partition(".")[0]](entry, name, address)
