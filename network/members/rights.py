"""A member as they would read now, for who writes to them: what they may see hangs on features that come later."""

from __future__ import annotations

from collections.abc import Callable

from network.kernel.database import db
from network.members.models import Member

Given = Callable[[Member], None]

_given: list[Given] = []


def gives_rights(given: Given) -> None:
    """Let a feature put what it lets a member see on the member that `reader_with_rights` makes."""
    if given not in _given:
        _given.append(given)


def reader_with_rights(member_id: int) -> Member | None:
    """An active member with the rights that they would have if they signed in now; None when there is none."""
    member = db.session.get(Member, member_id)
    if member is None or not member.active:
        return None
    for give in _given:
        give(member)
    return member
