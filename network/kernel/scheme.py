"""Light or dark: as the device is set, or as the reader chose by `?scheme=`, which a cookie remembers."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Flask, Response, request

from network.kernel import cookies

SCHEMES = ("light", "dark", "auto")  # auto: as the device
COOKIE = "scheme"


def init_app(app: Flask) -> None:
    """Remember what a reader chooses."""
    app.after_request(_remember)


def scheme() -> str:
    """What this request is to be shown in."""
    wishes = (request.args.get("scheme") if request.query_string else None, cookies.wish(COOKIE))
    return next((wish for wish in wishes if wish in SCHEMES), "auto")


def same_page(name: str, value: str) -> str:
    """The address of this page with one more wish; what is asked of it (search words, a filter) stays."""
    kept = [(key, each) for key, each in request.args.items(multi=True) if key != name] if request.query_string else []
    page = "" if request.method in ("GET", "HEAD") else "/"  # a form's own address may not be one to open
    return f"{page}?{urlencode([*kept, (name, value)])}"


def _remember(response: Response) -> Response:
    wish = request.args.get("scheme") if request.query_string else None
    if wish in SCHEMES:
        cookies.remember(response, COOKIE, str(wish))
    return response


GLOBALS = {"scheme": scheme, "same_page": same_page}
