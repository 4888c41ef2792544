"""Shutting a member out for as long as it takes, and letting them in again. Each verb is one transaction."""

from __future__ import annotations

import uuid
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import update

from network.accounts.contacts import hold_firm, see_to_a_contact
from network.accounts.notices import LET_BACK, SUSPENDED
from network.accounts.web import tell_person
from network.kernel import clock
from network.kernel.database import db, transactional
from network.kernel.errors import Refusal, require
from network.members import audit, hooks, roles
from network.members.models import Member, Organisation
from network.members.services import require_here
from network.notifications.services import notify

SHUT_OUT, LET_IN = "suspended", "let_back"
ACTS = {SHUT_OUT: _l("suspended"), LET_IN: _l("let back in")}


class Oneself(Refusal):
    """Nobody shuts themselves out: they could not undo it."""

    words = _l("You cannot suspend yourself.")
    way_on = _l("Ask another administrator.")


@transactional
def suspend(member: Member, reason: str, by: Member) -> None:
    """Shut a member out: signed out everywhere, places at meetups to come given back, memberships at rest.

    They hear it by mail, with the reason. Doing it twice changes nothing. Raises NotYours, Oneself, LastAdministrator.
    """
    require(by.is_administrator)
    if member.id == by.id:
        raise Oneself
    hold_firm(member.organisation_id)
    if member.is_administrator:
        roles.require_another_administrator(member)
    require_here(by.id)
    if not _turned(member, to_active=False, suspended_at=clock.now(), suspension_reason=reason):
        return
    hooks.gone(member, erased=False)
    see_to_a_contact(member.organisation_id)
    tell_person(member)
    firm = db.session.get_one(Organisation, by.organisation_id)
    notify(member, SUSPENDED, inbox=False, reason=reason, name=by.name, firm=firm.name, firm_path=firm.path)
    audit.note(by, SHUT_OUT, "member", member.id, member.name, reason)
    # Last: it takes the row so strongly that whoever writes them a notice waits, and may hold a meetup.
    member.fs_uniquifier = uuid.uuid4().hex
    db.session.flush()


@transactional
def let_back(member: Member, by: Member) -> None:
    """Let somebody in again who was shut out, and tell them. Doing it twice changes nothing. Raises NotYours."""
    require(by.is_administrator)
    if not _turned(member, to_active=True, suspended_at=None, suspension_reason=""):
        return
    hooks.back(member)
    tell_person(member)
    notify(member, LET_BACK, path="/")
    audit.note(by, LET_IN, "member", member.id, member.name)


def _turned(member: Member, *, to_active: bool, **values: Any) -> bool:
    """Whether it is this verb that changed it: who asked at the same moment, or again, did not."""
    other = (Member.id == member.id, Member.active.is_not(to_active), Member.erased_at.is_(None))
    claim = update(Member).where(*other).values(active=to_active, **values).returning(Member.id)
    claimed = db.session.scalar(claim.execution_options(synchronize_session=False))
    db.session.refresh(member, ["active", *values])
    return claimed is not None
