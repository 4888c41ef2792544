"""Who administers and who coordinates the network: one word on a member, which no form of their own can set."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import case, func, select
from sqlalchemy.orm import contains_eager

from network.kernel.database import db, transactional
from network.kernel.errors import Refusal
from network.members.models import ADMINISTRATOR, COORDINATOR, MEMBER, Member

ROLES = (ADMINISTRATOR, COORDINATOR, MEMBER)


class LastAdministrator(Refusal):
    """A network is never without somebody who administers it."""

    words = _l("Nobody else administers the network.")
    way_on = _l("Let somebody else administer it first.")


@transactional
def appoint(member: Member, role: str) -> bool:
    """Give a member a role in the network. Says whether that was new. Raises LastAdministrator."""
    administrators = db.session.scalars(select(Member.id).where(Member.role == ADMINISTRATOR).with_for_update()).all()
    db.session.refresh(member, ["role"])
    if member.role == role:
        return False
    if role != ADMINISTRATOR and list(administrators) == [member.id]:
        raise LastAdministrator
    member.role = role
    db.session.flush()
    return True


def who_looks_after_the_network() -> Sequence[Member]:
    """Administrators first, then coordinators, with their firms. For administrators only."""
    statement = select(Member).join(Member.organisation).options(contains_eager(Member.organisation))
    first = case((Member.role == ADMINISTRATOR, 0), else_=1)
    return db.session.scalars(statement.where(Member.role != MEMBER).order_by(first, Member.name, Member.id)).all()


def member_by_email(email: str) -> Member | None:
    """The confirmed member with this address. For administrators only: for others it would tell who is here."""
    ours = (func.lower(Member.email) == email.strip().lower(), Member.confirmed_at.is_not(None), Member.active)
    return db.session.scalar(select(Member).where(*ours))
