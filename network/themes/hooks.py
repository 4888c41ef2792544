"""What later features do when a theme changes, above all when it closes or opens: each says so here."""

from __future__ import annotations

from collections.abc import Callable

from network.themes.models import Theme

Listener = Callable[[Theme], None]

_listeners: list[Listener] = []


def when_changed(listener: Listener) -> None:
    """Call a function, in the same transaction, when a theme's words or access have changed."""
    if listener not in _listeners:
        _listeners.append(listener)


def changed(theme: Theme) -> None:
    """Tell who wants to know."""
    for listener in _listeners:
        listener(theme)
