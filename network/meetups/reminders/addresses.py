"""The signed address in a reminder by which it is the last one of its meetup; it needs no sign-in."""

from __future__ import annotations

from itsdangerous import BadSignature, URLSafeSerializer

from network.kernel import mail


def path_for(signup_id: int) -> str:
    """The address; it stays valid, as old mail does."""
    return f"/reminders/{_signer().dumps(signup_id)}"


def opened(token: str) -> int | None:
    """Whose place a token is for; None when it is not ours."""
    try:
        signup_id = _signer().loads(token)
    except (BadSignature, ValueError, TypeError):
        return None
    return signup_id if isinstance(signup_id, int) else None


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(mail.settings().secret_key.get_secret_value(), salt="meetups.reminders")
