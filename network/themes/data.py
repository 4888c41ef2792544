"""What themes keep about a member: to which they belong or asked to, and what they answered."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from network.kernel.database import db
from network.members.models import Member
from network.members.own_data import columns
from network.themes.models import Membership, Theme
from network.themes.policy import may_see

BELONGING = ("state", "leads", "answer", "joined_at")


def memberships_of(member: Member) -> list[dict[str, Any]]:
    """A member's memberships, those asked for and declined as well; no new name of a theme that closed to them since."""
    own = select(Membership, Theme).join(Theme, Theme.id == Membership.theme_id)
    rows = db.session.execute(own.where(Membership.member_id == member.id).order_by(Membership.joined_at, Theme.id))
    return [
        {"theme": theme.path, **_named(theme, member), **columns(membership, BELONGING)} for membership, theme in rows
    ]


def _named(theme: Theme, member: Member) -> dict[str, str]:
    return {"title": theme.title} if may_see(member, theme) else {}
