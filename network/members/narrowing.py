"""By what else the list of firms can be narrowed: later features add a choice here, and members need not know them.

A narrowing is a function of (reader, what the address asks) and costs at most one statement. What the reader may not know
of is treated as what does not exist: it is not chosen, and narrows nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select

from network.members.models import Member


@dataclass(frozen=True)
class Choice:
    """One more choice above the list: its words, what there is to choose, and what was chosen ("" for nothing)."""

    label: Any
    every: Any  # what choosing nothing is called
    options: Sequence[tuple[str, Any]]
    chosen: str = ""
    firms: Select[int] | None = None  # the ids of those that are left


Narrowing = Callable[[Member | None, str], Choice]

_narrowings: dict[str, Narrowing] = {}


def narrow_by(name: str, narrowing: Narrowing) -> None:
    """Let readers narrow the list of firms by one thing more, under its name in the address."""
    _narrowings[name] = narrowing


def choices_for(reader: Member | None, asked: Mapping[str, str]) -> dict[str, Choice]:
    """The choices of a reader by their names, with what the address asks chosen."""
    return {name: narrowing(reader, asked.get(name, "")) for name, narrowing in _narrowings.items()}
