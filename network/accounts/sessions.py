"""A new session at every sign-in: nothing that was planted in the browser before survives it."""

from __future__ import annotations

import secrets
from typing import Any

from flask import g, session

KEPT = ("_user_id", "_fresh", "_id", "_flashes")


def begin(_app: Any, **_who: Any) -> None:
    """Start the session of whoever signed in just now; it ends after 30 days without a visit."""
    kept = {name: session[name] for name in KEPT if name in session}
    session.clear()
    session.update(kept, sid=secrets.token_urlsafe(12))
    session.permanent = True
    g.pop("csrf_token", None)  # the forms of the page before belong to the session before
