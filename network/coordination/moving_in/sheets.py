"""A spreadsheet's bytes as tables of text, whatever program wrote them. Bounded: a sheet is typed by people."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l

from network.kernel.errors import Refusal
from network.kernel.text import tidy

MOST_LINES = 500  # of one sheet; moving 500 people and 500 practices in keeps others from writing for some seconds
MOST_COLUMNS = 100
MOST_EMPTY = 200  # lines without a word, after which nothing is looked for any more


class Table(NamedTuple):
    """One sheet: what stands above its columns, and its lines, each with its number in the spreadsheet."""

    name: str
    labels: list[str]
    lines: list[tuple[int, list[str]]]


class NotASheet(Refusal):
    """What was sent is no spreadsheet that can be read."""

    words = _l("We cannot read this as a spreadsheet.")
    way_on = _l("Save it as Excel (.xlsx) or as CSV, and try again.")


class TooLong(Refusal):
    """More lines than are taken at once."""

    words = _l("This is too long: at most 500 lines on a sheet.")
    way_on = _l("Cut it in two. What is here already is left alone when you bring the rest.")


def read(content: bytes, name: str) -> list[Table]:
    """The sheets of a file that hold something. Raises NotASheet, TooLong."""
    if name.lower().endswith(".csv"):
        return [table for table in [_table("", _csv_rows(content))] if table]
    if name.lower().endswith(".xlsx"):
        return [table for table in _workbook(content) if table]
    raise NotASheet


def _workbook(content: bytes) -> Iterator[Table | None]:
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets:
            yield _table(sheet.title, sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True))
    except Refusal:
        raise
    except Exception as fault:  # the library raises whatever its parts do at a file that was made to be wrong
        raise NotASheet from fault


def _csv_rows(content: bytes) -> Iterable[list[str]]:
    text = _decoded(content)
    first = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as fault:
        raise NotASheet from fault


def _decoded(content: bytes) -> str:
    """UTF-8, or the code that Excel on Windows writes where nobody chose one."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _table(name: str, rows: Iterable[Iterable[Any]]) -> Table | None:
    """The rows as text, the first that holds something being the labels. None for a sheet without a word."""
    labels: list[str] | None = None
    lines: list[tuple[int, list[str]]] = []
    empty = 0
    for number, row in enumerate(rows, start=1):
        cells = [_text(cell) for cell in row][:MOST_COLUMNS]
        if not any(cells):
            empty += 1
            if empty > MOST_EMPTY:
                break
            continue
        empty = 0
        if labels is None:
            labels = cells
            continue
        lines.append((number, cells))
        if len(lines) > MOST_LINES:
            raise TooLong
    return Table(name, labels, lines) if labels is not None else None


def _text(cell: Any) -> str:
    """A cell as somebody would have typed it."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return f"{cell:%Y-%m-%d}"
    return tidy(str(cell)) if cell is not None else ""
