"""What a reader may choose by, and a choice in their words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from network.members.models import Member
from network.members.rules import SECTORS, SIZE_CLASSES
from network.practices.finding.rules import BELOW_EUROS, BELOW_HOURS, BITS, Choice
from network.practices.words import OUTCOMES, STAGES, value_words
from network.themes.queries import themes_for

FIXED: Mapping[str, Sequence[str]] = {
    "sector": tuple(SECTORS), "size_class": SIZE_CLASSES, "hr": ("none",), "cost": tuple(map(str, BELOW_EUROS)),
    "hours": tuple(map(str, BELOW_HOURS)), "maturity": tuple(STAGES), "outcome": tuple(OUTCOMES),
    **{name: tuple(words) for name, words in BITS.items()},
}  # fmt: skip


def offered_to(reader: Member | None) -> tuple[Mapping[str, Sequence[str]], Mapping[str, str]]:
    """The values of each dimension that a reader may choose, and the titles of the themes among them."""
    titles = {theme.slug: theme.title for theme in themes_for(reader)}
    return {"theme": tuple(titles), **FIXED}, titles


def words_of(name: str, value: str, titles: Mapping[str, str]) -> object:
    """A value in words."""
    return titles[value] if name == "theme" else value_words(name, value)


def choice_words(choice: Choice, titles: Mapping[str, str]) -> str:
    """A whole choice in one line."""
    return ", ".join(str(words_of(name, value, titles)) for name, value in choice.in_address)
