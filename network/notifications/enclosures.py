"""What a feature encloses with its mails when they go out: a line, and a picture to hold in front of somebody.

Made while a mail is composed, not when the notice is given, so that it says how things stand then.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from network.notifications.models import Notification


class Enclosure(NamedTuple):
    """Words for under the mail, and a PNG with what it shows."""

    words: str
    picture: bytes
    label: str


Maker = Callable[[Notification], Enclosure | None]

_makers: dict[str, Maker] = {}


def enclosed_by(feature: str, maker: Maker) -> None:
    """Let this function say what goes with a feature's mails, or nothing."""
    _makers[feature] = maker


def enclosure_of(row: Notification) -> Enclosure | None:
    """What goes with a mail."""
    maker = _makers.get(row.kind.partition(".")[0])
    return maker(row) if maker else None
