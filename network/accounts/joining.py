"""Verbs by which a firm is vouched for and a newcomer joins their colleagues. Each is one transaction."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from network.accounts.notices import COLLEAGUE_JOINED, UNVERIFIED, VERIFIED
from network.accounts.queries import organisation_offered_to
from network.accounts.web import tell_person
from network.kernel import clock
from network.kernel.database import db, transactional
from network.kernel.errors import Refusal
from network.members import audit, hooks
from network.members.models import Member, Organisation
from network.members.queries import contacts_of
from network.notifications.services import notify
from network.themes.counting import recount_for

ACTS = {"verified": _l("verified"), "unverified": _l("mark “verified” taken away")}


class NoColleaguesHere(Refusal):
    """Nobody of a verified firm has mail at this member's domain (any more)."""

    words = _l("There is no organisation that you can join by your mail address.")
    way_on = _l("Ask a colleague or a coordinator.")


@transactional
def verify(organisation: Organisation, by: Member | None = None) -> None:
    """Vouch for a firm, and tell its contacts. Doing it twice tells them once."""
    if organisation.verified_at is None:
        organisation.verified_at = clock.now()
        audit.note(by, "verified", "organisation", organisation.id, organisation.name)
        _tell_contacts(organisation, VERIFIED)


@transactional
def unverify(organisation: Organisation, by: Member | None = None) -> None:
    """Take the mark away again, and tell the contacts why it is gone."""
    if organisation.verified_at is not None:
        organisation.verified_at = None
        audit.note(by, "unverified", "organisation", organisation.id, organisation.name)
        _tell_contacts(organisation, UNVERIFIED)


@transactional
def join_colleagues(member: Member) -> Organisation:
    """Move a newcomer to the firm of their mail's domain; the one they made, now empty, is taken off the list.

    What they wrote for it stays its own, and keeps its page readable (see members.traces).

    Raises NoColleaguesHere when there is none.
    """
    organisation = organisation_offered_to(member)
    if organisation is None:
        raise NoColleaguesHere
    left = member.organisation
    member.organisation, member.is_contact = organisation, False
    left.listed_at = None
    db.session.flush()
    hooks.changed(left)
    tell_person(member)
    recount_for(member)
    for contact in contacts_of(organisation):
        notify(contact, COLLEAGUE_JOINED, path=organisation.path, name=member.name)
    return organisation


def _tell_contacts(organisation: Organisation, kind: str) -> None:
    for contact in contacts_of(organisation):
        notify(contact, kind, path=organisation.path, name=organisation.name)
