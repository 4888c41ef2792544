"""The piece of a text around the first word that was found, with the found words marked."""

from __future__ import annotations

import re

from markupsafe import Markup

from network.kernel.text import marked, shorten
from network.search.asking import Asked
from network.search.words import LONGEST_WORD, all_terms_of, fold

BEFORE, LENGTH = 60, 200  # characters ahead of the first found word, and of the whole excerpt

_WORD = re.compile(r"[^\W_]+(?:[-&'’][^\W_]+)*")


class Marker:
    """Marks what was looked for; knows each word of the texts that it has met."""

    def __init__(self, asked: Asked) -> None:
        self._terms, self._prefixes = asked.terms, asked.prefixes
        self._known: dict[str, bool] = {}

    def mark(self, text: str) -> Markup:
        """A text with what was looked for marked."""
        return marked(text, [word.span() for word in _WORD.finditer(text) if self._is_found(word[0])])

    def excerpt(self, text: str) -> Markup:
        """Some words around the first that was found; the beginning where none was."""
        flat = " ".join(text.split())
        first = next((word.start() for word in _WORD.finditer(flat) if self._is_found(word[0])), None)
        return Markup.escape(shorten(flat, LENGTH)) if first is None else self.mark(_around(flat, first))

    def _is_found(self, word: str) -> bool:
        found = self._known.get(word)
        if found is None:
            plain = fold(word).replace("'", "").replace("’", "")[:LONGEST_WORD]
            found = not self._terms.isdisjoint(all_terms_of(plain)) or plain.startswith(self._prefixes)
            self._known[word] = found
        return found


def _around(flat: str, first: int) -> str:
    """The piece of a line from some words before `first`, cut at words."""
    begin = flat.rfind(" ", 0, first - BEFORE) + 1 if first > BEFORE else 0
    piece = shorten(flat[begin:], LENGTH)
    return f"…{piece}" if begin else piece
