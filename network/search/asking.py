"""What somebody typed in the box, as groups of terms that must all be found, in the words of each database.

Only letters and digits get through, each term in quotes: nothing that is typed can be an operator.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from network.search.words import SCARCE, dutch, halves_of, lines_of, pieces_of, terms_of, words_in

MOST_LETTERS = 400  # of what is typed; the rest is not read
MOST_WORDS = 10  # that must all be found

Terms = tuple[str, ...]  # one of them must be found
Alternative = tuple[Terms, ...]  # all of them must be found


@dataclass(frozen=True)
class Group:
    """One thing that must be found: in one of several ways, or as a word that begins so."""

    alternatives: tuple[Alternative, ...]
    prefix: str = ""


@dataclass(frozen=True)
class Asked:
    """All that must be found."""

    groups: tuple[Group, ...]

    @property
    def terms(self) -> frozenset[str]:
        """Every term by which something may have been found, for marking it."""
        ways = (way for group in self.groups for way in group.alternatives)
        return frozenset(term for way in ways for terms in way for term in terms)

    @property
    def prefixes(self) -> tuple[str, ...]:
        return tuple(group.prefix for group in self.groups if group.prefix)


def read(text: str) -> Asked:
    """Understand what was typed: synonyms, hyphens, compounds; the last word may still be unfinished."""
    words = words_in(text[:MOST_LETTERS])
    telling = [word for word in words if word not in stopwords()] or words
    groups, at = [], 0
    wanted = telling[:MOST_WORDS]
    while at < len(wanted):
        length, alternatives = _meaning(wanted, at)
        last = at + length == len(wanted) and wanted[-1] == words[-1]
        prefix = pieces_of(wanted[-1])[0] if last and len(wanted[-1]) > 1 else ""
        groups.append(Group(alternatives, prefix if length == 1 else ""))
        at += length
    return Asked(tuple(groups))


def _meaning(words: Sequence[str], at: int) -> tuple[int, tuple[Alternative, ...]]:
    """How many words from here belong together, and the ways in which what they mean can be found."""
    for length in range(min(_longest_synonym(), len(words) - at), 0, -1):
        also = _synonyms().get(_key(words[at : at + length]), ())
        if also:
            return length, tuple(dict.fromkeys((*_own_ways(words[at : at + length]), *also)))
    return 1, _ways(words[at])


def _ways(word: str) -> tuple[Alternative, ...]:
    """A word as such; or its pieces or parts, all of them."""
    joined, *pieces = pieces_of(word)
    ways = [(terms_of(joined),), tuple(map(terms_of, pieces)), tuple(map(terms_of, halves_of(joined)))]
    return tuple(dict.fromkeys(way for way in ways if way))


def _own_ways(words: Sequence[str]) -> tuple[Alternative, ...]:
    return _ways(words[0]) if len(words) == 1 else (tuple(terms_of(pieces_of(word)[0]) for word in words),)


def _key(words: Sequence[str]) -> Terms:
    return tuple(dutch(pieces_of(word)[0]) for word in words)


@lru_cache(maxsize=1)
def stopwords() -> frozenset[str]:
    """Words that tell nothing."""
    return frozenset(word for line in lines_of("stopwords.txt") for word in line.split())


@lru_cache(maxsize=1)
def _synonyms() -> dict[Terms, tuple[Alternative, ...]]:
    """For each word or phrase of the list: the ways to find the other members of its groups."""
    known: dict[Terms, tuple[Alternative, ...]] = {}
    for line in lines_of("synonyms.txt"):
        members = [_telling(words_in(member)) for member in line.split("=")]
        ways = [way for words in members for way in _own_ways(words)]
        for words in members:
            known[_key(words)] = tuple(dict.fromkeys((*known.get(_key(words), ()), *ways)))
    return known


def _telling(words: list[str]) -> list[str]:
    return [word for word in words if word not in stopwords()] or words


@lru_cache(maxsize=1)
def _longest_synonym() -> int:
    return max(map(len, _synonyms()))


class Grammar(NamedTuple):
    """How a database writes what must be found."""

    term: str
    prefix: str
    either: str
    both: str
    without: str


FTS5 = Grammar('"{}"', '"{}"*', " OR ", " AND ", " NOT ")
TSQUERY = Grammar("'{}'", "'{}':*", " | ", " & ", " & !")


def written(asked: Asked, grammar: Grammar) -> str:
    """What must be found, as a query of a database."""
    return grammar.both.join(f"({_group(group, grammar)})" for group in asked.groups)


def written_apart(asked: Asked, grammar: Grammar) -> tuple[str, str]:
    """The same for the kinds of which there are few, and for those of which there are many."""
    query, scarce = written(asked, grammar), grammar.term.format(SCARCE)
    return f"{scarce}{grammar.both}{query}", f"({query}){grammar.without}{scarce}"


def _group(group: Group, grammar: Grammar) -> str:
    ways = [_way(way, grammar) for way in group.alternatives]
    return grammar.either.join([*ways, grammar.prefix.format(group.prefix)] if group.prefix else ways)


def _way(way: Alternative, grammar: Grammar) -> str:
    """One word as its terms; several in brackets, all of them."""
    words = [grammar.either.join(grammar.term.format(each) for each in terms) for terms in way]
    return words[0] if len(words) == 1 else "(" + grammar.both.join(f"({word})" for word in words) + ")"
