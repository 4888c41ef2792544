"""Whose links may be changed: features register a kind of thing, and say who tends one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from werkzeug.exceptions import NotFound

from network.members.models import Member

JOINABLE = ("finding", "practice", "meetup", "question")  # what one may join to a thing of one's own


@dataclass(frozen=True)
class Tended:
    """A thing whose links somebody may change, with the words by which others are found that belong with it."""

    path: str
    title: str
    text: str


Find = Callable[[int, Member], Tended]

_kinds: dict[str, Find] = {}


def register_kind(kind: str, find: Find) -> None:
    """Let the links of a kind be changed; `find(subject_id, member)` raises 404, and NotYours for who may only look."""
    _kinds[kind] = find


def kinds_for(kind: str) -> Sequence[str]:
    """What may be joined to a thing of a kind: a theme says on which findings it builds; the rest of it stands in it."""
    return ("finding",) if kind == "theme" else JOINABLE


def tended_by(member: Member, kind: str, subject_id: int) -> Tended:
    """A thing of a kind that the member tends. Raises 404, and NotYours for who may only look."""
    if kind not in _kinds:
        raise NotFound
    return _kinds[kind](subject_id, member)
