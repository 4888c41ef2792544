"""The piece of a text around the first word that was found, with the found words marked."""

from __future__ import annotations

import re

from markupsafe import Markup

from network.kernel.text import marked, shorten
from network.search.asking import Asked
from network.search.words import all_terms_of, fold

BEFORE, LENGTH = 60, 200  # characters ahead of the first found word, and of the whole excerpt

_WORD = re.compile(r"[^\W_]+(?:[-&'’][^\W_]+)*")


def excerpt(text: str, asked: Asked) -> Markup:
    """Some words around the first that was found; the beginning where none was."""
    flat = " ".join(text.split())
    terms, prefixes = asked.terms, asked.prefixes
    first = next((word.start() for word in _WORD.finditer(flat) if _is_found(word[0], terms, prefixes)), None)
    if first is None:
        return marked(shorten(flat, LENGTH), ())
    piece = _around(flat, first)
    return mark(piece, asked)


def mark(text: str, asked: Asked) -> Markup:
    """A text with what was looked for marked."""
    terms, prefixes = asked.terms, asked.prefixes
    return marked(text, [word.span() for word in _WORD.finditer(text) if _is_found(word[0], terms, prefixes)])


def _is_found(word: str, terms: frozenset[str], prefixes: tuple[str, ...]) -> bool:
    plain = fold(word).replace("'", "").replace("’", "")
    return not terms.isdisjoint(all_terms_of(plain[:40])) or plain.startswith(prefixes)


def _around(flat: str, first: int) -> str:
    """The piece of a line from some words before `first`, cut at words."""
    begin = flat.rfind(" ", 0, first - BEFORE) + 1 if first > BEFORE else 0
    piece = shorten(flat[begin:], LENGTH)
    return f"…{piece}" if begin else piece
