"""Visitors' pages: known again while nothing has changed, and kept ready to be given to the next visitor.

All visitors have the same rights, so one page is right for all who ask the same address in the same language and colours.
It is right for as long as the database has the version that it had before the page was made, and for five minutes:
pages say "tomorrow" and "has begun". Whoever is signed in, or has anything in their session, gets a page of their own.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import NamedTuple

from flask import Flask, Response, current_app, g, request, session

from network.kernel import clock, responses
from network.kernel.database import current_version
from network.kernel.i18n import language_of_request
from network.kernel.scheme import scheme

ROOM = 4 * 1024 * 1024  # bytes of pages that a process keeps: some three hundred
SLOT = 300  # seconds that a page may speak of
NEVER = (
    None,
    "health",
    "feeds",
)  # whether this process lives must not hang on the database; a feed has a tag of its own
# Stands in a kept page where each answer has a nonce of its own; nobody can write it into a page and be given a nonce.
_PLACE = secrets.token_urlsafe(24).encode()


class Page(NamedTuple):
    """A page as it was made: the tag by which browsers know it, and its HTML."""

    tag: str
    html: bytes


class Shelf:
    """The pages that were asked for last, by address; no more of them than there is room for."""

    def __init__(self, room: int) -> None:
        self._room, self._taken = room, 0
        self._pages: OrderedDict[Hashable, Page] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Page | None:
        """The page that was put there, if it still stands there."""
        with self._lock:
            if key in self._pages:
                self._pages.move_to_end(key)
            return self._pages.get(key)

    def put(self, key: Hashable, page: Page) -> None:
        """Keep a page in the place of the one before; the pages that nobody asked for longest make room."""
        with self._lock:
            old = self._pages.pop(key, None)
            self._pages[key] = page
            self._taken += len(page.html) - (len(old.html) if old else 0)
            while self._taken > self._room:
                _key, gone = self._pages.popitem(last=False)
                self._taken -= len(gone.html)


def init_app(app: Flask) -> None:
    """Answer a known page before any view runs; keep what was made, before it is compressed.

    Comes after the language is settled, and after the headers' own `init_app`: what is added last sees an answer first.
    """
    app.extensions["visits"] = Shelf(ROOM)
    app.before_request(_known)
    app.after_request(_keep)


def _is_plain() -> bool:
    """Whether this is a visitor without a session reading a page, which others may get the same answer to."""
    return request.method in ("GET", "HEAD") and request.blueprint not in NEVER and not session


def _known() -> Response | None:
    """A page that is still right, for one statement: to a browser that holds it just the word that it is."""
    if not _is_plain():
        return None
    g.visit_tag = tag = _tag(current_version())
    if request.if_none_match.contains_weak(_opaque(tag)):
        return _dressed(Response(status=304), tag)
    page: Page | None = _shelf().get(_address())
    if page is None or page.tag != tag:
        return None
    return _dressed(Response(page.html.replace(_PLACE, responses.nonce().encode()), mimetype="text/html"), tag)


def _keep(response: Response) -> Response:
    """Tag a page that was made for a visitor, and keep it."""
    if "visit_tag" not in g or response.status_code != 200 or response.mimetype != "text/html" or not _is_plain():
        return response
    if "ETag" not in response.headers:
        html = response.get_data().replace(responses.nonce().encode(), _PLACE)
        _shelf().put(_address(), Page(g.visit_tag, html))
    return _dressed(response, g.visit_tag)


def _dressed(response: Response, tag: str) -> Response:
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "private, no-cache"
    response.vary.update(("Accept-Encoding", "Accept-Language", "Cookie"))
    return response


def _opaque(tag: str) -> str:
    return tag.removeprefix("W/").strip('"')


def _shelf() -> Shelf:
    return current_app.extensions["visits"]  # type: ignore[no-any-return]


def _address() -> Hashable:
    return request.full_path, language_of_request(), scheme()


def _tag(version: str) -> str:
    """Address, language, colours, build, time and the database's own version, as a weak tag."""
    slot = int(clock.now().timestamp()) // SLOT
    what = repr((_address(), current_app.config["BUILD"], slot, version))
    return f'W/"{hashlib.blake2b(what.encode(), digest_size=12).hexdigest()}"'
