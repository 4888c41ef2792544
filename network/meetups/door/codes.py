"""The code of a seat: a signed address for a camera, and five letters to say aloud. Both are of the signup."""

from __future__ import annotations

import hmac

from itsdangerous import BadSignature, URLSafeSerializer

from network.kernel import mail
from network.meetups.door.rules import code_from

PURPOSE = "meetups.door"


def path_for(slug: str, signup_id: int) -> str:
    """The address that a signup's code holds."""
    return f"/meetups/{slug}/door/{token_of(signup_id)}"


def token_of(signup_id: int) -> str:
    """A signup's number with our signature, which tells nobody else's."""
    return str(_signer().dumps(signup_id))


def opened(token: str) -> int | None:
    """The signup that a token is for; None when it is not ours."""
    try:
        signup_id = _signer().loads(token)
    except (BadSignature, ValueError, TypeError):
        return None
    return signup_id if isinstance(signup_id, int) else None


def letters_of(signup_id: int) -> str:
    """The same for who cannot scan. It opens nothing: whoever keeps the door finds a name by it."""
    return code_from(hmac.digest(_key(), f"{PURPOSE}.letters:{signup_id}".encode(), "sha256"))


def _key() -> bytes:
    return mail.settings().secret_key.get_secret_value().encode()


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(_key(), salt=PURPOSE)
