"""The way into Flask-Security's views and out: knocks counted, `next` kept at home, all committed or nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Flask, Response, abort, make_response, request
from sqlalchemy.exc import IntegrityError
from werkzeug.datastructures import ImmutableMultiDict, MultiDict

from network.accounts import limiting
from network.kernel import database
from network.kernel.database import db
from network.kernel.guards import safe_next

View = Callable[..., Any]

WRITING_GETS = frozenset({"security.confirm_email", "security.change_email_confirm"})
NOWHERE_ELSE = frozenset({"security.register", "security.logout"})  # these lead where they lead


def guard(app: Flask) -> None:
    """Put every view of Flask-Security behind this."""
    for endpoint, view in app.view_functions.items():
        if endpoint.startswith("security."):
            app.view_functions[endpoint] = _guarded(endpoint, view)


def _guarded(endpoint: str, view: View) -> View:
    @wraps(view)
    def run(**words: Any) -> Response:
        _refuse_odd_json()
        _keep_next_at_home(endpoint)
        limiting.count(endpoint)
        if endpoint in WRITING_GETS:
            if request.method == "HEAD":  # programs that look at a mail's links must not follow them for somebody
                return Response()
            database.begin_writing_request()
        try:
            return _whole(view, words)
        except IntegrityError:  # the same address or name was taken a moment ago: now it is found
            return _whole(view, words)

    return run


def _whole(view: View, words: dict[str, Any]) -> Response:
    """One transaction: what the view wrote is committed once its answer stands."""
    try:
        response = make_response(view(**words))
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        database.end_request()
    return response


def _refuse_odd_json() -> None:
    """Fields hold text or a tick; anything else is nobody's form."""
    if not request.is_json:
        return
    body = request.get_json()
    if not isinstance(body, dict) or not all(_is_plain(value) for value in body.values()):
        abort(400)


def _is_plain(value: object) -> bool:
    if isinstance(value, str):
        return value == value.encode(errors="ignore").decode()
    return value is None or isinstance(value, bool)


def _keep_next_at_home(endpoint: str) -> None:
    for part in ("args", "form"):
        given: MultiDict[str, str] = getattr(request, part)
        if "next" in given:
            kept = [(name, value) for name, value in given.items(multi=True) if name != "next"]
            target = "" if endpoint in NOWHERE_ELSE else safe_next(given["next"], "")
            setattr(request, part, ImmutableMultiDict([*kept, ("next", target)] if target else kept))
