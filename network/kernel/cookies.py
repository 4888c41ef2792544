"""What a browser remembers for us beside its session: a wish of its reader, for a year."""

from __future__ import annotations

from flask import Response, current_app, request

A_YEAR = 31_536_000  # seconds


def wish(name: str) -> str | None:
    """What this browser remembers under a name."""
    return request.cookies.get(_named(name))


def remember(response: Response, name: str, value: str) -> None:
    """Let the browser remember a wish."""
    response.set_cookie(
        _named(name),
        value,
        max_age=A_YEAR,
        samesite="Lax",
        httponly=True,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )


def forget(response: Response, name: str) -> None:
    """Let the browser forget a wish."""
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    response.delete_cookie(_named(name), secure=secure, httponly=True, samesite="Lax")


def _named(name: str) -> str:
    """Over TLS a name by which no other host beside ours can have set it."""
    return f"__Host-{name}" if current_app.config["SESSION_COOKIE_SECURE"] else name
