"""Sheets of paper in the network's own style: fonts, colours, a QR code, and text that always fits. Lengths in millimetres.

The library that draws PDFs weighs thirty megabytes, so that it is brought in only by whoever draws one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Container, Iterable, Sequence
from datetime import datetime
from typing import Any

import segno

from network.config import ROOT

# The tokens of static/css/tokens.css, light, as red, green and blue.
INK, SOFT, LINE, SUNKEN, BRAND = (17, 33, 32), (69, 85, 83), (212, 207, 196), (237, 232, 221), (16, 81, 62)
HEAD, TEXT = "head", "text"
BOLD = "B"
MARK = ROOT / "static" / "mark.svg"
_FONTS = ROOT / "static" / "vendor" / "fonts"
HEAD_FONT, TEXT_FONT = _FONTS / "leernetwerk-head-paper.ttf", _FONTS / "leernetwerk-sans-paper.ttf"
_FILES = ((HEAD, BOLD, HEAD_FONT), (TEXT, "", TEXT_FONT), (TEXT, BOLD, _FONTS / "leernetwerk-sans-paper-bold.ttf"))
_POINT = 0.3528  # millimetres
_PLAINER = {"→": "–>", "←": "<–", "↔": "<–>", "≥": ">=", "≤": "<=", "✓": "v", "✗": "x"}  # for figures
QUIET = 4  # modules of white that a QR code needs around it


class Sheet:
    """A document being drawn. What no font of ours has is drawn as a question mark, and `is_whole` says so."""

    def __init__(self, title: str, language: str, made_at: datetime, *, landscape: bool = False) -> None:
        from fpdf import FPDF

        self.pdf: Any = FPDF("landscape" if landscape else "portrait", "mm", "A4")
        self.pdf.set_title(title)
        self.pdf.set_author("Leernetwerk mkb")
        self.pdf.set_creator("Leernetwerk mkb")
        self.pdf.set_lang({"nl": "nl-NL", "en": "en-GB"}[language])
        self.pdf.set_creation_date(made_at)
        self.pdf.set_auto_page_break(False)
        for family, style, path in _FILES:
            self.pdf.add_font(family, style, path)
        self.pdf.set_fallback_fonts([TEXT], exact_match=True)  # bold stays bold
        self.pdf.c_margin = 0
        self.is_whole = True
        self.pdf.add_page()

    def finished(self) -> bytes:
        """The document: the same bytes whenever it is drawn from the same facts."""
        return bytes(self.pdf.output())

    def rectangle(self, x: float, y: float, width: float, height: float, colour: tuple[int, int, int]) -> None:
        self.pdf.set_fill_color(*colour)
        self.pdf.rect(x, y, width, height, style="F")

    def write(
        self, x: float, y: float, width: float, words: str, *, size: float, family: str = TEXT, style: str = "",
        colour: tuple[int, int, int] = INK, leading: float = 1.3, align: str = "L", link: str = "",
    ) -> float:  # fmt: skip
        """Write words into a column and give where they end. `size` in points, `leading` in lines."""
        self._font(family, style, size)
        self.pdf.set_text_color(*colour)
        step = size * _POINT * leading
        for at, line in enumerate(self.lines(width, words, size, family, style)):
            self.pdf.set_xy(x, y + at * step)
            self.pdf.cell(width, step, line, align=align, link=link)
        return y + (at + 1) * step

    def height(self, width: float, words: str, *, size: float, family: str = TEXT, leading: float = 1.3) -> float:
        """How high words would stand in a column."""
        return len(self.lines(width, words, size, family)) * size * _POINT * leading

    def fitting(self, width: float, words: str, sizes: Sequence[float], most_lines: int, family: str = HEAD) -> float:
        """The largest of the sizes at which words take no more lines than that; else the smallest."""
        fits = (size for size in sizes if len(self.lines(width, words, size, family)) <= most_lines)
        return next(fits, sizes[-1])

    def lines(self, width: float, words: str, size: float, family: str = TEXT, style: str = "") -> list[str]:
        """Words as the lines of a column."""
        wide = self._widths(family, style)
        room = width / (size * _POINT) * 1000  # widths of letters are in thousandths of the size
        return [line for each in self.drawable(words).split("\n") for line in wrapped(each, room, wide)]

    def _widths(self, family: str, style: str) -> Callable[[str], float]:
        """How wide a letter is in a font, or in the one that lends it."""
        own, lent = (self.pdf.fonts[_key(*each)] for each in ((family, style), (TEXT, style)))
        return lambda sign: float((own if ord(sign) in own.cmap else lent).cw[ord(sign)])

    def _font(self, family: str, style: str, size: float) -> None:
        self.pdf.set_font(family, BOLD if family == HEAD else style, size)  # headings are bold, always

    def drawable(self, words: str) -> str:
        """Words in letters that the fonts have."""
        found = drawable(words, self.pdf.fonts[TEXT].cmap)
        self.is_whole = self.is_whole and "\ufffd" not in found
        return found.replace("\ufffd", "?")

    def code(self, x: float, y: float, size: float, address: str) -> None:
        """A QR code of that size, the white around it included."""
        rows = [list(row) for row in segno.make(address, error="m", micro=False).matrix]
        module = size / (len(rows) + 2 * QUIET)
        self.rectangle(x, y, size, size, (255, 255, 255))
        for at, row in enumerate(rows):
            for begin, length in _runs(row):
                left, top = x + (QUIET + begin) * module, y + (QUIET + at) * module
                self.rectangle(left, top, length * module, module * 1.02, INK)  # a hair more, so that no seam shows
        self.pdf.link(x, y, size, size, address)


class Flow:
    """Where on the sheets one is; what has no room any more begins the next."""

    left, right, top, bottom = 20.0, 190.0, 18.0, 272.0
    width = right - left

    def __init__(self, sheet: Sheet) -> None:
        self.sheet, self.y = sheet, self.top

    def room(self, height: float) -> None:
        """See to it that so much fits on this sheet, or begin another."""
        if self.y + height > self.bottom:
            self.sheet.pdf.add_page()
            self.y = self.top


def _key(family: str, style: str) -> str:
    return family + (BOLD if family == HEAD else style)


def wrapped(words: str, room: float, wide: Callable[[str], float]) -> list[str]:
    """Words as lines that fit; a word that is wider than a line goes on in the next. `wide` measures one letter."""
    lines = [""]
    left = room
    for word in filter(None, words.split(" ")):  # a space that may not break stays within its word
        for piece in _pieces(word, room, wide):
            needed = sum(map(wide, piece))
            space = wide(" ") if lines[-1] else 0.0
            if lines[-1] and needed + space > left:
                lines, left, space = [*lines, ""], room, 0.0
            lines[-1] += (" " if space else "") + piece
            left -= needed + space
    return lines


def _pieces(word: str, room: float, wide: Callable[[str], float]) -> list[str]:
    """A word in pieces of at most a line."""
    pieces, left = [""], room
    for sign in word:
        width = wide(sign)
        if width > left and pieces[-1]:
            pieces, left = [*pieces, ""], room
        pieces[-1] += sign
        left -= width
    return pieces


def drawable(words: str, letters: Container[int]) -> str:
    """Words with each sign that is not among the letters in a plainer shape, or as the replacement character."""
    signs = (_nearest(each, letters) for each in unicodedata.normalize("NFC", words))
    return "".join(signs)


def _nearest(sign: str, letters: Container[int]) -> str:
    if ord(sign) in letters or sign == "\n":
        return sign
    if unicodedata.category(sign) in {"Cf", "Mn"}:  # joins or adorns what stands beside it
        return ""
    shape = _PLAINER.get(sign) or unicodedata.normalize("NFKD", sign)
    plain = "".join(each for each in shape if ord(each) in letters)
    return plain or "\ufffd"


def _runs(row: Iterable[int]) -> list[tuple[int, int]]:
    """Where dark modules begin that stand side by side, and how many they are."""
    runs: list[tuple[int, int]] = []
    for at, dark in enumerate(row):
        if dark and runs and sum(runs[-1]) == at:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif dark:
            runs.append((at, 1))
    return runs
