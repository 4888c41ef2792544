"""Who may get a certificate of what."""

from __future__ import annotations

from network.meetups.models import Meetup


def has_been_held(meetup: Meetup) -> bool:
    """Over, and not called off: only then has anybody been there."""
    return meetup.is_over and not meetup.is_cancelled
