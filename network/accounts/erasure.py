"""Erasing a member: nothing of the person is left, and what they wrote stays their firm's. One transaction."""

from __future__ import annotations

import secrets
import uuid

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, select, true, update

from network.accounts import limiting, notices
from network.accounts.contacts import hold_firm, make_contact, see_to_a_contact
from network.accounts.queries import successors_of
from network.accounts.web import PERSON
from network.kernel import clock
from network.kernel.database import db, transactional
from network.kernel.errors import Refusal, require
from network.links.services import forget
from network.members import audit, hooks, roles
from network.members.erasing import forget_rows_of
from network.members.models import MEMBER, Member, Organisation
from network.members.services import require_here
from network.notifications.services import unname

ERASED = "erased"
_ANYBODY = true()
ACTS = {ERASED: _l("erased")}
NAMES_A_FIRM = (notices.VERIFIED, notices.UNVERIFIED, notices.JOIN_OFFERED, notices.NOW_CONTACT)  # and no person


class NoSuccessor(Refusal):
    """A firm with people is never without a contact who was asked."""

    words = _l("You are the only one who looks after the page of your firm.")
    way_on = _l("Choose a colleague who does from now on.")


@transactional
def leave(member: Member, successor: Member | None = None) -> None:
    """Erase oneself; a firm's last contact says who comes after them. Raises NoSuccessor, LastAdministrator."""
    hold_firm(member.organisation_id)
    heirs = {each.id: each for each in successors_of(member)}
    if heirs and (successor is None or successor.id not in heirs):
        raise NoSuccessor
    if successor is not None and heirs:
        make_contact(successor, db.session.get_one(Organisation, member.organisation_id))
    _erase(member, by=member)


@transactional
def erase(member: Member, reason: str, by: Member) -> None:
    """Erase somebody who asked for it. Doing it twice changes nothing. Raises NotYours, LastAdministrator."""
    require(by.is_administrator and member.id != by.id)
    hold_firm(member.organisation_id)
    require_here(by.id)
    _erase(member, by=by, reason=reason)


@transactional
def erase_if(member: Member, still: ColumnElement[bool]) -> bool:
    """Erase somebody of whom a condition still holds, without anybody being noted for it. Says whether that was so.

    Who stops being so at the same moment stays.
    """
    hold_firm(member.organisation_id)
    return _erase(member, by=None, still=still)


def _erase(member: Member, by: Member | None, reason: str = "", still: ColumnElement[bool] = _ANYBODY) -> bool:
    """The verbs' common part. Themes and meetups are held before the row itself, see members.hooks."""
    if member.is_administrator:
        roles.require_another_administrator(member)
    if not _claimed(member, still):
        return False
    hooks.gone(member, erased=True)
    forget_rows_of(member)
    forget(PERSON, member.id)
    unname(member.name, besides=NAMES_A_FIRM)
    audit.forget({member.id})
    limiting.forget(member.id, member.email)
    _empty(member)
    audit.note(by, ERASED, "member", member.id, "", reason)
    see_to_a_contact(member.organisation_id)
    _unlist_if_empty(member.organisation_id)
    return True


def _claimed(member: Member, still: ColumnElement[bool]) -> bool:
    """Whether it is this verb that erases; who asked at the same moment, or again, does not."""
    claim = update(Member).where(Member.id == member.id, Member.erased_at.is_(None), still)
    claim = claim.values(active=False, erased_at=clock.now()).returning(Member.id)
    claimed = db.session.scalar(claim.execution_options(synchronize_session=False))
    db.session.refresh(member)
    return claimed is not None


def _empty(member: Member) -> None:
    """Leave nothing in the row that tells of the person: what they wrote refers to it, and counts count it."""
    member.name, member.job, member.ask_me, member.suspension_reason = "", "", "", ""
    member.slug, member.email = f"erased-{secrets.token_hex(8)}", f"{uuid.uuid4().hex}@erased.invalid"
    member.password, member.confirmed_at, member.suspended_at = None, None, None
    member.role, member.is_contact, member.is_listed, member.language = MEMBER, False, False, "nl"
    member.mail_reminders = member.mail_conversations = member.mail_news = member.mail_digest = False
    member.fs_uniquifier = uuid.uuid4().hex  # the key of every session and every link from a mail
    db.session.flush()


def _unlist_if_empty(organisation_id: int) -> None:
    """A firm that nobody is of any more leaves the list; its page stays where something leads to it."""
    firm = db.session.get_one(Organisation, organisation_id)
    left = select(Member.id).where(
        Member.organisation_id == firm.id, Member.erased_at.is_(None), Member.confirmed_at.is_not(None)
    )
    if db.session.scalar(left.limit(1)) is None and firm.listed_at is not None:
        firm.listed_at = None
        db.session.flush()
        hooks.changed(firm)
