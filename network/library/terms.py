"""Where the words of a concept stand in a text, so that they can lead to its page. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

Said = tuple[tuple[str, str], ...]  # (a word of a concept, the concept's key)


class Piece(NamedTuple):
    """A piece of a text, the concept that it names (nothing for all other words), and whether it stands between **stars**."""

    text: str
    concept: str
    strong: bool = False


def said_in(concepts: Iterable[Mapping[str, Any]], language: str) -> Said:
    """All words of all concepts in a language, the longest first, so that the longest wins."""
    words = ((term, each["key"]) for each in concepts for term in (each.get("terms") or {}).get(language, ()))
    return tuple(sorted(words, key=lambda pair: (-len(pair[0]), pair)))


def pieces_of(text: str, said: Said, seen: set[str]) -> Sequence[Piece]:
    """A text in pieces; each concept is led to once on a page, where it is named first. `seen` remembers which were."""
    return [
        piece._replace(strong=at % 2 == 1)
        for at, part in enumerate(text.split("**"))
        for piece in _named(part, said, seen)
        if piece.text
    ]


def _named(text: str, said: Said, seen: set[str]) -> Iterator[Piece]:
    keys, end = {term.casefold(): key for term, key in said}, 0
    for found in _pattern(said).finditer(text) if said else ():
        key = keys[found[0].casefold()]
        if key not in seen:
            seen.add(key)
            yield Piece(text[end : found.start()], "")
            yield Piece(found[0], key)
            end = found.end()
    yield Piece(text[end:], "")


@lru_cache(maxsize=32)
def _pattern(said: Said) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(re.escape(term) for term, _key in said)})\b", re.IGNORECASE)
