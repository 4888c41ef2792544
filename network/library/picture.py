"""A finding's chart in the reader's language: which bars, in which words. Drawing is the kernel's."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from network.kernel.charts import PER_CENTS, Axis, Bar, bar_chart
from network.kernel.i18n import both
from network.kernel.text import number
from network.library.cards import MILLION, OR
from network.library.figures import CHART, CONFLICT, COUNT, INFERRED, KEEPS_ORDER, TEXT, UNKNOWN, Figures, Row
from network.library.rules import round_maximum

NAME = "figures"  # of the chart on its page: the ids in it begin with this


AND = {"nl": "en", "en": "and"}
SURE_WORDS = {
    TEXT: _l("the text says it"),
    CHART: _l("only the chart says it"),
    INFERRED: _l("paired by order"),
    CONFLICT: _l("text and chart differ"),
    UNKNOWN: _l("not known"),
}


def per_cent(value: int) -> str:
    """63 %, with a space that does not break."""
    return f"{value}\u00a0%"


def either(values: tuple[int, ...]) -> str:
    """91 or 92 %, in the reader's language."""
    return per_cent(values[0]) if len(values) == 1 else f"{f' {both(OR)} '.join(map(str, values))}\u00a0%"


def several(values: Iterable[int]) -> str:
    """45, 50 and 75 %, in the reader's language."""
    *most, last = [str(each) for each in values]
    return f"{', '.join(most)} {both(AND)} {last}\u00a0%" if most else f"{last}\u00a0%"


def numbers(values: Iterable[int]) -> str:
    """22, 28 or 34, in the reader's language."""
    *most, last = [str(each) for each in values]
    return f"{', '.join(most)} {both(OR)} {last}" if most else last


def of_all(count: int, n: int) -> str:
    """22 of 35."""
    return str(_("%(count)s of %(n)s", count=count, n=n))


def span(interval: tuple[int, int]) -> str:
    """46–77 %."""
    return f"{interval[0]}–{interval[1]}\u00a0%"


def figure_of(row: Row, kind: str) -> str:
    """What stands in bold beside a row: its figure, or that it is not known."""
    if row.value is None:
        return "?" if row.others else str(_("unknown"))
    return number(row.value) if kind == COUNT else per_cent(row.value)


def beside(row: Row, n: int | None) -> str:
    """What stands softly beside a row's figure: how many firms it is, or what the chart says instead."""
    if row.others:
        return either(row.others) if row.value is None else str(_("chart: %(values)s", values=either(row.others)))
    return of_all(row.count, n) if row.count is not None and n else ""


def chart_of(figures: Figures, title: str) -> Markup:
    """The chart of a finding that has figures."""
    largest = round_maximum(max((row.value or 0 for row in figures.rows), default=0)) if figures.kind == COUNT else 100
    bars = [_bar(row, figures, largest) for row in figures.rows]
    if figures.rest_is_unsaid:
        bars.append(Bar(_("The rest"), _("not in the report")))
    return bar_chart(NAME, tuple(bars), _axis(figures.kind, largest), title, told(figures), blocks_of(figures))


def blocks_of(figures: Figures) -> int:
    """Into how many firms the bars are cut: none where the base is not sure."""
    return (figures.base.n or 0) if figures.counted else 0


def told(figures: Figures) -> str:
    """The chart in words, for who cannot see it."""
    order = (
        _("Bar chart, in the order of the answers.")
        if figures.kind in KEEPS_ORDER
        else _("Bar chart, from high to low.")
    )
    return f"{order} {'; '.join(_said(row, figures) for row in figures.rows)}."


def _said(row: Row, figures: Figures) -> str:
    more = beside(row, figures.base.n)
    return f"{both(row.label)} {figure_of(row, figures.kind)}{f', {more}' if more else ''}"


def _axis(kind: str, largest: int) -> Axis:
    if kind != COUNT:
        return PER_CENTS
    return Axis(tuple((at, _large(largest * at // 100)) for at in (0, 50, 100)))


def _large(value: int) -> str:
    if value >= MILLION:
        return str(_("%(number)s million", number=number(round(value / MILLION, 1))))
    return number(value)


def _bar(row: Row, figures: Figures, largest: int) -> Bar:
    every = [each for each in (row.value, *row.others) if each is not None]
    return Bar(
        label=both(row.label),
        figure=figure_of(row, figures.kind),
        beside=beside(row, figures.base.n),
        until=_until(row, figures.base.n, largest) if row.sure != UNKNOWN and every else None,
        interval=row.interval,
        disputed=(min(every), max(every)) if row.others and row.value is not None else None,
        candidates=tuple(map(float, row.others)),
        letters=row.letters,
        first=row.highlight,
    )  # fmt: skip


def _until(row: Row, n: int | None, largest: int) -> float:
    """Where the bar ends: at whole firms where they are known, at the lower of two figures that differ."""
    if row.count is not None and n and row.is_settled:
        return 100 * row.count / n
    return min((row.value or 0, *row.others)) * 100 / largest
