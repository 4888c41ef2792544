"""Words as they are searched: folded, cut, stemmed in Dutch and English, compounds also by their parts.

People mix the two languages, so every word is known by its own letters and by its stem in each. A long Dutch
word is cut by the list in data/parts.txt, so that "generatie" finds "meergeneratiewerkvloer". No database.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import snowballstemmer

LONGEST_WORD = 40  # letters; what is longer is a code or an address, and its beginning will do
SHORTEST_COMPOUND = 7  # letters
SHORTEST_BEGINNING = 5  # letters of a part that counts when the rest of the word is unknown
SHORTEST_END = 6  # the same at the end: five would find leren in installeren
ABUNDANT = frozenset({"practice", "meetup"})  # kinds of which a network has many; of the others it has few
SCARCE = "0scarce"  # a word of every thing of the other kinds, so that the many cannot crowd them out
LINKS = ("", "s", "e", "n", "en", "er", "es")  # what stands between the parts of a Dutch compound, or ends it

_DATA = Path(__file__).parent / "data"
_WORD = re.compile(r"[^\W_]+(?:[-&][^\W_]+)*")
_APOSTROPHE = re.compile(r"(?<=\w)['’](?=\w)")
_LETTERS = str.maketrans(
    {"ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe"}
)
_DUTCH, _ENGLISH = snowballstemmer.stemmer("dutch"), snowballstemmer.stemmer("english")


def lines_of(name: str) -> list[str]:
    """The lines of one of this feature's word lists, without its remarks."""
    lines = (_DATA / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def fold(text: str) -> str:
    """Small letters without accents."""
    if not text.isascii():
        apart = unicodedata.normalize("NFKD", text.translate(_LETTERS))
        text = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return text.casefold()


def words_in(text: str) -> list[str]:
    """The words of a text, folded; those with a hyphen still whole."""
    return [word[:LONGEST_WORD] for word in _WORD.findall(_APOSTROPHE.sub("", fold(text)))]


def pieces_of(word: str) -> list[str]:
    """A word with hyphens as one word and as its pieces: e-learning, elearning, learning."""
    pieces = re.split("[-&]", word)
    return [word] if len(pieces) == 1 else ["".join(pieces), *(piece for piece in pieces if len(piece) > 1)]


@lru_cache(maxsize=16_384)
def terms_of(word: str) -> tuple[str, ...]:
    """A word as it is written and its stem in each language. The stemmers are slow, hence the cache."""
    return tuple(dict.fromkeys((word, dutch(word), _ENGLISH.stemWord(word))))


def dutch(word: str) -> str:
    """The Dutch stem of a word."""
    return str(_DUTCH.stemWord(word))


@lru_cache(maxsize=16_384)
def all_terms_of(word: str) -> tuple[str, ...]:
    """By what a word of a text is found: its terms, its pieces' and its parts'."""
    found: dict[str, None] = {}
    for piece in pieces_of(word):
        for part in (piece, *parts_of(piece)):
            found.update(dict.fromkeys(terms_of(part)))
    return tuple(found)


def stems(text: str) -> str:
    """A text as it goes into the index."""
    return " ".join(term for word in words_in(text) for term in all_terms_of(word))


def heading_stems(kind: str, text: str) -> str:
    """The heading of a thing of that kind as it goes into the index."""
    return stems(text) if kind in ABUNDANT else f"{stems(text)} {SCARCE}"


@lru_cache(maxsize=1)
def _lexicon() -> frozenset[str]:
    return frozenset(fold(word) for line in lines_of("parts.txt") for word in line.split())


@lru_cache(maxsize=16_384)
def parts_of(word: str) -> tuple[str, ...]:
    """The known parts of a Dutch compound, even where the rest is unknown; nothing for another word."""
    return halves_of(word) or tuple(dict.fromkeys((*_longest(_beginnings(word)), *_longest(_ends(word)))))


def halves_of(word: str) -> tuple[str, ...]:
    """Two parts or more that fill a word from end to end, or nothing."""
    if len(word) < SHORTEST_COMPOUND:
        return ()
    for at in range(len(word) - 3, 2, -1):
        rest = _fill(word, at)
        if rest:
            return (word[:at], *rest)
    return ()


@lru_cache(maxsize=4096)
def _cut(rest: str) -> tuple[str, ...] | None:
    """The parts that fill a text, long ones first; None where they do not."""
    if not rest:
        return ()
    for at in range(len(rest), 2, -1):
        after = _fill(rest, at)
        if after is not None:
            return (rest[:at], *after)
    return None


def _fill(word: str, at: int) -> tuple[str, ...] | None:
    """The parts after the one that ends `at`, if that is one."""
    if word[:at] not in _lexicon():
        return None
    ways = (_cut(word[at + len(link) :]) for link in LINKS if word.startswith(link, at))
    return next((way for way in ways if way is not None), None)


def _longest(candidates: Iterator[str]) -> list[str]:
    return [word for word in candidates if word in _lexicon()][:1]


def _beginnings(word: str) -> Iterator[str]:
    return (word[:at] for at in range(len(word) - 3, SHORTEST_BEGINNING - 1, -1))


def _ends(word: str) -> Iterator[str]:
    """Possible last parts, longest first; a plural counts as its singular."""
    for at in range(3, len(word) - SHORTEST_END + 1):
        parts = (word[at : len(word) - len(link)] for link in LINKS if word.endswith(link))
        yield from (part for part in parts if len(part) >= SHORTEST_END)
