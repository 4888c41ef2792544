"""Everything that the network keeps about a member, for that member: each feature adds what it knows.

A contributor is a function of the member that gives rows ready for JSON, but for dates: what they wrote and did, all of it,
also what nobody else sees. Nothing that somebody else wrote, and no key or link that opens a door.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from network.members.models import Member

Contributor = Callable[[Member], list[Any] | dict[str, Any]]

_contributors: dict[str, Contributor] = {}


def add_contributor(name: str, contributor: Contributor) -> None:
    """Let a feature add what it keeps about a member, under a name of its own."""
    _contributors[name] = contributor


def contributed(member: Member) -> dict[str, Any]:
    """What the features know of a member, by their names."""
    return {name: gather(member) for name, gather in sorted(_contributors.items())}


def columns(row: Any, names: Iterable[str]) -> dict[str, Any]:
    """Some columns of a row, by name."""
    return {name: getattr(row, name) for name in names}
