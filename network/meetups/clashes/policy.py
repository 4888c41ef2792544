"""Who tends the calendar of free days."""

from __future__ import annotations

from network.members.models import Member


def may_tend(member: Member) -> bool:
    """The network's coordinators: it is one calendar for all themes."""
    return member.is_coordinator
