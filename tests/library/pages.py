"""Reading a finding's page as a reader does: the rows of its table, the rows of its chart, all that it says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

import html5lib

HTML = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}"


@dataclass
class Drawn:
    """One row of a chart: its label, the figure in bold and what stands beside it, how long its bar is."""

    label: str
    figure: str
    beside: str
    bar: float | None


class Page:
    """A page that html5lib reads without any error."""

    def __init__(self, html: str) -> None:
        self.root: Element = html5lib.HTMLParser(strict=True).parse(html)

    @property
    def text(self) -> str:
        main = next(each for each in self.root.iter(f"{HTML}main"))
        return plain("".join(main.itertext()))

    def table(self) -> list[tuple[str, list[str]]]:
        """(label, the other cells) of each row of the page's table."""
        body = next(self.root.iter(f"{HTML}tbody"))
        return [(_label(row), [plain(" ".join(cell.itertext())) for cell in row.iter(f"{HTML}td")]) for row in body]

    def chart(self) -> list[Drawn]:
        """The rows of the page's chart."""
        svg = next(each for each in self.root.iter(f"{SVG}svg") if each.find(f"{SVG}desc") is not None)
        return rows_of(svg, SVG)


def rows_of(svg: Element, prefix: str) -> list[Drawn]:
    rows: list[Drawn] = []
    lines: list[str] = []
    for each in svg:
        css = each.get("class", "")
        if each.tag == f"{prefix}text" and css == "c-value":
            beside = " ".join(plain("".join(part.itertext())) for part in each)
            rows.append(Drawn(" ".join(lines), plain(each.text or ""), beside, None))
            lines = []
        elif each.tag == f"{prefix}text" and not css.startswith("c-tick"):
            lines.append(plain(each.text or ""))
        elif css.startswith("c-bar"):
            rows[-1].bar = float(each.get("width", "").rstrip("%"))
    return rows


def _label(row: Element) -> str:
    head: Any = row.find(f"{HTML}th")
    return plain(head.text or "")


def plain(text: str) -> str:
    """Text as it reads: one space where there is white space of any kind."""
    return re.sub(r"\s+", " ", text).strip()


def numbers_in(text: str) -> list[int]:
    """Every whole number of a text, read with or without points or commas in the thousands."""
    return [int(re.sub(r"[.,]", "", each)) for each in re.findall(r"\d{1,3}(?:[.,]\d{3})+|\d+", text)]
