"""The one statement that signs a request in: the member, their firm, their themes and what they have not read."""

from __future__ import annotations

from sqlalchemy import String, bindparam, cast, func, select
from sqlalchemy.orm import contains_eager

from network.kernel.database import db
from network.members.models import Member, Organisation
from network.notifications.models import Notification
from network.themes.models import ACTIVE, Membership

_unread = (
    select(func.count())
    .where(Notification.member_id == Member.id, Notification.in_inbox, Notification.read_at.is_(None))
    .correlate(Member)
    .scalar_subquery()
)
_belongs = (Membership.member_id == Member.id) & (Membership.state == ACTIVE)
_themes = (
    select(func.aggregate_strings(cast(Membership.theme_id, String), " ")).where(_belongs).correlate(Member).scalar_subquery()
)
_led = (
    select(func.aggregate_strings(cast(Membership.theme_id, String), " "))
    .where(_belongs, Membership.leads)
    .correlate(Member)
    .scalar_subquery()
)
_SIGNED_IN = (
    select(Member, _unread, _themes, _led)
    .join(Organisation, Member.organisation_id == Organisation.id)
    .options(contains_eager(Member.organisation))
    .where(Member.fs_uniquifier == bindparam("key"), Member.active)
)


def signed_in_as(key: str) -> Member | None:
    """The active member of a session, with firm, themes and unread count at hand."""
    row = db.session.execute(_SIGNED_IN, {"key": key}).first()
    if row is None:
        return None
    member, unread, themes, led = row
    member.unread = unread
    member.theme_ids = _ids(themes)
    member.led_theme_ids = _ids(led)
    return member  # type: ignore[no-any-return]


def _ids(joined: str | None) -> frozenset[int]:
    return frozenset(map(int, joined.split())) if joined else frozenset()
