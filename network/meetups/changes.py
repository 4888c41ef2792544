"""What parts of meetups do when somebody has changed a meetup."""

from __future__ import annotations

from collections.abc import Callable, Set

from network.meetups.models import Meetup

Listener = Callable[[Meetup, Set[str]], None]

_listeners: list[Listener] = []


def when_changed(listener: Listener) -> None:
    """Call a function, in the same transaction, when a meetup has changed; it is told the names of what differs."""
    if listener not in _listeners:
        _listeners.append(listener)


def changed(meetup: Meetup, names: Set[str]) -> None:
    """Tell who wants to know."""
    for listener in _listeners:
        listener(meetup, names)
