"""Who is called by name in what somebody says. No database, clock or Flask."""

from __future__ import annotations

import re
from collections.abc import Mapping

LEFT_OUT = "[…]"  # the same sign in both languages
_CALL = re.compile(r"(?<!\w)@(?=\w)")  # not in the middle of a mail address


def called(text: str, names: Mapping[int, str]) -> set[int]:
    """Of these members by number, whom "@name" means: by the whole name, else all who bear that first name."""
    words = _plain(text)
    found: set[int] = set()
    for call in _CALL.finditer(words):
        after = words[call.end() :]
        whole = {number for number, name in names.items() if _begins(after, _plain(name))}
        found |= whole or {number for number, name in names.items() if _begins(after, _plain(name).partition(" ")[0])}
    return found


def called_firms(text: str, names: Mapping[int, str]) -> set[int]:
    """Of these firms by number, which "@name" means; by the whole name only, of two that begin alike the longest."""
    words = _plain(text)
    found: set[int] = set()
    for call in _CALL.finditer(words):
        fitting = {number: len(name) for number, name in names.items() if _begins(words[call.end() :], _plain(name))}
        found |= {number for number, length in fitting.items() if length == max(fitting.values())}
    return found


def uncalled(text: str, name: str, first_too: bool) -> str:
    """The text without a name by which it calls somebody; without their first name as well where they are meant by it.

    Who has one name only is called by it like everybody of that first name.
    """
    wanted = [name] if len(name.split()) > 1 else []
    wanted += [name.split(maxsplit=1)[0]] if first_too else []
    for each in wanted:
        words = r"\s+".join(map(re.escape, each.split()))
        text = re.sub(rf"(?<!\w)@{words}(?!-?\w)", f"@{LEFT_OUT}", text, flags=re.IGNORECASE)
    return text


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _begins(text: str, name: str) -> bool:
    """Whether the text begins with a name, and not with a longer one: Jan is not Jan-Willem."""
    return bool(name) and re.match(rf"{re.escape(name)}(?!-?\w)", text) is not None
