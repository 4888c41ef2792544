"""The doors: every route is closed to visitors unless it says `@public`; where `next=` may lead; who is asking."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

View = TypeVar("View", bound=Callable[..., Any])

# Views of libraries that visitors need; ours say @public themselves. A test holds the full list.
OPEN_LIBRARY_VIEWS = frozenset(
    {
        "security.login",
        "security.logout",
        "security.register",
        "security.confirm_email",
        "security.send_confirmation",
        "security.forgot_password",
        "security.reset_password",
    }
)


def public(view: View) -> View:
    """Open a view to visitors."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def framed(view: View) -> View:
    """Let pages elsewhere show a view in a frame. For what is open to everybody and holds nothing to click away."""
    view.is_framed = True  # type: ignore[attr-defined]
    return view


def may_be_framed(app: Flask, endpoint: str | None) -> bool:
    """Whether other sites may show what this endpoint gives in a frame."""
    return getattr(app.view_functions.get(endpoint or ""), "is_framed", False)


def takes_up_to(largest: int) -> Callable[[View], View]:
    """Let a view take larger requests than others: so many bytes. For members only; a visitor's is not even read."""

    def mark(view: View) -> View:
        view.largest_request = largest  # type: ignore[attr-defined]
        return view

    return mark


def largest_request(app: Flask, endpoint: str | None) -> int | None:
    """How many bytes a request may have; None for as many as the application's settings say."""
    return getattr(app.view_functions.get(endpoint or ""), "largest_request", None)


def is_open(app: Flask, endpoint: str) -> bool:
    """Whether visitors may come in by this endpoint."""
    return endpoint in OPEN_LIBRARY_VIEWS or getattr(app.view_functions.get(endpoint), "is_public", False)


def login_wall() -> ResponseReturnValue | None:
    """Send visitors at a closed door to the sign-in page, and back afterwards."""
    from flask import current_app

    endpoint = request.endpoint
    if endpoint is None or is_open(current_app, endpoint) or current_user.is_authenticated:
        return None
    if wants_json():
        return jsonify(error="sign-in-required"), 401
    wanted = request.full_path.rstrip("?") if request.method == "GET" else _page_before()
    return redirect(url_for("security.login", next=wanted))


def _page_before() -> str:
    """The page on which a form was sent, when it is one of ours: the form's own address cannot be opened."""
    before = urlsplit(request.referrer or "")
    return safe_next(before.path) if before.netloc == request.host else "/"


def wants_json() -> bool:
    """Whether the caller asks for JSON rather than a page."""
    if "json" not in request.headers.get("Accept", "").lower():
        return False
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"


def safe_next(target: str | None, fallback: str = "/") -> str:
    """Where to go after a form: a path on this host, or the fallback.

    Backslashes and control characters are refused outright: browsers drop a TAB, so `/<TAB>/evil` becomes `//evil`.
    """
    if not target or not target.startswith("/") or target.startswith("//"):
        return fallback
    if "\\" in target or any(ord(character) < 33 or ord(character) == 127 for character in target):
        return fallback
    parts = urlsplit(target)
    return target if not parts.netloc and not parts.scheme else fallback
