"""One click out of a kind of mail: signed addresses that need no sign-in, and what a click does."""

from __future__ import annotations

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import update

from network.kernel import mail
from network.kernel.database import db, transactional
from network.members.models import Member
from network.notifications.rules import GROUPS


def path_for(member_id: int, group: str) -> str:
    """The address that switches a group of mail off for a member; it stays valid, as old mail does."""
    return f"/notifications/mute/{_signer().dumps([member_id, group])}"


def opened(token: str) -> tuple[int, str] | None:
    """Whom and which group a token is for; None when it is not ours."""
    try:
        member_id, group = _signer().loads(token)
    except (BadSignature, ValueError, TypeError):
        return None
    return (member_id, group) if group in GROUPS and isinstance(member_id, int) else None


def switched_off(member: Member) -> frozenset[str]:
    """The groups of mail that a member does not want."""
    return frozenset(group for group in GROUPS if not getattr(member, f"mail_{group}"))


@transactional
def mute(member_id: int, group: str) -> None:
    """Send a member no more mail of this group; doing it twice changes nothing."""
    db.session.execute(update(Member).where(Member.id == member_id).values({f"mail_{group}": False}))


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(mail.settings().secret_key.get_secret_value(), salt="notifications.mute")
