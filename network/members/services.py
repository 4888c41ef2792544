"""Verbs of organisations: what a contact changes on their page."""

from __future__ import annotations

from typing import Any

from sqlalchemy import update

from network.kernel.database import db, transactional
from network.kernel.errors import ChangedMeanwhile
from network.members import hooks
from network.members.models import Organisation

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
