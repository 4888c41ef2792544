"""Under what one may comment: features register a kind of thing, who may see it, and how its comments are counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from werkzeug.exceptions import NotFound

from network.members.models import Member


@dataclass(frozen=True)
class Subject:
    """A thing that people discuss, as one reader may see it."""

    path: str
    title: str
    author_id: int | None = None  # who hears of every new comment
    asked_id: int | None = None  # whom its page says one can ask
    beside_ids: tuple[int, ...] = ()  # who hears of every new comment as well
    may_comment: bool = True
    may_moderate: bool = False  # take away what others said


Find = Callable[[int, Member | None], Subject | None]
Count = Callable[[int, int], None]


@dataclass(frozen=True)
class Kind:
    find: Find
    count: Count


_kinds: dict[str, Kind] = {}


def _uncounted(_subject_id: int, _difference: int) -> None:
    """For kinds that show no number of comments."""


def register_kind(kind: str, find: Find, count: Count = _uncounted) -> None:
    """Let members comment under a kind of thing.

    `find(subject_id, reader)` gives the thing, or None when there is none for this reader; `count(subject_id,
    difference)` adds to its stored number of comments, in the transaction of the comment.
    """
    _kinds[kind] = Kind(find, count)


def subject_for(reader: Member | None, kind: str, subject_id: int) -> Subject:
    """What stands under a kind and a number. Raises 404 when there is none, or it is not for this reader."""
    found = _kinds[kind].find(subject_id, reader) if kind in _kinds else None
    if found is None:
        raise NotFound
    return found


def counted(kind: str, subject_id: int, difference: int) -> None:
    """One comment more or fewer."""
    _kinds[kind].count(subject_id, difference)
