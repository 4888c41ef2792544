"""Who may do what with an organisation."""

from __future__ import annotations

from network.members.models import Member, Organisation


def may_edit(member: Member | None, organisation: Organisation) -> bool:
    """Its own contacts look after its page."""
    return member is not None and member.is_contact and member.organisation_id == organisation.id


def may_verify(member: Member | None) -> bool:
    """Coordinators of the network vouch for a firm."""
    return member is not None and member.is_coordinator
