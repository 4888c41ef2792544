"""What needs a member, most urgent first. No database, no clock, no Flask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

MOST = 4  # more than that is a list that nobody starts on


@dataclass(frozen=True)
class Task:
    """One thing to do: `kind` chooses its words, `path` where it is done, `facts` what they say."""

    kind: str
    path: str
    colour: str = "sand"
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Situation:
    """What is known of a member when their day begins."""

    offered: Sequence[Any] = ()  # meetups in which a seat is held for them
    drafts: Sequence[Any] = ()
    themes: int = 0
    practices: int = 0
    unread: int = 0
    firm_path: str = ""
    firm_completeness: int = 100
    is_contact: bool = False
    requests: Sequence[Any] = ()  # (theme, how many ask to join), for who leads it


def tasks_of(situation: Situation) -> list[Task]:
    """The list that opens a member's start page."""
    found = [Task("offer", each.path, _colour(each), {"title": each.title}) for each in situation.offered]
    found += [
        Task("requests", f"{theme.path}/requests", theme.colour, {"title": theme.title, "n": n})
        for theme, n in situation.requests
    ]
    if situation.themes == 0:
        found.append(Task("join", "/themes", "coral"))
    found += [Task("draft", f"{each.path}/edit", _colour(each), {"title": each.title}) for each in situation.drafts]
    if situation.unread:
        found.append(Task("inbox", "/notifications", "blue", {"n": situation.unread}))
    if situation.is_contact and situation.firm_completeness < 100:
        found.append(Task("firm", f"{situation.firm_path}/edit", "teal", {"n": situation.firm_completeness}))
    if situation.themes and not situation.practices and not situation.drafts:
        found.append(Task("share", "/practices/new", "amber"))
    return found[:MOST]


def _colour(thing: Any) -> str:
    return thing.theme.colour if thing.theme is not None else "sand"
