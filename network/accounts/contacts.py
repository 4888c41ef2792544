"""Who looks after a firm's page when its contact goes."""

from __future__ import annotations

from sqlalchemy import select

from network.accounts.notices import NOW_CONTACT
from network.kernel.database import db, transactional
from network.members.models import Member, Organisation
from network.members.queries import contacts_of
from network.notifications.services import notify


def hold_firm(organisation_id: int) -> None:
    """Let nobody else leave this firm until the commit: each of two contacts would count on the other.

    Called within a verb, before any member, theme or meetup is held.
    """
    db.session.execute(
        select(Organisation.id).where(Organisation.id == organisation_id).with_for_update(key_share=True)
    )


@transactional
def see_to_a_contact(organisation_id: int) -> None:
    """Let whoever is at a firm longest look after its page when nobody does any more, and tell them."""
    firm = db.session.get_one(Organisation, organisation_id)
    if contacts_of(firm):
        return
    here = (Member.organisation_id == firm.id, Member.active, Member.confirmed_at.is_not(None))
    longest = db.session.scalar(select(Member).where(*here).order_by(Member.id).limit(1))
    if longest is not None:
        make_contact(longest, firm)


def make_contact(member: Member, firm: Organisation) -> None:
    """Let a member look after their firm's page, and tell them; called within a verb."""
    member.is_contact = True
    db.session.flush()
    notify(member, NOW_CONTACT, path=f"{firm.path}/edit", name=firm.name)
