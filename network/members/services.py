"""Verbs of organisations and people: what a contact changes on their page, and holding on to who is here."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, select, update

from network.kernel.database import db, transactional
from network.kernel.errors import ChangedMeanwhile, NotYours
from network.members import hooks
from network.members.models import Member, Organisation

EDITABLE = frozenset(
    {"place", "province", "sector", "size_class", "has_hr", "founded", "does_rnd", "about", "asks", "offers"}
)


@transactional
def change(organisation: Organisation, seen_version: int, **facts: Any) -> None:
    """Change what an organisation tells of itself. Raises ChangedMeanwhile when somebody saved since `seen_version`."""
    ours = (Organisation.id == organisation.id, Organisation.version == seen_version)
    claim = update(Organisation).where(*ours).values(version=seen_version + 1)
    if db.session.execute(claim).rowcount != 1:  # type: ignore[attr-defined]
        raise ChangedMeanwhile
    for name, value in facts.items():
        if name in EDITABLE:
            setattr(organisation, name, value)
    db.session.flush()
    hooks.changed(organisation)


def require_here(member_id: int) -> None:
    """See to it, within a verb, that a member is here until the commit: nobody shuts them out or erases them meanwhile.

    Called before anything else is locked, since whoever shuts them out holds them first. Raises NotYours.
    """
    if not db.session.scalar(_HERE, {"member_id": member_id}):
        raise NotYours


# Made once: making a statement costs more than running it.
_HERE = select(Member.active).where(Member.id == bindparam("member_id")).with_for_update(read=True)
