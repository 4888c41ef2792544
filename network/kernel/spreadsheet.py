"""Tables that a spreadsheet opens as they are: semicolons and a BOM as Dutch Excel expects, and no formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

BOM = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_text(head: Sequence[Any], rows: Iterable[Sequence[Any]]) -> str:
    """The whole table as one text."""
    return "".join(csv_lines(head, rows))


def csv_lines(head: Sequence[Any], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """The table line by line, for answers that are streamed."""
    yield BOM + _line(head)
    for row in rows:
        yield _line(row)


def _line(cells: Sequence[Any]) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerow([safe(cell) for cell in cells])
    return out.getvalue()


def safe(cell: Any) -> Any:
    """A cell that a spreadsheet will not run: text that begins like a formula gets an apostrophe."""
    if cell is None:
        return ""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
