"""Errors in style: what happened, what to do, a way on.

What a reader can mend stands in the whole page, with the places, the languages and a member's tools. What is broken on
our side stands in a bare one, which needs neither the session nor the database.
"""

from __future__ import annotations

import logging
import re
import secrets
import sqlite3
from math import ceil
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, jsonify, make_response, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft
from werkzeug.exceptions import HTTPException, TooManyRequests

from network.kernel import database, i18n
from network.kernel.errors import NotYours, Refusal
from network.kernel.guards import safe_next, wants_json

log = logging.getLogger(__name__)

READING = ("GET", "HEAD")
BEYOND_A_PAGE = (403, 405, 409, 422)  # what was asked for is part of something that has a page
KEPT_BY_THE_BROWSER = (413, 429)  # only the browser's own way back still holds what was typed
NEVER_SHOWN = {"csrf_token", "password", "password_confirm", "new_password", "next", "once"}
CODE = re.compile(r"[a-z0-9_-]+")  # what a choice or a hidden field holds: nobody typed "high_tech" or "practice"
SHORT = 24  # letters; what is no longer than this is typed again in a moment

PAGES = {
    400: (
        _l("This request cannot be read"),
        _l("Go back and try it once more. If it keeps happening, tell us what you did."),
    ),
    403: (_l("This page is not for you"), _l("Ask the coordinator of the theme if you think it should be.")),
    404: (
        _l("This page is not here"),
        _l("It may have moved, or it is only for the members of a theme. Search for it here."),
    ),
    405: (_l("That cannot be done at this address"), _l("Go back to the page you came from and use its buttons.")),
    409: (Refusal.words, _l("Go back and look at how it stands now.")),
    410: (_l("This is no longer here"), _l("It was removed by whoever wrote it.")),
    413: (
        _l("That is too large"),
        _l("Make it smaller and send it again. What you typed is still in your browser when you go back."),
    ),
    422: (_l("Something in this form does not fit"), _l("Go back, look at what you filled in and send it again.")),
    429: (_l("That was very often in a short time"), _l("Wait a moment and try again.")),
    500: (_l("Something went wrong on our side"), _l("Nothing was saved half. Try it again in a moment.")),
    503: (_l("It is too busy for a moment"), _l("Nothing was lost. Try again in some seconds.")),
}


def init_app(app: Flask) -> None:
    """Answer every error with a page in style, or with JSON for who asked for it."""
    app.register_error_handler(Refusal, refused)
    app.register_error_handler(CSRFError, form_expired)
    app.register_error_handler(HTTPException, told)
    for error in (OperationalError, sqlite3.OperationalError, NoConnectionLeft):
        app.register_error_handler(error, busy)
    app.register_error_handler(Exception, broken)


def refused(refusal: Refusal) -> ResponseReturnValue:
    """A rule of the network said no: its own words, and what to do next."""
    if wants_json():
        return jsonify(
            error=type(refusal).__name__, message=str(refusal.words), next=str(refusal.way_on)
        ), refusal.status
    words, way_on = refusal.words, refusal.way_on
    if words is NotYours.words and request.method in READING:
        words, way_on = PAGES[403]
    texts = [text for text in _typed() if len(text) > SHORT]
    return page(refusal.status, words, way_on, back=_page_before() or _page_above(), typed=texts)


def form_expired(error: CSRFError) -> ResponseReturnValue:
    """The form belongs to another session: show what was typed, so that nothing is lost."""
    if wants_json():
        return jsonify(error="csrf", message=str(error.description)), 400
    words = _l("This form is too old to send")
    way_on = _l("You signed in or out since you opened it. Open the page again; what you typed stands below to copy.")
    return page(400, words, way_on, typed=_typed(), again=request.path)


def _typed() -> list[str]:
    """What somebody filled in, so that it can be copied; never a password."""
    return [
        value for name, values in request.form.lists() for value in values
        if value.strip() and len(value) > 3 and name not in NEVER_SHOWN and not CODE.fullmatch(value)
    ]  # fmt: skip


def told(error: HTTPException) -> ResponseReturnValue:
    """Any HTTP error, with the headers that belong to it (405 keeps Allow)."""
    code = error.code or 500
    if code < 400:
        return error
    words, way_on = PAGES.get(code, PAGES[400] if code < 500 else PAGES[500])
    if isinstance(error, TooManyRequests) and isinstance(error.retry_after, int):
        minutes = ceil(error.retry_after / 60)
        way_on = ngettext("Try again in %(num)s minute.", "Try again in %(num)s minutes.", minutes)
    if wants_json():
        response = make_response(jsonify(error=error.name, message=str(words)), code)
    else:
        back = _page_before() or (_page_above() if code in BEYOND_A_PAGE else "")
        response = make_response(page(code, words, way_on, back=back if code not in KEPT_BY_THE_BROWSER else ""))
    for name, value in error.get_headers():
        if name.lower() not in {"content-type", "content-length"}:
            response.headers[name] = value
    return response


def busy(error: Exception) -> ResponseReturnValue:
    """The database did not answer in time, or could not be reached."""
    log.warning("database busy: %s", getattr(error, "orig", error))
    response = make_response((jsonify(error="busy"), 503) if wants_json() else page(503, *PAGES[503]))
    response.headers["Retry-After"] = "5"
    return response


def broken(error: Exception) -> ResponseReturnValue:
    """A fault of ours: told with a number that the log has as well."""
    number = secrets.token_hex(4)
    log.exception("fault %s at %s", number, request.path, exc_info=error)
    if current_app.testing and current_app.config.get("PROPAGATE_EXCEPTIONS"):
        raise error
    database.end_request()
    if wants_json():
        return jsonify(error="fault", number=number), 500
    return page(500, *PAGES[500], number=number)


def page(code: int, words: Any, way_on: Any, **more: Any) -> tuple[str, int]:
    """The error page itself: whole where the fault is not ours and the reader can be asked for, else bare."""
    facts = {"code": code, "words": words, "way_on": way_on, **more}
    if code < 500 and "again" not in more:
        try:
            return i18n.render("error.html", whole=True, **facts), code
        except Exception:  # the first fault is the one to tell of
            log.exception("the whole page for %s cannot be made", code)
    environment = i18n.environments(current_app)[i18n.language_of_request()]
    return environment.get_template("error.html").render(whole=False, **facts), code


def _page_before() -> str:
    """The page on which something was pressed, when it is one of ours and can be opened again."""
    before = urlsplit(request.referrer or "")
    if before.netloc != request.host or before.path == request.path or not _opens(before.path):
        return ""
    return safe_next(f"{before.path}?{before.query}" if before.query else before.path, "")


def _page_above() -> str:
    """The nearest page above the address that was asked for: the meetup of `/meetups/<slug>/signup`."""
    path = request.path
    while path := path.rpartition("/")[0]:
        if _opens(path):
            return path
    return ""


def _opens(path: str) -> bool:
    """Whether there is a page at an address."""
    try:
        current_app.create_url_adapter(request).match(path, method="GET")  # type: ignore[union-attr]
    except HTTPException:
        return False
    return True
