"""What every answer carries: security headers with a nonce of its own, and compression."""

from __future__ import annotations

import gzip
import secrets
import threading

import zstandard
from flask import Flask, Response, current_app, g, request

from network.kernel import cookies
from network.kernel.cookies import A_YEAR
from network.kernel.guards import may_be_framed
from network.kernel.i18n import COOKIE, LANGUAGES

SMALLEST_TO_COMPRESS = 400  # bytes; below, the header costs more than is gained
COMPRESSED = ("text/", "application/json", "image/svg+xml", "application/atom+xml")

_local = threading.local()


def init_app(app: Flask) -> None:
    """Add the headers to every answer: compressed first, its headers last, the other way round from how they stand here."""
    app.after_request(_secure)
    app.after_request(_remember_language)
    app.after_request(_compress)


def nonce() -> str:
    """The nonce that this answer's scripts carry."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return g.csp_nonce  # type: ignore[no-any-return]


def _policy(framed: bool) -> str:
    script = f"'nonce-{g.csp_nonce}'" if "csp_nonce" in g else "'none'"
    ancestors = "*" if framed else "'none'"
    return (
        f"default-src 'none'; script-src {script}; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
        f"frame-ancestors {ancestors}"
    )


def _secure(response: Response) -> Response:
    headers, framed = response.headers, may_be_framed(current_app, request.endpoint)
    if response.status_code != 304:  # a 304 keeps the stored page, so it must keep that page's nonce as well
        headers.setdefault("Content-Security-Policy", _policy(framed))
    headers.setdefault("X-Content-Type-Options", "nosniff")
    if not framed:
        headers.setdefault("X-Frame-Options", "DENY")
    headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
    if current_app.config["SESSION_COOKIE_SECURE"]:
        headers.setdefault("Strict-Transport-Security", f"max-age={A_YEAR}")
    if "Cache-Control" not in headers:
        headers["Cache-Control"] = "no-cache" if response.status_code == 304 or "ETag" in headers else "no-store"
    return response


def _remember_language(response: Response) -> Response:
    wish = request.args.get("lang") if request.query_string else None
    if wish in LANGUAGES:
        cookies.remember(response, COOKIE, str(wish))
    return response


def _compress(response: Response) -> Response:
    if response.direct_passthrough or response.is_streamed or "Content-Encoding" in response.headers:
        return response
    if not (response.mimetype or "").startswith(COMPRESSED):
        return response
    body = response.get_data()
    if len(body) < SMALLEST_TO_COMPRESS:
        return response
    response.vary.add("Accept-Encoding")
    accepted = request.headers.get("Accept-Encoding", "")
    if ";" in accepted:  # weights are rare, and reading them is dear
        accepted = " ".join(name for name, weight in request.accept_encodings if weight)
    if "zstd" in accepted:
        response.set_data(_zstd().compress(body))
        response.headers["Content-Encoding"] = "zstd"
    elif "gzip" in accepted:
        response.set_data(gzip.compress(body, compresslevel=4, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response


def _zstd() -> zstandard.ZstdCompressor:
    if not hasattr(_local, "zstd"):  # one a thread: a compressor must not be shared
        _local.zstd = zstandard.ZstdCompressor(level=3)
    return _local.zstd  # type: ignore[no-any-return]
