"""Who may do what with the scan. Everybody answers for themselves."""

from __future__ import annotations

from network.members.models import Member


def may_confirm(member: Member) -> bool:
    """Who looks after a firm's page says what the firm answers."""
    return member.is_contact


def may_publish(member: Member) -> bool:
    """Coordinators of the network publish what is shown of it as an edition."""
    return member.is_coordinator
