"""What is known of a file of a practice. No database, clock or Flask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import quote

from network.files.rules import PICTURES, ending_of
from network.kernel.richtext import Picture

MOST = 30  # files of one practice
LONGEST = 200  # letters of what it shows, and of what stands below it


class Attached(NamedTuple):
    """A file of a practice. `words` say what a picture shows, or what a document is; sizes in bytes and pixels."""

    key: str
    name: str
    words: str
    caption: str
    size: int
    width: int
    height: int
    once: str = ""

    @property
    def path(self) -> str:
        return f"/files/{self.key}/{quote(self.name)}"

    @property
    def is_picture(self) -> bool:
        return ending_of(self.name) in PICTURES

    @property
    def kind(self) -> str:
        """What to expect: PDF."""
        return ending_of(self.name).upper()

    @property
    def picture(self) -> Picture:
        return Picture(self.path, self.words, self.caption, self.width, self.height)


def attached(rows: Iterable[Sequence[Any]]) -> list[Attached]:
    """The files of a practice, in the order in which they came."""
    return [Attached(*row) for row in rows]


def beside(rows: Iterable[Sequence[Any]], rich: Mapping[str, str]) -> list[Attached]:
    """Those that stand in none of its parts."""
    return [each for each in attached(rows) if not any(each.key in html for html in rich.values())]


def known_as(files: Iterable[Attached], drawn: Picture) -> Picture | None:
    """A picture of the text as it is kept: with the words of its file where it has none of its own; None for another's."""
    file = next((each for each in files if each.is_picture and each.key == drawn.key), None)
    if file is None:
        return None
    return Picture(file.path, drawn.alt or file.words, drawn.caption, file.width, file.height)
