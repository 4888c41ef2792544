"""The benchmark as a table for a spreadsheet: every answer of every question, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from flask_babel import gettext as _

from network.benchmark.lines import Compared
from network.kernel.i18n import both
from network.kernel.spreadsheet import csv_text


def benchmark_csv(lines: Iterable[Compared], group: str) -> str:
    """One row for each answer that one can give. Cells of what is not known or not shown are empty."""
    head = (
        _("Question"), _("Answer"), _("Your firm"), _("Study, %"), _("Study, number of firms"), _("Study, of how many"),
        _("Margin from"), _("Margin to"), _("Network, compared with"), _("Network, about %"), _("Network, about how many firms"),
    )  # fmt: skip
    return csv_text(head, (row for each in lines for row in _rows(each, group)))


def _rows(each: Compared, group: str) -> Iterator[tuple[Any, ...]]:
    firms = each.shown.figure.n if each.shown else None
    for line in each.lines:
        mine = "" if line.mine is None else _("yes") if line.mine else _("no")
        study = line.study
        low, high = (study.interval if study else None) or (None, None)
        yield (
            both(each.question.text), line.label, mine, study.value if study else None, study.count if study else None,
            each.study_n if study and study.count is not None else None, low, high, group, line.network, firms,
        )  # fmt: skip
