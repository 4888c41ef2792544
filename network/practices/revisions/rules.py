"""When a change is a revision of its own, and what changed from one to the other. No database, clock or Flask."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from network.practices.rules import COSTS, PARTS

KEPT = (*PARTS, *COSTS, "outcome", "effect_figure", "effect_text", "language", "facets", "rich")
TEXTS = (*PARTS, "effect_figure", "effect_text")
SITTING = timedelta(minutes=30)  # without a save for so long, a writer has got up
SAME, GONE, NEW, SKIPPED = "same", "gone", "new", "skipped"
AROUND = 90  # letters that stay on either side of a change; what lies between them is told by its length
MOST_COMPARED = 200 * 200  # words against words; beyond it the one stands whole beside the other
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_SENTENCES = re.compile(r"(?<=[.!?\n])(?=\s)|(?<=\n)")


def is_same_sitting(last: tuple[int, datetime], by: int, now: datetime, *, published: bool) -> bool:
    """Whether a save belongs to the revision before it: of (who, when). What others have read is never overwritten."""
    who, when = last
    return not published and who == by and now - when < SITTING


class Piece(NamedTuple):
    """Words that are the same, gone or new; or how many were skipped, which are the same."""

    kind: str
    words: str
    skipped: int = 0


@dataclass(frozen=True)
class Change:
    """What became of one part: pieces for a text; before and after for a figure, a choice or a look."""

    name: str
    pieces: tuple[Piece, ...] = ()
    before: Any = None
    after: Any = None


def changed_names(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The parts that differ, in the order in which a practice tells them. A look counts with the part that has it."""
    looks = {name for name in {**_rich(before), **_rich(after)} if _rich(before).get(name) != _rich(after).get(name)}
    return [name for name in KEPT if name != "rich" and (before.get(name) != after.get(name) or name in looks)]


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """What changed, part by part."""
    return [_change(name, before, after) for name in changed_names(before, after)]


def _change(name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Change:
    if name not in TEXTS:
        return Change(name, (), before.get(name), after.get(name))
    old, new = str(before.get(name) or ""), str(after.get(name) or "")
    return Change(name, tuple(_folded(difference(old, new))) if old != new else ())


def _rich(words: Mapping[str, Any]) -> Mapping[str, str]:
    return words.get("rich") or {}


def difference(old: str, new: str) -> list[Piece]:
    """Two texts as pieces. Sentences that both have are found first: words are compared only where sentences differ."""
    pieces: list[Piece] = []
    parts, others = _SENTENCES.split(old), _SENTENCES.split(new)
    for kind, begin, end, at, until in SequenceMatcher(None, parts, others).get_opcodes():
        gone, come = "".join(parts[begin:end]), "".join(others[at:until])
        pieces += [Piece(SAME, gone)] if kind == "equal" else _by_words(gone, come)
    return _together(pieces)


def _by_words(old: str, new: str) -> Iterator[Piece]:
    words, others = _WORDS.findall(old), _WORDS.findall(new)
    if len(words) * len(others) > MOST_COMPARED:
        yield from (Piece(GONE, old), Piece(NEW, new))
        return
    for kind, begin, end, at, until in SequenceMatcher(None, words, others, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Piece(SAME, "".join(words[begin:end]))
            continue
        yield Piece(GONE, "".join(words[begin:end]))
        yield Piece(NEW, "".join(others[at:until]))


def _together(pieces: Sequence[Piece]) -> list[Piece]:
    """Neighbours of one kind as one."""
    out: list[Piece] = []
    for piece in pieces:
        if not piece.words:
            continue
        if out and out[-1].kind == piece.kind:
            out[-1] = Piece(piece.kind, out[-1].words + piece.words)
        else:
            out.append(piece)
    return out


def _folded(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces with the middle of long unchanged stretches left out."""
    for place, piece in enumerate(pieces):
        if piece.kind != SAME or len(piece.words) <= 3 * AROUND:
            yield piece
            continue
        head = _cut(piece.words, AROUND) if place else ""
        tail = _cut(piece.words[::-1], AROUND)[::-1] if place < len(pieces) - 1 else ""
        middle = piece.words[len(head) : len(piece.words) - len(tail)]
        folded = (Piece(SAME, head), Piece(SKIPPED, "", len(middle.split())), Piece(SAME, tail))
        yield from (each for each in folded if each.words or each.skipped)


def _cut(text: str, most: int) -> str:
    """The beginning of a text, to the end of a word."""
    end = text.find(" ", most)
    return text[: end if end >= 0 else most]
