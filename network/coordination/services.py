"""The one verb of coordination: give a member a role in the network, and tell them."""

from __future__ import annotations

from network.kernel.database import transactional
from network.members import roles
from network.members.models import MEMBER, Member
from network.notifications.services import notify

APPOINTED = "coordination.appointed"


@transactional
def appoint(member: Member, role: str, by: Member) -> None:
    """Give a member a role; who gets one hears it. Doing it twice tells it once. Raises LastAdministrator."""
    if roles.appoint(member, role, by) and role != MEMBER:
        notify(member, APPOINTED, path="/coordination", role=role, name=by.name)
