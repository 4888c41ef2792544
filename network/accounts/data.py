"""Everything that the network keeps about a member, for that member. Each feature adds what it knows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from network.members.models import Member

Contributor = Callable[[Member], list[Any] | dict[str, Any]]

_contributors: dict[str, Contributor] = {}

PERSON = (
    "name", "email", "slug", "job", "ask_me", "language", "role", "is_contact", "is_listed", "mail_reminders",
    "mail_conversations", "mail_news", "created_at", "confirmed_at",
)  # fmt: skip
FIRM = (
    "name", "slug", "place", "province", "sector", "size_class", "has_hr", "founded", "does_rnd", "about", "asks",
    "offers", "verified_at", "listed_at",
)  # fmt: skip


def add_contributor(name: str, contributor: Contributor) -> None:
    """Let a feature add what it keeps about a member, under a name of its own."""
    _contributors[name] = contributor


def all_about(member: Member) -> dict[str, Any]:
    """All of it, ready to be written as JSON but for its dates."""
    own = {"member": _columns(member, PERSON), "organisation": _columns(member.organisation, FIRM)}
    return {**own, **{name: gather(member) for name, gather in sorted(_contributors.items())}}


def _columns(row: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
