"""Errors in style: what happened, what to do, a way on. These pages need neither the session nor the database."""

from __future__ import annotations

import logging
import secrets
from typing import Any

from flask import Flask, current_app, jsonify, make_response, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from network.kernel import database, i18n
from network.kernel.errors import Refusal
from network.kernel.guards import wants_json

log = logging.getLogger(__name__)

PAGES = {
    400: (
        _l("This request cannot be read"),
        _l("Go back and try it once more. If it keeps happening, tell us what you did."),
    ),
    403: (_l("This is not for you to see or do"), _l("Ask the coordinator of the theme if you think it should be.")),
    404: (
        _l("This page is not here"),
        _l("It may have moved, or it is only for the members of a theme. Search, or sign in if you are a member."),
    ),
    405: (_l("That cannot be done at this address"), _l("Go back to the page you came from and use its buttons.")),
    410: (_l("This is no longer here"), _l("It was removed by whoever wrote it.")),
    413: (
        _l("That is too large"),
        _l("Make it smaller and send it again. What you typed is still in your browser when you go back."),
    ),
    429: (_l("That was very often in a short time"), _l("Wait a moment and try again.")),
    500: (_l("Something went wrong on our side"), _l("Nothing was saved half. Try it again in a moment.")),
    503: (_l("It is too busy for a moment"), _l("Nothing was lost. Try again in some seconds.")),
}


def init_app(app: Flask) -> None:
    """Answer every error with a page in style, or with JSON for who asked for it."""
    app.register_error_handler(Refusal, refused)
    app.register_error_handler(CSRFError, form_expired)
    app.register_error_handler(HTTPException, told)
    app.register_error_handler(OperationalError, busy)
    app.register_error_handler(Exception, broken)


def refused(refusal: Refusal) -> ResponseReturnValue:
    """A rule of the network said no: its own words, and what to do next."""
    if wants_json():
        return jsonify(
            error=type(refusal).__name__, message=str(refusal.words), next=str(refusal.way_on)
        ), refusal.status
    return page(refusal.status, refusal.words, refusal.way_on)


def form_expired(error: CSRFError) -> ResponseReturnValue:
    """The form belongs to another session: show what was typed, so that nothing is lost."""
    if wants_json():
        return jsonify(error="csrf", message=str(error.description)), 400
    typed = [
        value for name, values in request.form.lists() for value in values
        if value.strip() and len(value) > 3 and name not in {"csrf_token", "password", "password_confirm", "once", "new_password"}
    ]  # fmt: skip
    words = _l("This form is too old to send")
    way_on = _l("You signed in or out since you opened it. Open the page again; what you typed stands below to copy.")
    return page(400, words, way_on, typed=typed, again=request.path)


def told(error: HTTPException) -> ResponseReturnValue:
    """Any HTTP error, with the headers that belong to it (405 keeps Allow)."""
    code = error.code or 500
    if code < 400:
        return error
    words, way_on = PAGES.get(code, PAGES[400] if code < 500 else PAGES[500])
    if wants_json():
        response = make_response(jsonify(error=error.name, message=str(words)), code)
    else:
        response = make_response(page(code, words, way_on))
    for name, value in error.get_headers():
        if name.lower() not in {"content-type", "content-length"}:
            response.headers[name] = value
    return response


def busy(error: OperationalError) -> ResponseReturnValue:
    """The database did not answer in time."""
    log.warning("database busy: %s", error.orig)
    response = make_response(jsonify(error="busy") if wants_json() else page(503, *PAGES[503]), 503)
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
    """The error page itself, rendered without asking who reads it."""
    environment = i18n.environments(current_app)[i18n.language_of_request()]
    return environment.get_template("error.html").render(code=code, words=words, way_on=way_on, **more), code
