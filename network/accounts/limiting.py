"""How often somebody may knock: counted per account and per address before a view runs, over all processes."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import current_app, request
from flask_security.mail_util import EmailValidateException
from sqlalchemy import delete
from werkzeug.exceptions import TooManyRequests

from network.kernel.database import db, transactional
from network.kernel.limits import Limit, Throttle, address_key, exceeded
from network.members.current import current_member

QUARTER, HOUR = 900, 3600  # seconds

# Endpoint: (per account, per address). A whole firm's office often shares one address.
LIMITS: dict[str, tuple[Limit | None, Limit | None]] = {
    "security.login": (Limit(10, QUARTER), Limit(60, QUARTER)),
    "security.register": (None, Limit(30, HOUR)),
    "security.forgot_password": (Limit(5, HOUR), Limit(30, HOUR)),
    "security.send_confirmation": (Limit(5, HOUR), Limit(30, HOUR)),
    "security.reset_password": (None, Limit(30, HOUR)),
    "security.change_password": (Limit(10, QUARTER), None),
    "security.change_email": (Limit(10, QUARTER), None),
    "accounts.accept_invitation": (None, Limit(30, HOUR)),
    "accounts.leave": (Limit(10, QUARTER), None),
}


def count(endpoint: str) -> None:
    """Count one knock. Raises TooManyRequests, with the seconds to wait, when it was one too many."""
    if request.method != "POST" or not current_app.config["RATE_LIMITS"] or endpoint not in LIMITS:
        return
    account, address = LIMITS[endpoint]
    waits = [exceeded(account, f"{endpoint}:{_account()}")] if account else []
    waits += [exceeded(address, f"{endpoint}@{address_key(request.remote_addr)}")] if address else []
    if wait := max(waits, default=0):
        raise TooManyRequests(retry_after=wait)


@transactional
def forget(member_id: int, email: str) -> None:
    """Let go of all that was counted for an account."""
    keys = [f"{endpoint}:{_digest(whom)}" for endpoint in LIMITS for whom in (str(member_id), email.lower())]
    db.session.execute(delete(Throttle).where(Throttle.key.in_(keys)))


def _account() -> str:
    """Whose account it is about, so that the table of counters holds no addresses."""
    member = current_member()
    return _digest(str(member.id) if member else _typed_email())


def _digest(whom: str) -> str:
    return hashlib.blake2b(whom.encode(errors="replace"), digest_size=16).hexdigest()


def _typed_email() -> str:
    given: Any = (request.get_json() if request.is_json else request.form).get("email")
    typed = given if isinstance(given, str) else ""
    try:
        return str(current_app.extensions["security"].mail_util.normalize(typed))
    except EmailValidateException:
        return typed.strip().lower()
