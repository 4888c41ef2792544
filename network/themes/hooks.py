"""What later features do when a theme changes, above all when it closes or opens, or when somebody leaves it."""

from __future__ import annotations

from collections.abc import Callable

from network.members.models import Member
from network.themes.models import Theme

Listener = Callable[[Theme], None]
Leaving = Callable[[Theme, Member], None]

_listeners: list[Listener] = []
_leavings: list[Leaving] = []


def when_changed(listener: Listener) -> None:
    """Call a function, in the same transaction, when a theme's words or access have changed."""
    if listener not in _listeners:
        _listeners.append(listener)


def changed(theme: Theme) -> None:
    """Tell who wants to know."""
    for listener in _listeners:
        listener(theme)


def when_left(leaving: Leaving) -> None:
    """Call a function, in the same transaction, when a member has left a theme."""
    if leaving not in _leavings:
        _leavings.append(leaving)


def left(theme: Theme, member: Member) -> None:
    """Tell who wants to know."""
    for leaving in _leavings:
        leaving(theme, member)
