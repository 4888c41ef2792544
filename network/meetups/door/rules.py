"""When a door is open and to whom, what a code reads like, whom a search finds. No database, no clock, no Flask."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import datetime, timedelta

OPENS = timedelta(hours=2)  # before the start
CLOSES = timedelta(hours=24)  # after the end, for who helps
CORRECTED = timedelta(days=30)  # after the end, for who coordinates
KEPT = timedelta(days=30)  # after the end, the names of guests and who helped

LETTERS = "BCDFGHJKLMNPQRSTVWXZ"  # no vowels, so that they spell no word; none that looks or sounds like another sign
CODE_LENGTH = 5  # three million codes: two people of one meetup hardly ever get the same


def opens_at(starts_at: datetime) -> datetime:
    """From when presence can be noted."""
    return starts_at - OPENS


def closes_at(ends_at: datetime, *, coordinates: bool) -> datetime:
    """Until when: helpers are done the day after, who coordinates may put it right for some weeks."""
    return ends_at + (CORRECTED if coordinates else CLOSES)


def is_open(starts_at: datetime, ends_at: datetime, now: datetime, *, coordinates: bool) -> bool:
    """Whether somebody who keeps this door can note presence now."""
    return opens_at(starts_at) <= now <= closes_at(ends_at, coordinates=coordinates)


def code_from(digest: bytes) -> str:
    """A few letters to say aloud, from the bytes of a digest."""
    number = int.from_bytes(digest[:8])
    letters = ""
    for _ in range(CODE_LENGTH):
        number, at = divmod(number, len(LETTERS))
        letters += LETTERS[at]
    return letters


def simplified(text: str) -> str:
    """A text as one searches in it: small letters without accents."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in parts if not unicodedata.combining(each))


def matches(wanted: str, text: str) -> bool:
    """Whether every word that is wanted stands in a text, in any order; both are simplified."""
    return all(word in text for word in wanted.split())


def per_firm(people: Iterable[tuple[str, bool, bool]]) -> list[tuple[str, int, int]]:
    """From (firm, has a seat, is here) of each person: the firms by name, with how many are here and have a seat."""
    counts: dict[str, list[int]] = {}
    for firm, has_seat, is_here in people:
        count = counts.setdefault(firm, [0, 0])
        count[0] += is_here
        count[1] += has_seat
    return [(firm, here, seats) for firm, (here, seats) in sorted(counts.items(), key=lambda each: simplified(each[0]))]
