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
from network.library.figures import CHART, CONFLICT, COUNT, INFERRED, ROUNDED, TEXT, UNKNOWN, Figures, Row
from network.library.rules import round_maximum

NAME = "figures"  # of the chart on its page: the ids in it begin with this


AND = {"nl": "en", "en": "and"}
SURE_WORDS = {
    TEXT: _l("the text says it"),
    CHART: _l("only the chart says it"),
    INFERRED: _l("name and figure put together by us"),
    CONFLICT: _l("text and chart differ"),
    UNKNOWN: _l("not known"),
    ROUNDED: _l("rounded, and shifted a little by lot"),
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


def span(interval: tuple[int, int]) -> str:
    """46–77 %."""
    return f"{interval[0]}–{interval[1]}\u00a0%"


def figure_of(row: Row, kind: str) -> str:
    """What stands in bold beside a row: its figure, or that it is not known."""
    if row.value is None:
        return "?" if row.others else str(_("unknown"))
    if row.sure == ROUNDED:
        return str(_("ca. %(share)s %%", share=row.value))
    return number(row.value) if kind == COUNT else per_cent(row.value)


def chart_of(figures: Figures, title: str, name: str = NAME) -> Markup:
    """The chart of a finding that has figures; a page with several names each."""
    bars = bars_of(figures)
    axis = _axis(figures.kind, _largest(figures))
    return bar_chart(name, tuple(bars), axis, title, told(bars, figures.keeps_order), blocks_of(figures))


def bars_of(figures: Figures) -> list[Bar]:
    """The bars of a finding's chart, in their order."""
    of_all = _("%(count)s of %(n)s")  # looked up once: ten rows need it
    bars = [_bar(row, figures, _largest(figures), of_all) for row in figures.rows]
    if figures.rest_is_unsaid:
        bars.append(Bar(_("The rest"), _("not in the report")))
    return bars


def _largest(figures: Figures) -> int:
    """Where the axis ends: at a hundred per cent, or at a round number of people."""
    if figures.kind != COUNT:
        return 100
    return round_maximum(max((row.value or 0 for row in figures.rows), default=0))


def blocks_of(figures: Figures) -> int:
    """Into how many firms the bars are cut: none where the base is not sure."""
    return (figures.base.n or 0) if figures.counted else 0


def told(bars: Iterable[Bar], keeps_order: bool) -> str:
    """The chart in words, for who cannot see it."""
    order = _("Bar chart, in the order of the answers.") if keeps_order else _("Bar chart, from high to low.")
    return f"{order} {'; '.join(_said(bar) for bar in bars)}."


def _said(bar: Bar) -> str:
    return f"{bar.label} {bar.figure}{f', {bar.beside}' if bar.beside else ''}"


def _axis(kind: str, largest: int) -> Axis:
    if kind != COUNT:
        return PER_CENTS
    return Axis(tuple((at, _large(largest * at // 100)) for at in (0, 50, 100)))


def _large(value: int) -> str:
    if value >= MILLION:
        return str(_("%(number)s million", number=number(round(value / MILLION, 1))))
    return number(value)


def _bar(row: Row, figures: Figures, largest: int, of_all: str) -> Bar:
    every = [each for each in (row.value, *row.others) if each is not None]
    return Bar(
        label=both(row.label),
        figure=figure_of(row, figures.kind),
        beside=_beside(row, figures.base.n, of_all),
        until=_until(row, figures.base.n, largest) if row.sure != UNKNOWN and every else None,
        interval=row.interval,
        disputed=(min(every), max(every)) if row.others and row.value is not None else None,
        candidates=tuple(map(float, row.others)),
        letters=row.letters,
        first=row.highlight,
    )  # fmt: skip


def _beside(row: Row, n: int | None, of_all: str) -> str:
    """What stands softly beside a row's figure: how many firms it is, or what the chart says instead."""
    if row.others:
        return either(row.others) if row.value is None else str(_("chart: %(values)s", values=either(row.others)))
    return of_all % {"count": row.count, "n": n} if row.count is not None and n else ""


def _until(row: Row, n: int | None, largest: int) -> float:
    """Where the bar ends: at whole firms where they are known, at the lower of two figures that differ."""
    if row.count is not None and n and row.is_settled:
        return 100 * row.count / n
    return min((row.value or 0, *row.others)) * 100 / largest
