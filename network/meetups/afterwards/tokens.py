"""The signed address by which somebody tells how their intention went, from the mail and without signing in."""

from __future__ import annotations

from itsdangerous import BadSignature, URLSafeSerializer

from network.kernel import mail
from network.kernel.text import LARGEST_WHOLE_NUMBER


def path_of(intention_id: int) -> str:
    """The address; it stays valid, as old mail does, and says nothing of who it is for."""
    return f"/intentions/{_signer().dumps(intention_id)}"


def opened(token: str) -> int | None:
    """Which intention a token is for; None when it is not ours."""
    try:
        intention_id = _signer().loads(token)
    except (BadSignature, ValueError, TypeError):
        return None
    known = isinstance(intention_id, int) and 0 < intention_id <= LARGEST_WHOLE_NUMBER
    return intention_id if known else None


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(mail.settings().secret_key.get_secret_value(), salt="meetups.intention")
