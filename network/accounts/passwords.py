"""Passwords as Flask-Security asks about them: long enough, not common, not one's own name; told in our words."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_security import PasswordUtil

from network.accounts import rules

LIST = Path(__file__).with_name("common_passwords.txt")

FAULTS = {
    rules.TOO_SHORT: _l("Make it 12 characters or longer. A short sentence is easy to remember."),
    rules.TOO_LONG: _l("Make it 128 characters or shorter."),
    rules.COMMON: _l(
        "Many people use this password, so it is guessed first. Take some words that do not belong together."
    ),
    rules.OWN_WORDS: _l("Leave your own name, mail name and organisation out of it: those are tried first."),
}


class Passwords(PasswordUtil):
    """Our rules for a new password."""

    def normalize(self, password: str) -> str:
        """The same characters typed on another keyboard give the same password."""
        return unicodedata.normalize("NFKC", password)

    def validate(self, password: str, is_register: bool, **who: Any) -> tuple[list[str] | None, str]:
        """The faults of a password for who registers (their form) or who is known (`user`)."""
        normal = self.normalize(password)
        fault = rules.fault_of(normal, _own_words(is_register, who), common())
        return ([str(FAULTS[fault])] if fault else None), normal


def _own_words(is_register: bool, who: dict[str, Any]) -> list[str]:
    if is_register:
        return rules.own_words(who.get("name") or "", who.get("email") or "", who.get("organisation") or "")
    member = who["user"]
    return rules.own_words(member.name, member.email, member.organisation.name)


@cache
def common() -> frozenset[str]:
    """The passwords that are tried first, in lower case."""
    return frozenset(line.strip() for line in LIST.read_text().splitlines() if line.strip())
