"""The spreadsheet to fill in: a sheet of each kind with its columns and one example, and one that explains them."""

from __future__ import annotations

import io
from typing import Any

from flask_babel import gettext as _

from network.coordination.moving_in.columns import BETWEEN, COLUMNS, EXPLANATION, SHEETS, Column, written
from network.coordination.moving_in.sheets import MOST_LINES

WIDTH = 22  # of a column, in characters
LONGEST_LIST = 255  # characters that a spreadsheet takes for the choices of a cell


def workbook() -> bytes:
    """The spreadsheet in the reader's language; cells that take certain words offer them."""
    from openpyxl import Workbook

    book: Any = Workbook()
    book.remove(book.active)
    for kind, columns in COLUMNS.items():
        _fill(book.create_sheet(written(SHEETS[kind])), columns)
    _explain(book.create_sheet(written(EXPLANATION)))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def words_of(column: Column) -> list[str]:
    """The words that a column takes."""
    return [written(word) for word in (column.words or {}).values()]


def about(column: Column) -> str:
    """What there is to know about a column, in one line."""
    taken = _("several, with %(sign)s between", sign=BETWEEN) if column.several else ""
    return "; ".join(filter(None, (written(column.about), taken)))


def _fill(sheet: Any, columns: tuple[Column, ...]) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    sheet.append([written(column.label) for column in columns])
    sheet.freeze_panes = "A2"
    for at, column in enumerate(columns, start=1):
        letter = get_column_letter(at)
        sheet.cell(1, at).font = Font(bold=column.needed, italic=not column.needed)
        sheet.column_dimensions[letter].width = WIDTH
        sheet.column_dimensions[letter].number_format = "@"  # as text: else a program takes 5-9 for a date
        choices = ",".join(words_of(column))
        if choices and len(choices) <= LONGEST_LIST and not column.several:
            offered = DataValidation(type="list", formula1=f'"{choices}"', allow_blank=True)
            offered.add(f"{letter}2:{letter}{MOST_LINES + 1}")
            sheet.add_data_validation(offered)


def _explain(sheet: Any) -> None:
    from openpyxl.styles import Alignment, Font

    sheet.append([_("Sheet"), _("Column"), _("Needed"), _("What it holds"), _("Words that it takes"), _("Example")])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for kind, columns in COLUMNS.items():
        for column in columns:
            words, needed = "\n".join(words_of(column)), _("yes") if column.needed else ""
            sheet.append(
                [written(SHEETS[kind]), written(column.label), needed, about(column), words, written(column.example)]
            )
    for letter, width in zip("ABCDEF", (14, 34, 10, 44, 44, 44), strict=True):
        sheet.column_dimensions[letter].width = width
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
