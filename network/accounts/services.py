"""Verbs of accounts: register, list a firm, settle one's settings, sign out everywhere. Each is one transaction."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import select

from network.accounts.notices import EMAIL_CHANGED, JOIN_OFFERED
from network.accounts.queries import organisation_offered_to
from network.accounts.web import tell_person
from network.kernel import clock
from network.kernel.database import db, transactional
from network.kernel.text import free_slug
from network.members import hooks
from network.members.models import Member, Organisation
from network.notifications.services import notify

FACTS = ("name", "place", "province", "size_class", "sector", "has_hr")  # all that registering may say of a firm
SETTINGS = frozenset(
    {"name", "job", "ask_me", "is_listed", "language", "mail_reminders", "mail_conversations", "mail_news", "mail_digest"}
)  # fmt: skip


@transactional
def register(*, name: str, email: str, password: str, language: str, organisation: dict[str, Any]) -> Member:
    """Make a person and their firm, which nobody sees until the address is confirmed. `password` is a hash."""
    return add_person(name=name, email=email, password=password, language=language, firm=organisation, is_contact=True)


@transactional
def add_person(*, name: str, email: str, firm: Organisation | dict[str, Any], is_contact: bool, **more: Any) -> Member:
    """Make a person at a firm, which is made with them where it is none yet.

    Raises IntegrityError when somebody took the address or the name a moment ago.
    """
    member = Member(
        slug=free_slug(name, _member_has, "member"), name=name, email=email, is_contact=is_contact, active=True,
        organisation=firm if isinstance(firm, Organisation) else _new_firm(firm), fs_uniquifier=uuid.uuid4().hex, **more,
    )  # fmt: skip
    db.session.add(member)
    db.session.flush()
    return member


@transactional
def settle(member: Member) -> None:
    """The address is theirs: they and the firm can be found from now on, and colleagues who are here are named."""
    if member.organisation.listed_at is None:
        member.organisation.listed_at = clock.now()
        db.session.flush()
        hooks.changed(member.organisation)
    tell_person(member)
    if offered := organisation_offered_to(member):
        notify(member, JOIN_OFFERED, path="/settings/organisation", mail=False, name=offered.name)


@transactional
def save_settings(member: Member, **wishes: Any) -> None:
    """Keep what a member wishes; nothing but settings can be changed this way."""
    for name, value in wishes.items():
        if name in SETTINGS:
            setattr(member, name, value)
    db.session.flush()
    tell_person(member)


@transactional
def sign_out_everywhere(member: Member) -> None:
    """End every session of a member: they were opened with another key."""
    member.fs_uniquifier = uuid.uuid4().hex


@transactional
def tell_old_address(member: Member, old_email: str) -> None:
    """Say at the address that was left where the account went, in case somebody else took it there."""
    notify(member, EMAIL_CHANGED, inbox=False, to=old_email)


def _new_firm(facts: dict[str, Any]) -> Organisation:
    slug = free_slug(facts["name"], _organisation_has, "organisation")
    return Organisation(slug=slug, **{fact: facts[fact] for fact in FACTS})


def _organisation_has(slug: str) -> bool:
    return db.session.scalar(select(Organisation.id).where(Organisation.slug == slug)) is not None


def _member_has(slug: str) -> bool:
    return db.session.scalar(select(Member.id).where(Member.slug == slug)) is not None
