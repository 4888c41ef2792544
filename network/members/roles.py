"""Who administers and who coordinates the network: one word on a member, which no form of their own can set."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import case, func, select
from sqlalchemy.orm import contains_eager

from network.kernel.database import db, transactional
from network.kernel.errors import Refusal
from network.members import audit
from network.members.models import ADMINISTRATOR, COORDINATOR, MEMBER, Member

ROLES = (ADMINISTRATOR, COORDINATOR, MEMBER)
ACTS = {
    "role.administrator": _l("made administrator"),
    "role.coordinator": _l("made coordinator of the network"),
    "role.member": _l("role taken back"),
}


class LastAdministrator(Refusal):
    """A network is never without somebody who administers it."""

    words = _l("Nobody else administers the network.")
    way_on = _l("Let somebody else administer it first.")


@transactional
def appoint(member: Member, role: str, by: Member | None = None) -> bool:
    """Give a member a role in the network; `by` is none at the command line. Says whether that was new.

    Raises LastAdministrator.
    """
    administrators = _administrators()
    db.session.refresh(member, ["role"])
    if member.role == role:
        return False
    if role != ADMINISTRATOR and administrators == [member.id]:
        raise LastAdministrator
    member.role = role
    db.session.flush()
    audit.note(by, f"role.{role}", "member", member.id, member.name)
    return True


def require_another_administrator(member: Member) -> None:
    """Keep a network from being left without one, until the commit. Raises LastAdministrator."""
    if _administrators() == [member.id]:
        raise LastAdministrator


def _administrators() -> list[int]:
    """Who can administer the network now. Nobody else changes that until the commit."""
    here = select(Member.id).where(Member.role == ADMINISTRATOR, Member.active)
    # No stronger lock: whoever writes a notice to one of them holds a meetup, and would wait for it.
    return list(db.session.scalars(here.order_by(Member.id).with_for_update(key_share=True)))


def who_looks_after_the_network() -> Sequence[Member]:
    """Administrators first, then coordinators, with their firms. For administrators only."""
    statement = select(Member).join(Member.organisation).options(contains_eager(Member.organisation))
    statement = statement.where(Member.role != MEMBER, Member.active)
    first = case((Member.role == ADMINISTRATOR, 0), else_=1)
    return db.session.scalars(statement.order_by(first, Member.name, Member.id)).all()


def administrators() -> Sequence[Member]:
    """Who administers the network, with their firms: whom somebody may ask who was shut out."""
    return [each for each in who_looks_after_the_network() if each.is_administrator]


def member_by_email(email: str) -> Member | None:
    """The confirmed member with this address. For administrators only: for others it would tell who is here."""
    ours = (func.lower(Member.email) == email.strip().lower(), Member.confirmed_at.is_not(None), Member.active)
    return db.session.scalar(select(Member).where(*ours))
