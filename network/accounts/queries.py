"""The one statement that signs a request in, and which firm a newcomer may belong to."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import String, bindparam, cast, func, select
from sqlalchemy.orm import contains_eager

from network.accounts.rules import firm_domain
from network.kernel.database import db
from network.members.models import Member, Organisation
from network.members.queries import can_be_found
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
    select(func.aggregate_strings(cast(Membership.theme_id, String), " "))
    .where(_belongs)
    .correlate(Member)
    .scalar_subquery()
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


def organisation_offered_to(member: Member) -> Organisation | None:
    """The verified firm whose people have mail at the same domain, for somebody who stands alone in a new one."""
    domain = firm_domain(member.email)
    if domain is None or member.confirmed_at is None or _has_colleagues(member):
        return None
    there = select(Organisation).join(Member, Member.organisation_id == Organisation.id)
    of_that_domain = func.lower(Member.email).endswith(f"@{domain}", autoescape=True)
    known = (Organisation.verified_at.is_not(None), Organisation.id != member.organisation_id)
    who = (Member.confirmed_at.is_not(None), Member.active, of_that_domain)
    return db.session.scalar(there.where(*known, *who).order_by(Organisation.id).limit(1))


def successors_of(member: Member) -> Sequence[Member]:
    """Among whom a firm's last contact chooses who comes after them, by name; nobody for who is not the last one."""
    colleagues = (Member.organisation_id == member.organisation_id, Member.id != member.id)
    contact = select(Member.id).where(*colleagues, Member.is_contact, Member.active)
    if not member.is_contact or db.session.scalar(contact.limit(1)) is not None:
        return []
    found = select(Member).where(*colleagues, can_be_found())
    return db.session.scalars(found.order_by(Member.name, Member.id)).all()


def _has_colleagues(member: Member) -> bool:
    others = select(Member.id).where(Member.organisation_id == member.organisation_id, Member.id != member.id)
    others = others.where(Member.erased_at.is_(None))
    return db.session.scalar(others.limit(1)) is not None
