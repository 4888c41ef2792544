"""What becomes of memberships when a member is shut out, comes back, or is erased.

While somebody is shut out their memberships rest: they count nowhere and give no rights, and are there again afterwards,
also those of a closed theme, into which nobody could let them anew. What they led passes on for good.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from network.kernel.database import db, transactional
from network.members.models import Member
from network.themes.leads import find_lead
from network.themes.models import ACTIVE, RESTING, Membership, Theme
from network.themes.services import lock, recount


@transactional
def follow_gone(member: Member, erased: bool) -> None:
    """Let memberships rest, or end those of the erased; requests to join end, and somebody else leads."""
    for theme in _themes_of(member):
        lock(theme)
        _step_out(theme, member, erased)
        recount(theme)
        find_lead(theme, {member.id})


@transactional
def follow_return(member: Member) -> None:
    """Let the memberships that rest count again."""
    for theme in _themes_of(member):
        lock(theme)
        membership = _membership(theme, member)
        if membership is not None and membership.state == RESTING:
            membership.state = ACTIVE
            db.session.flush()
            recount(theme)


def _themes_of(member: Member) -> Sequence[Theme]:
    """Always in one order: two who each hold a theme would wait for each other."""
    own = select(Membership.theme_id).where(Membership.member_id == member.id)
    return db.session.scalars(select(Theme).where(Theme.id.in_(own)).order_by(Theme.id)).all()


def _step_out(theme: Theme, member: Member, erased: bool) -> None:
    membership = _membership(theme, member)
    if membership is None:
        return
    if erased or membership.state != ACTIVE:
        db.session.delete(membership)
    else:
        membership.state, membership.leads = RESTING, False
    db.session.flush()


def _membership(theme: Theme, member: Member) -> Membership | None:
    return db.session.get(Membership, (theme.id, member.id), populate_existing=True)
