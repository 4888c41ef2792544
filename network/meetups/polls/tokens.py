"""Signed addresses in a mail by which one member answers one poll without signing in. They open nothing else."""

from __future__ import annotations

from itsdangerous import BadSignature, URLSafeSerializer

from network.kernel import mail


def path_for(poll_id: int, member_id: int) -> str:
    """The address by which a member answers a poll; it works for as long as the poll is open and they may answer it."""
    return f"/polls/answer/{_signer().dumps([poll_id, member_id])}"


def opened(token: str) -> tuple[int, int] | None:
    """Which poll and whom a token is for; None when it is not ours."""
    try:
        poll_id, member_id = _signer().loads(token)
    except (BadSignature, ValueError, TypeError):
        return None
    return (poll_id, member_id) if isinstance(poll_id, int) and isinstance(member_id, int) else None


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(mail.settings().secret_key.get_secret_value(), salt="meetups.polls.answer")
