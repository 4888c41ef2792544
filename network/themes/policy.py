"""Who may do what with a theme."""

from __future__ import annotations

from network.members.models import Member
from network.themes.models import CLOSED, Theme


def may_see(member: Member | None, theme: Theme) -> bool:
    """Anybody knows of a theme, unless it is closed: then only those in it, not even the administrator."""
    return theme.access != CLOSED or belongs(member, theme)


def belongs(member: Member | None, theme: Theme) -> bool:
    """Whether a member is in a theme."""
    return member is not None and theme.id in member.theme_ids


def may_coordinate(member: Member | None, theme: Theme) -> bool:
    """A theme's own coordinators do, and the network's where they may see it."""
    if member is None or not may_see(member, theme):
        return False
    return theme.id in member.led_theme_ids or member.is_coordinator


def may_open(member: Member | None) -> bool:
    """Coordinators of the network open themes."""
    return member is not None and member.is_coordinator
