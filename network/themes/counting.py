"""Counting a theme's firms anew when it is not the theme that changed: a person went to another firm."""

from __future__ import annotations

from sqlalchemy import select

from network.kernel.database import db, transactional
from network.members.models import Member
from network.themes.models import ACTIVE, Membership, Theme
from network.themes.services import recount


@transactional
def recount_for(member: Member) -> None:
    """Count the themes of a member anew, always in one order: two who each hold a theme would wait for each other."""
    belongs = (Membership.member_id == member.id, Membership.state == ACTIVE)
    themes = select(Theme).join(Membership, Membership.theme_id == Theme.id).where(*belongs).order_by(Theme.id)
    for theme in db.session.scalars(themes).all():
        recount(theme)
