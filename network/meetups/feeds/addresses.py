"""The secret addresses of feeds: a feed's number and its nonce, signed, so that the database alone opens nothing."""

from __future__ import annotations

from itsdangerous import BadSignature, URLSafeSerializer

from network.kernel import mail
from network.meetups.feeds.models import CalendarFeed


def url_of(feed: CalendarFeed) -> str:
    """The address that calendars read."""
    return mail.url(f"/calendars/{_signer().dumps([feed.id, feed.nonce])}.ics")


def opened(token: str) -> tuple[int, str] | None:
    """The number and nonce in a token; None when we never gave it."""
    try:
        feed_id, nonce = _signer().loads(token)
    except (BadSignature, ValueError, TypeError):
        return None
    return feed_id, nonce


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(mail.settings().secret_key.get_secret_value(), salt="meetups.feeds")
