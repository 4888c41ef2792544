"""Which passwords will do, and which mail domains say something about a firm. No database, clock or Flask."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable

from network.accounts.public_mail import is_public_mail

SHORTEST, LONGEST = 12, 128  # characters
FEWEST_DIFFERENT = 5  # characters; "aaaabbbbaaaa" is long and still guessed at once
SHORTEST_OWN_WORD = 4  # letters; a shorter name is found in too many ordinary words

TOO_SHORT, TOO_LONG, COMMON, OWN_WORDS = "too_short", "too_long", "common", "own_words"


def fault_of(password: str, own_words: Iterable[str], common: Collection[str]) -> str | None:
    """What is wrong with a password, if anything: any characters will do, but it must be long and hard to guess."""
    if len(password) < SHORTEST:
        return TOO_SHORT
    if len(password) > LONGEST:
        return TOO_LONG
    if password.casefold() in common or len(set(password.casefold())) < FEWEST_DIFFERENT:
        return COMMON
    plain = _letters(password)
    if any(word in plain for word in map(_letters, own_words) if len(word) >= SHORTEST_OWN_WORD):
        return OWN_WORDS
    return None


def own_words(name: str, email: str, organisation: str) -> list[str]:
    """What others know of a person, and would try first: each of their names, the mail name, the firm."""
    return [*name.split(), name, email.partition("@")[0], organisation]


def firm_domain(email: str) -> str | None:
    """The domain of an address when it can belong to one firm; none for the mail that everybody has."""
    domain = email.rpartition("@")[2].lower()
    return None if not domain or is_public_mail(domain) else domain


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", plain.casefold())
