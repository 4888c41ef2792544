"""A learning record as sheets of A4 to print or send along: what it adds up to, and every line of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _

from network.kernel.paper import BOLD, BRAND, HEAD, INK, LINE, MARK, SOFT, TEXT, Sheet
from network.kernel.text import day, short_day
from network.meetups.learning.rules import FORMS, Learned, Year
from network.meetups.learning.words import duration, form_name

LEFT, RIGHT, TOP, BOTTOM = 20.0, 190.0, 18.0, 275.0
WIDTH = RIGHT - LEFT
WHEN, WHAT, WAY, LONG = 22.0, 86.0, 28.0, 34.0  # the columns, side by side
GAP = 3.0


def drawn(name: str, years: Sequence[Year], language: str, now: datetime, base_url: str) -> bytes:
    """The whole record, in the language that is spoken now."""
    sheet = Sheet(f"{_('Learning record')}: {name}", language, now)
    y = _head(sheet, name, now, language)
    y = _sums(sheet, y, years) if years else sheet.write(LEFT, y, WIDTH, _("Nothing stands in it yet."), size=11)
    for year in years:
        y = _year(sheet, y + 8, year, language, base_url)
    _number_pages(sheet)
    return sheet.finished()


def _head(sheet: Sheet, name: str, now: datetime, language: str) -> float:
    sheet.pdf.image(str(MARK), x=LEFT, y=TOP, w=16, alt_text="Leernetwerk mkb")
    y = sheet.write(LEFT + 21, TOP, WIDTH - 21, _("Learning record"), size=12, family=HEAD, colour=BRAND)
    size = sheet.fitting(WIDTH - 21, name, (24, 20, 16, 13), most_lines=2)
    y = sheet.write(LEFT + 21, y, WIDTH - 21, name, size=size, family=HEAD, leading=1.08)
    made = _("Made on %(day)s at Leernetwerk mkb.", day=day(now, language))
    kept = _("Meetups come from the network’s own list of who was there; all else was written down by this person.")
    y = sheet.write(LEFT, max(y, TOP + 16) + 4, WIDTH, f"{made} {kept}", size=9.5, colour=SOFT)
    return y + 5


def _sums(sheet: Sheet, y: float, years: Sequence[Year]) -> float:
    """A line for each year: how long in each form, and in all."""
    width = (WIDTH - 20) / 4
    heads = [_("Year"), *(form_name(form) for form in FORMS), _("Together")]
    y = _row(sheet, y, heads, width, style=BOLD, rule=INK)
    for year in years:
        y = _room(sheet, y, 8)
        sums = [duration(year.minutes(form)) if year.minutes(form) else "–" for form in FORMS]
        y = _row(sheet, y, [str(year.number), *sums, duration(year.minutes())], width)
    return y


def _row(
    sheet: Sheet, y: float, cells: Sequence[str], width: float, style: str = "", rule: tuple[int, int, int] = LINE
) -> float:
    ends = []
    for at, words in enumerate(cells):
        x, room = (LEFT, 20.0) if at == 0 else (LEFT + 20 + (at - 1) * width, width)
        ends.append(sheet.write(x, y, room, words, size=10, style=style, align="L" if at == 0 else "R"))
    sheet.rectangle(LEFT, max(ends) + 1, WIDTH, 0.3, rule)
    return max(ends) + 2.5


def _year(sheet: Sheet, y: float, year: Year, language: str, base_url: str) -> float:
    y = _room(sheet, y, 30)
    y = sheet.write(LEFT, y, WIDTH, str(year.number), size=16, family=HEAD)
    sheet.rectangle(LEFT, y + 1, WIDTH, 0.7, INK)
    y += 4
    for line in year.lines:
        y = _line(sheet, _room(sheet, y, _height(sheet, line)), line, language, base_url)
    return y


def _small(line: Learned, base_url: str) -> str:
    """What stands under a line: how one can know, or what was noted with it."""
    if line.certificate:
        return str(_("Certificate: %(address)s", address=base_url + line.certificate))
    return str(_("Meetup of Leernetwerk mkb")) if line.is_attended else " ".join(line.note.split())


def _height(sheet: Sheet, line: Learned) -> float:
    under = _small(line, "https://" + "x" * 30)
    return (
        sheet.height(WHAT, line.what, size=10.5) + (sheet.height(WIDTH - WHEN, under, size=9) if under else 0) + 2 * GAP
    )


def _line(sheet: Sheet, y: float, line: Learned, language: str, base_url: str) -> float:
    sheet.write(LEFT, y, WHEN, short_day(line.day, language), size=10.5, colour=SOFT)
    end = sheet.write(LEFT + WHEN, y, WHAT, line.what, size=10.5, family=TEXT, style=BOLD)
    sheet.write(LEFT + WHEN + WHAT + GAP, y, WAY, form_name(line.form), size=10.5)
    sheet.write(RIGHT - LONG + GAP, y, LONG - GAP, duration(line.minutes), size=10.5, align="R")
    if under := _small(line, base_url):
        end = sheet.write(
            LEFT + WHEN, end + 0.3, WIDTH - WHEN, under, size=9, colour=SOFT,
            link=base_url + line.certificate if line.certificate else "",
        )  # fmt: skip
    sheet.rectangle(LEFT, end + GAP / 2, WIDTH, 0.2, LINE)
    return end + GAP


def _room(sheet: Sheet, y: float, needed: float) -> float:
    """Where to go on: here, or at the top of a new sheet when so much does not fit any more."""
    if y + needed <= BOTTOM or y <= TOP:
        return y
    sheet.pdf.add_page()
    return TOP


def _number_pages(sheet: Sheet) -> None:
    for at in range(1, sheet.pdf.pages_count + 1):
        sheet.pdf.page = at
        words = _("%(page)s of %(pages)s", page=at, pages=sheet.pdf.pages_count)
        sheet.write(LEFT, 284, WIDTH, words, size=9, colour=SOFT, align="R")
