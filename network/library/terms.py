"""Where the words of a concept stand in a text, so that they can lead to its page. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

Said = tuple[tuple[str, str], ...]  # (a word of a concept, the concept's key)


class Piece(NamedTuple):
    """A piece of a text, and the concept that it names; nothing for all other words."""

    text: str
    concept: str


def said_in(concepts: Iterable[Mapping[str, Any]], language: str) -> Said:
    """All words of all concepts in a language, the longest first, so that the longest wins."""
    words = ((term, each["key"]) for each in concepts for term in (each.get("terms") or {}).get(language, ()))
    return tuple(sorted(words, key=lambda pair: (-len(pair[0]), pair)))


def pieces_of(text: str, said: Said, seen: set[str]) -> Sequence[Piece]:
    """A text in pieces; each concept is led to once on a page, where it is named first. `seen` remembers which were."""
    keys = dict(reversed([(term.casefold(), key) for term, key in said]))
    pieces, end = [], 0
    for found in _pattern(said).finditer(text) if said else ():
        key = keys[found[0].casefold()]
        if key not in seen:
            seen.add(key)
            pieces += [Piece(text[end : found.start()], ""), Piece(found[0], key)]
            end = found.end()
    return [piece for piece in (*pieces, Piece(text[end:], "")) if piece.text]


@lru_cache(maxsize=32)
def _pattern(said: Said) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(re.escape(term) for term, _key in said)})\b", re.IGNORECASE)
