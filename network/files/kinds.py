"""Beside what files may stand: features register a kind of thing, who may see it, and which of them still stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select

from network.members.models import Member

MaySee = Callable[[int, Member | None], bool]
Standing = Callable[[], Select[Any]]


@dataclass(frozen=True)
class Kind:
    may_see: MaySee
    standing: Standing


_kinds: dict[str, Kind] = {}


def register_kind(kind: str, may_see: MaySee, standing: Standing) -> None:
    """Let files stand beside a kind of thing.

    `may_see(subject_id, reader)` says whether there is one for this reader; `standing()` selects the ids of all there are.
    """
    _kinds[kind] = Kind(may_see, standing)


def may_see(kind: str, subject_id: int, reader: Member | None) -> bool:
    """Whether a reader may see what a file stands beside, and so the file; None is a visitor."""
    return kind in _kinds and _kinds[kind].may_see(subject_id, reader)


def standing() -> Iterator[tuple[str, Select[Any]]]:
    """Every kind, with the ids of its things."""
    return ((name, kind.standing()) for name, kind in _kinds.items())
