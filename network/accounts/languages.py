"""In which language somebody who is signed in is answered: their own, unless this very browser chose another."""

from __future__ import annotations

from flask import Flask, request, session
from flask_babel import refresh

from network.kernel import cookies
from network.kernel.i18n import COOKIE, LANGUAGES, speak
from network.kernel.visits import NEVER
from network.members.current import current_member
from network.members.models import Member


def init_app(app: Flask) -> None:
    """Settle the language before any view runs, by the statement that each page of a member takes anyway."""
    app.before_request(_know_who_asks)


def _know_who_asks() -> None:
    """Later is too late: a page of which only the frame asks who reads it would begin in the language of the browser."""
    if "_user_id" in session and request.endpoint is not None and request.blueprint not in NEVER:
        current_member()


def answer_in_language_of(member: Member) -> None:
    """From here on this request speaks as the member wishes; what the browser chose, now or earlier, stands."""
    if not _browser_chose():
        speak(member.language)
        refresh()


def _browser_chose() -> bool:
    return request.args.get("lang") in LANGUAGES or cookies.wish(COOKIE) in LANGUAGES
