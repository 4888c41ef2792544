"""People whom an administrator brought in: a link by which they come in themselves, or are forgotten at once.

Until they come in nobody finds them or their firm, and nothing stands in their name.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer
from sqlalchemy import ColumnElement, and_, func, select, update
from sqlalchemy.orm import contains_eager, joinedload

from network.accounts import services
from network.accounts.erasure import erase_if
from network.accounts.notices import INVITED
from network.kernel import clock, mail
from network.kernel.database import db, transactional
from network.kernel.errors import Refusal
from network.kernel.jobs import each_by_itself
from network.members.models import Member, Organisation
from network.notifications.services import notify

WAITS = timedelta(days=90)  # how long somebody may think about it; then they are forgotten
A_LIST = 100


class NoInvitation(Refusal):
    """A link that nobody was sent, that was used, or that has waited too long."""

    status = 410
    words = _l("This invitation does not work any more.")
    way_on = _l("If you have a password already, sign in. If not, ask for a new link at “Send the link again”.")


def is_invited() -> ColumnElement[bool]:
    """Members who were brought in and have not come in yet: who registers has a password from the start."""
    return and_(Member.password.is_(None), Member.confirmed_at.is_(None), Member.erased_at.is_(None), Member.active)


def link_for(member: Member) -> str:
    """The address in the mail, good until they come in, and for 90 days."""
    return mail.url(f"/invitation/{_signer().dumps(member.fs_uniquifier)}")


def invited_by(token: str) -> Member:
    """Whom a link is for, with their firm. Raises NoInvitation."""
    try:
        key = _signer().loads(token, max_age=int(WAITS.total_seconds()))
    except (BadSignature, SignatureExpired, ValueError):
        raise NoInvitation from None
    known = (
        select(Member).options(joinedload(Member.organisation)).where(Member.fs_uniquifier == str(key), is_invited())
    )
    member = db.session.scalar(known)
    if member is None:
        raise NoInvitation
    return member


def waiting_for_administrators() -> tuple[Sequence[Member], int]:
    """Who was invited and has not come in yet, the longest first, with their firms; and how many they are."""
    statement = select(Member, func.count().over()).join(Member.organisation).where(is_invited())
    first = statement.options(contains_eager(Member.organisation)).order_by(Member.created_at, Member.id).limit(A_LIST)
    rows = db.session.execute(first).all()
    return [member for member, _ in rows], rows[0][1] if rows else 0


@transactional
def bring_in(*, person: dict[str, Any], firm: Organisation | dict[str, Any], is_contact: bool) -> Member:
    """Make a person whom an administrator vouches for, at a firm that is here or is made with them, and invite them."""
    member = services.add_person(firm=firm, is_contact=is_contact, **person)
    invite(member)
    return member


@transactional
def invite(member: Member) -> bool:
    """Mail somebody their link, once a week at most. Says whether that was now."""
    once = f"{INVITED}:{member.fs_uniquifier}:{clock.now():%G%V}"
    facts: dict[str, Any] = {"link": link_for(member), "firm": member.organisation.name}
    return notify(member, INVITED, inbox=False, once=once, **facts) is not None


@transactional
def invite_again() -> int:
    """Remind everybody who has not come in yet, once a week at most. Gives how many mails go out."""
    this_week = clock.now() - timedelta(days=7)
    waiting = select(Member).join(Member.organisation).options(contains_eager(Member.organisation))
    people = db.session.scalars(waiting.where(is_invited(), Member.created_at < this_week)).all()
    return sum(invite(person) for person in people)


@transactional
def accept(member: Member, *, name: str, password: str, language: str) -> None:
    """Let somebody in by their link; `password` is a hash. Raises NoInvitation when it was used a moment ago."""
    claim = update(Member).where(Member.id == member.id, is_invited())
    claim = claim.values(password=password, confirmed_at=clock.now(), name=name, language=language)
    if db.session.scalar(claim.returning(Member.id).execution_options(synchronize_session=False)) is None:
        raise NoInvitation
    db.session.refresh(member, ["password", "confirmed_at", "name", "language"])
    services.settle(member)


@transactional
def decline(member: Member) -> None:
    """Forget somebody who does not want to come in, with all that was put ready for them.

    Raises NoInvitation when they came in, or were forgotten, a moment ago.
    """
    if not erase_if(member, is_invited()):
        raise NoInvitation


def forget_unanswered(now: datetime) -> int:
    """Forget whoever was invited long ago and never answered. Gives how many they were."""
    old = select(Member.id).where(is_invited(), Member.created_at < now - WAITS)
    return each_by_itself(db.session.scalars(old).all(), _forget)


def _forget(member_id: int) -> int:
    return erase_if(db.session.get_one(Member, member_id), is_invited())


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(mail.settings().secret_key.get_secret_value(), salt="accounts.invitation")
