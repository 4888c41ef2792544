"""A new session at every sign-in: nothing that was planted in the browser before survives it. It lasts while one comes by."""

from __future__ import annotations

import secrets
from typing import Any

from flask import Flask, g, session

from network.kernel import clock

KEPT = ("_user_id", "_fresh", "_id", "_flashes")


def init_app(app: Flask) -> None:
    """Send the cookie when it changes, not with every page: `stay` sees to it that it lives on."""
    app.config["SESSION_REFRESH_EACH_REQUEST"] = False


def begin(_app: Any, **_who: Any) -> None:
    """Start the session of whoever signed in just now; it ends after 30 days without a visit."""
    kept = {name: session[name] for name in KEPT if name in session}
    session.clear()
    session.update(kept, sid=secrets.token_urlsafe(12))
    session.permanent = True
    g.pop("csrf_token", None)  # the forms of the page before belong to the session before


def stay() -> None:
    """Whoever comes by within 30 days stays signed in: the cookie is written anew on the first page of each day."""
    today = clock.today().toordinal()
    if session.get("day") != today:
        session["day"] = today
