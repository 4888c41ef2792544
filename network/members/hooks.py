"""What later features do when an organisation's page changes: each says so here, and members need not know them."""

from __future__ import annotations

from collections.abc import Callable

from network.members.models import Organisation

Listener = Callable[[Organisation], None]

_listeners: list[Listener] = []


def when_changed(listener: Listener) -> None:
    """Call a function, in the same transaction, when what others see of an organisation has changed."""
    if listener not in _listeners:
        _listeners.append(listener)


def changed(organisation: Organisation) -> None:
    """Tell who wants to know."""
    for listener in _listeners:
        listener(organisation)
