"""What stands in a calendar feed, and how firmly. No database, no clock, no Flask."""

from __future__ import annotations

from datetime import timedelta

MINE, THEME, NETWORK = "mine", "theme", "network"
KEPT_FOR = timedelta(days=90)  # so long a meetup that was held stays in a feed
MOST = 500  # entries; calendars give up on much longer files
ASK_AGAIN = timedelta(hours=1)  # how often a calendar is asked to look


def firmness(standing: str | None, *, cancelled: bool) -> str:
    """STATUS of an entry: a place in line, or a seat that one has not said yes to, is no appointment yet.

    Source: RFC 5545, 3.8.1.11.
    """
    if cancelled:
        return "CANCELLED"
    return "TENTATIVE" if standing in {"waiting", "offered"} else "CONFIRMED"


def takes_time(standing: str | None, *, cancelled: bool) -> bool:
    """Whether others who look for a free hour find this one taken (TRANSP): only with a seat. RFC 5545, 3.8.2.7."""
    return standing == "seated" and not cancelled
