"""Text as people type it: cleaned when it comes in, shown through one filter; names in addresses; dates and numbers.

Members write plain text with three habits that everybody has: a blank line starts a paragraph, a line that begins with
"- " is a point of a list, and **two stars** make bold. Everything else is shown as typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup, escape

from network.kernel import clock
from network.kernel.i18n import language
from network.kernel.typesetting import shy, unbroken

# Controls that reorder or hide text: what a reader sees would not be what is stored.
_UNSEEN = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
_BLANK = "\u115f\u1160\u2800\u3164\uffa0"  # letters and signs that are drawn as nothing
LINK = re.compile(r"(?<![\w/@])https?://[^\s<>\"'’”]+[^\s<>\"'’”.,;:!?)\]]")
BOLD = re.compile(r"\*\*(?=\S)([^*\n]{1,200}?)(?<=\S)\*\*")
POINTS = ("- ", "* ", "• ")  # how a line begins that is a point of a list


def tidy(text: str | None) -> str:
    """Text for one field of several lines: invisible controls out, line ends alike, ends trimmed."""
    if not text:
        return ""
    return re.sub(r"\n{3,}", "\n\n", unseen_out(text)).strip()


def unseen_out(text: str) -> str:
    """A text without invisible controls, with line ends and accents written alike."""
    return unicodedata.normalize("NFC", _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


def can_be_seen(text: str) -> bool:
    """Whether a text has a letter, a number or a sign: spaces of all kinds and letters without a shape are none."""
    return any(unicodedata.category(each)[0] not in "CZ" and each not in _BLANK for each in text)


def tidy_line(text: str | None) -> str:
    """Text for one line: as `tidy`, with every run of white space one space."""
    return " ".join(tidy(text).split())


LARGEST_WHOLE_NUMBER = 2**31 - 1  # what an integer column of PostgreSQL holds


def whole_number(text: str | None) -> int:
    """A number in plain digits, such as a version or an id that a page of ours sent back; 0 for whatever is none."""
    if not text or not (text.isascii() and text.isdecimal()) or len(text) > len(str(LARGEST_WHOLE_NUMBER)):
        return 0
    return min(int(text), LARGEST_WHOLE_NUMBER)


def slugify(text: str, fallback: str = "x", longest: int = 60) -> str:
    """The readable part of an address: ascii letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:longest].strip("-")
    return slug or fallback


def free_slug(text: str, taken: Callable[[str], bool], fallback: str = "x") -> str:
    """A slug that nothing has yet: the plain one, else with the first free number."""
    slug = slugify(text, fallback)
    if not taken(slug):
        return slug
    return next(each for n in range(2, 1_000_000) if not taken(each := f"{slug}-{n}"))


@lru_cache(maxsize=512)
def prose(text: str | None) -> Markup:
    """Typed text as HTML: paragraphs, lists, bold and links; all else is escaped. The one filter for members' text."""
    blocks: Iterable[str] = re.split(r"\n\s*\n", text.strip()) if text else ()
    return Markup("\n").join(_block(block) for block in blocks)


def _block(block: str) -> Markup:
    parts: list[Markup] = []
    lines: list[Markup] = []
    points: list[Markup] = []
    for line in block.split("\n"):
        if line.lstrip().startswith(POINTS):
            parts += _paragraph(lines)
            lines = []
            points.append(_inline(line.lstrip()[2:]))
        else:
            parts += _list(points)
            points = []
            lines.append(_inline(line))
    return Markup("").join([*parts, *_paragraph(lines), *_list(points)])


def _paragraph(lines: list[Markup]) -> list[Markup]:
    return [Markup("<p>%s</p>") % Markup("<br>").join(lines)] if lines else []


def _list(points: list[Markup]) -> list[Markup]:
    if not points:
        return []
    return [Markup('<ul class="dash">%s</ul>') % Markup("").join(Markup("<li>%s</li>") % point for point in points)]


def _inline(line: str) -> Markup:
    out, at = [], 0
    for link in LINK.finditer(line):
        out += [
            _bold(line[at : link.start()]),
            Markup('<a href="%s" rel="nofollow ugc noopener">%s</a>') % (link[0], link[0]),
        ]
        at = link.end()
    return Markup("").join([*out, _bold(line[at:])])


def _bold(text: str) -> Markup:
    return Markup(BOLD.sub(r"<b>\1</b>", str(escape(unbroken(text)))))


def marked(text: str, found: Iterable[tuple[int, int]]) -> Markup:
    """A piece of text with the places that somebody looked for in <mark>; all of it is escaped."""
    out, at = [], 0
    for begin, end in found:
        out += [escape(text[at:begin]), Markup("<mark>%s</mark>") % text[begin:end]]
        at = end
    return Markup("").join([*out, escape(text[at:])])


MONTHS = {
    "nl": [
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
DAYS = {
    "nl": ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}
SHORT_MONTHS = {
    "nl": ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"],
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
}
SHORT_DAYS = {"nl": ["ma", "di", "wo", "do", "vr", "za", "zo"], "en": ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]}


def _day(value: datetime | date) -> date:
    return clock.local(value).date() if isinstance(value, datetime) else value


def day(value: datetime | date, code: str | None = None) -> str:
    """1 mei 2025, always on one line."""
    at = _day(value)
    return f"{at.day}\u00a0{MONTHS[code or language()][at.month - 1]}\u00a0{at.year}"


def weekday(value: datetime | date, code: str | None = None) -> str:
    """donderdag 10 december 2026."""
    return f"{DAYS[code or language()][_day(value).weekday()]} {day(value, code)}"


def month_name(value: date, code: str | None = None) -> str:
    """december 2026."""
    return f"{MONTHS[code or language()][value.month - 1]} {value.year}"


def day_names() -> list[str]:
    """The days of the week in full, Monday first."""
    return DAYS[language()]


def query(values: dict[str, str]) -> str:
    """The part of an address after the question mark, without what is empty."""
    return urlencode({name: value for name, value in values.items() if value})


def last_day(value: datetime) -> str:
    """The weekday and date of the last day before a moment: what ends at midnight ends on the day before."""
    return weekday(value - timedelta(minutes=1))


def short_day(value: datetime | date, code: str | None = None) -> str:
    """10 dec."""
    at = _day(value)
    return f"{at.day}\u00a0{SHORT_MONTHS[code or language()][at.month - 1]}"


def clock_time(value: datetime) -> str:
    """14:30 in Amsterdam."""
    return clock.local(value).strftime("%H:%M")


def moment(value: datetime, code: str | None = None) -> str:
    """donderdag 10 december 2026, 15:30."""
    return f"{weekday(value, code)}, {clock_time(value)}"


def number(value: float | int, code: str | None = None) -> str:
    """1.500 in Dutch, 1,500 in English; decimals only where there are any."""
    text = f"{value:,}" if isinstance(value, int) or not float(value).is_integer() else f"{int(value):,}"
    return text.translate(str.maketrans(",.", ".,")) if (code or language()) == "nl" else text


def euros(value: int, code: str | None = None) -> str:
    """€ 1.500 (whole euros)."""
    return f"€\u00a0{number(value, code)}"


def date_block(value: datetime) -> Markup:
    """The date as a block of an agenda: weekday, large day, month."""
    at, code = _day(value), language()
    return Markup('<time class="day" datetime="%s"><span>%s</span><b>%s</b><span>%s</span></time>') % (
        at.isoformat(), SHORT_DAYS[code][at.weekday()], at.day, SHORT_MONTHS[code][at.month - 1]
    )  # fmt: skip


def ordinal(place: int, code: str | None = None) -> str:
    """A place in line: 3e in Dutch, 3rd in English."""
    if (code or language()) == "nl":
        return f"{place}e"
    return f"{place}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(place % 10 if place % 100 not in (11, 12, 13) else 0, 'th') }"


def initials(name: str) -> str:
    """Two letters for a face: of the first and the last word."""
    words = [word for word in name.split() if word[:1].isalnum()]
    return ((words[0][:1] + (words[-1][:1] if len(words) > 1 else "")) if words else "?").upper()


def shorten(text: str, longest: int = 160) -> str:
    """The beginning of a text, cut at a word."""
    flat = " ".join(text.split())
    return flat if len(flat) <= longest else flat[: longest - 1].rsplit(" ", 1)[0] + "…"


FILTERS: dict[str, Callable[..., Any]] = {
    "prose": prose,
    "day": day,
    "weekday": weekday,
    "last_day": last_day,
    "short_day": short_day,
    "clock_time": clock_time,
    "moment": moment,
    "from_iso": datetime.fromisoformat,
    "month_name": month_name,
    "query": query,
    "number": number,
    "euros": euros,
    "initials": initials,
    "date_block": date_block,
    "ordinal": ordinal,
    "shy": shy,
    "unbroken": unbroken,
}
GLOBALS: dict[str, Callable[..., Any]] = {"day_names": day_names}
