"""How long one learned, how people write that, what a year adds up to, and what a certificate's code looks like."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

FORMAL, NON_FORMAL, INFORMAL = FORMS = ("formal", "non_formal", "informal")  # the study's three, in its order
MOST_MINUTES = 400 * 60  # for one entry: ten weeks of full days; more is several things
OLDEST = date(1950, 1, 1)
A_PAGE = 50  # lines of a year

_CLOCK = re.compile(r"([0-9]{1,3})\s*(?::|u|h|uur|uren|hours?)\s*([0-9]{2})(?:\s*(?:m|min|minuten|minutes))?")
_HOURS_AND_MINUTES = re.compile(
    r"([0-9]{1,3})\s*(?:u|h|uur|uren|hours?)\s*(?:en|and)?\s*([0-9]{1,2})\s*(?:m|min|minuten|minutes)"
)
_MINUTES = re.compile(r"([0-9]{1,5})\s*(?:m|min|minuten|minutes)")
_HOURS = re.compile(r"([0-9]{0,3})(?:[.,]([0-9]{1,2}))?\s*([½¼¾]?)\s*(?:u|h|uur|uren|hours?)?")
_PARTS = {"": Fraction(0), "½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4)}

# No vowels, so that no code is a word, and nothing that is taken for something else (0 O, 1 I L, 2 Z, 5 S, 6 G, 8 B).
CODE_LETTERS = "CDFHJKMNPRTVWX3479"
CODE_GROUPS = CODE_GROUP = 4  # 18 ** 16 codes: nobody comes upon one by trying


def learning_minutes(starts_at: datetime, ends_at: datetime) -> int:
    """How long a meetup counts as learning: its planned length in minutes. Pauses are not known, so they count too."""
    return max(int((ends_at - starts_at) / timedelta(minutes=1)), 0)


def minutes_from(text: str) -> int:
    """Minutes from a time as people write it: 1,5 or 1.5, 1:30 or 1u30, 90 min, 1½ uur.

    Raises ValueError for what is no time, for nothing, and for more than `MOST_MINUTES`.
    """
    minutes = _read(text.strip().lower())
    if minutes is None or not 0 < minutes <= MOST_MINUTES:
        raise ValueError(text)
    return minutes


def _read(text: str) -> int | None:
    if found := _CLOCK.fullmatch(text) or _HOURS_AND_MINUTES.fullmatch(text):
        return int(found[1]) * 60 + int(found[2]) if int(found[2]) < 60 else None
    if found := _MINUTES.fullmatch(text):
        return int(found[1])
    found = _HOURS.fullmatch(text)
    if found is None or (found[2] and found[3]):
        return None
    whole = Fraction(f"{found[1] or 0}.{found[2] or 0}") + _PARTS[found[3]]
    return int(whole * 60 + Fraction(1, 2))  # to the nearest minute


def as_typed(minutes: int) -> str:
    """A time as one may type it again, without loss: 2 for two hours, 1:30 for ninety minutes."""
    hours, rest = divmod(minutes, 60)
    return f"{hours}:{rest:02d}" if rest else str(hours)


def new_code(pick: Callable[[str], str]) -> str:
    """A code such as CDFH-JKMN-PRTV-WX34, each sign by `pick`."""
    return "-".join("".join(pick(CODE_LETTERS) for _ in range(CODE_GROUP)) for _ in range(CODE_GROUPS))


def code_from(text: str) -> str | None:
    """A code as it is kept, from one that somebody typed: small letters, blanks or no dashes. None for what is none."""
    signs = re.sub(r"[\s-]", "", text.upper())
    if len(signs) != CODE_GROUP * CODE_GROUPS or not set(signs) <= set(CODE_LETTERS):
        return None
    return "-".join(signs[at : at + CODE_GROUP] for at in range(0, len(signs), CODE_GROUP))


@dataclass(frozen=True)
class Learned:
    """One line of a learning record: a meetup that one was at, or something that one wrote down oneself."""

    what: str
    day: date
    minutes: int
    form: str
    note: str = ""
    language: str = ""  # that the meetup was held in; none for one's own words
    meetup: str = ""  # the path of its page, where one may still open it
    certificate: str = ""  # the path of its page
    entry_id: int = 0  # of what one wrote down oneself; 0 for a meetup

    @property
    def is_attended(self) -> bool:
        return not self.entry_id


@dataclass(frozen=True)
class Year:
    """What somebody learned in a calendar year, the latest first."""

    number: int
    lines: Sequence[Learned]

    def minutes(self, form: str = "") -> int:
        """How long in all, or of one form."""
        return sum(each.minutes for each in self.lines if form in ("", each.form))

    def page(self, number: int) -> Sequence[Learned]:
        """The lines of a page; the first is 1."""
        return self.lines[(number - 1) * A_PAGE : number * A_PAGE]

    @property
    def pages(self) -> int:
        return max(-(-len(self.lines) // A_PAGE), 1)


def by_year(lines: Iterable[Learned]) -> list[Year]:
    """The years in which somebody learned something, the latest first."""
    years: dict[int, list[Learned]] = {}
    for line in sorted(lines, key=lambda each: (each.day, each.entry_id), reverse=True):
        years.setdefault(line.day.year, []).append(line)
    return [Year(number, found) for number, found in years.items()]
