"""What later features do when a firm's page changes, or a person goes or comes back: each says so here.

Listeners run in the order in which features register. Whoever holds the rows of several things at once takes themes
before meetups, and each kind by its id: two who took them in another order would wait for each other.
"""

from __future__ import annotations

from collections.abc import Callable

from network.members.models import Member, Organisation

Listener = Callable[[Organisation], None]
Going = Callable[[Member, bool], None]
Returning = Callable[[Member], None]

_listeners: list[Listener] = []
_goings: list[Going] = []
_returnings: list[Returning] = []


def when_changed(listener: Listener) -> None:
    """Call a function, in the same transaction, when what others see of an organisation has changed."""
    if listener not in _listeners:
        _listeners.append(listener)


def changed(organisation: Organisation) -> None:
    """Tell who wants to know."""
    for listener in _listeners:
        listener(organisation)


def when_gone(listener: Going) -> None:
    """Call a function, in the same transaction, when a member was shut out (False) or is being erased (True).

    Whoever tells them something then, tells the shut out; of the erased every notice goes.
    """
    if listener not in _goings:
        _goings.append(listener)


def gone(member: Member, *, erased: bool) -> None:
    """Tell who wants to know."""
    for listener in _goings:
        listener(member, erased)


def when_back(listener: Returning) -> None:
    """Call a function, in the same transaction, when somebody who was shut out may come in again."""
    if listener not in _returnings:
        _returnings.append(listener)


def back(member: Member) -> None:
    """Tell who wants to know."""
    for listener in _returnings:
        listener(member)
