"""What a text is about, in a handful of telling words, and which other texts share most of them. No database.

Words weigh as in tf-idf: often here and rarely elsewhere tells most. How rare a word is, is counted among the texts
that came near, so that both databases weigh alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from math import log

from network.search.asking import Asked, Group, stopwords
from network.search.words import dutch, parts_of, pieces_of, words_in

MOST_TOLD = 12_000  # letters of a text that are read
MOST_WORDS = 24  # that are looked for: more cost time and tell little
SHORTEST = 4  # letters of a word that tells something
IN_TITLE, IN_TEXT = 3.0, 1.0  # how much a word weighs there
FEWEST_SHARED = 2  # words: one alone is chance
NEAR_ITS_KIND, NEAR_ANY = (
    0.5,
    0.25,
)  # of the weight of the best of its kind, and of any; what shares less is not proposed

Words = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Candidate:
    """A text that came near: its stems, as they stand in the index."""

    id: int
    kind: str
    heading: Set[str]
    body: Set[str]


def telling(title: str, text: str) -> dict[str, float]:
    """The words by which a text is known, with their weight, the weightiest first."""
    seen: Counter[str] = Counter()
    for words, weight in ((title, IN_TITLE), (text[:MOST_TOLD], IN_TEXT)):
        seen.update({word: weight * (1 + log(n)) for word, n in Counter(_long_words(words)).items()})
    return dict(seen.most_common(MOST_WORDS))


def _long_words(text: str) -> list[str]:
    told = (pieces_of(word)[0] for word in words_in(text))
    return [word for word in told if len(word) >= SHORTEST and word not in stopwords() and not word.isdecimal()]


def terms_of_each(words: Mapping[str, float]) -> Words:
    """By what each word is found in the index: its stem, and those of the parts that it is made of."""
    return {word: frozenset({dutch(word), *map(dutch, parts_of(word))}) for word in words}


def any_of(terms: Words) -> Asked:
    """What finds texts with any of them."""
    every = tuple(sorted(frozenset().union(*terms.values())))
    return Asked((Group(tuple(((term,),) for term in every)),))


def nearest(words: Mapping[str, float], candidates: Sequence[Candidate]) -> list[int]:
    """The candidates that share most with a text, nearest first; whoever shares little is left out.

    What is little is measured by the best of the same kind, so that long texts of one kind do not hide another.
    """
    terms = terms_of_each(words)
    found = {each.id: {word for word, by in terms.items() if by & (each.heading | each.body)} for each in candidates}
    spread = Counter(word for shared in found.values() for word in shared)
    rare = {word: words[word] * log(1 + len(candidates) / times) for word, times in spread.items()}
    near = [each for each in candidates if len(found[each.id]) >= FEWEST_SHARED]
    weights = {each.id: _weight(each, {word: rare[word] for word in found[each.id]}, terms) for each in near}
    best: dict[str, float] = {}
    for each in near:
        best[each.kind] = max(best.get(each.kind, 0.0), weights[each.id])
    least = NEAR_ANY * max(best.values(), default=0.0)
    kept = [each.id for each in near if weights[each.id] >= max(NEAR_ITS_KIND * best[each.kind], least)]
    return sorted(kept, key=lambda each: -weights[each])


def _weight(candidate: Candidate, shared: Mapping[str, float], terms: Words) -> float:
    """A long text shares more words by chance, so its length takes something off."""
    told = sum(weight * (IN_TITLE if terms[word] & candidate.heading else IN_TEXT) for word, weight in shared.items())
    return told / (1 + log(1 + len(candidate.heading) + len(candidate.body)))
