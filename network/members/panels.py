"""What other features show on an organisation's page: each registers a panel, in the order in which they stand there.

A panel is a function of (organisation, reader) that gives finished HTML and costs at most one statement.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from network.members.models import Member, Organisation

Panel = Callable[[Organisation, Member | None], str]

_panels: dict[int, Panel] = {}


def add_panel(place: int, panel: Panel) -> None:
    """Show a panel on every organisation's page; a lower place stands higher."""
    _panels[place] = panel


def all_of_them() -> Sequence[Panel]:
    """The panels in their order."""
    return [_panels[place] for place in sorted(_panels)]
