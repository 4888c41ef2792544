"""Charts as SVG, drawn on the server: no script, one sentence, and the same numbers in a table beside it.

Across goes in per cents and down in pixels, so that text keeps its size at every width. Every text comes in as an
argument, translated by whoever knows what the chart is about.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from textwrap import wrap
from typing import Any

from markupsafe import Markup, escape

ROW, LINE = 54, 20  # pixels: one answer with its bar, and each further line of its label
BAR = 16
WIDEST = 39  # letters that fit on a line of the narrowest phone (320 px)
BETWEEN = 2  # letters of room between a label and the figure that stands on its line
MOST_BLOCKS = 35  # more blocks than this are less than 8 px wide on a phone


@dataclass(frozen=True)
class Bar:
    """One answer. Places on the axis are per cents of its length; what is None or empty is not drawn."""

    label: str
    figure: str  # in bold at the right: 63 %
    beside: str = ""  # 22 of 35
    until: float | None = None
    interval: tuple[float, float] | None = None
    disputed: tuple[float, float] | None = None  # hatched: text and chart differ over this part
    candidates: tuple[float, ...] = ()  # what it might be or might have been, as rings
    letters: str = ""  # the notes below that speak of this answer
    first: bool = False  # the one that the sentence above speaks of


@dataclass(frozen=True)
class Axis:
    """Where the grid stands, with its words: (per cent of the length, text)."""

    ticks: tuple[tuple[float, str], ...]


@lru_cache(maxsize=512)
def bar_chart(
    name: str, bars: tuple[Bar, ...], axis: Axis, title: str, told: str, blocks: int = 0, width: str = ""
) -> Markup:
    """Horizontal bars. `name` makes the ids of this chart its own; `blocks` cuts the axis into so many firms."""
    heads = [_head(bar) for bar in bars]
    tops, bottom = [], 0
    for head in heads:
        tops.append(bottom)
        bottom += ROW + LINE * (len(head) - 1)
    blocks = blocks if blocks <= MOST_BLOCKS else 0
    grid = "".join(f'<line class="c-grid" x1="{_at(x)}" x2="{_at(x)}" y1="20" y2="{bottom}"/>' for x, _ in axis.ticks)
    rows = "".join(_row(name, *each, blocks) for each in zip(bars, heads, tops, strict=True))
    return Markup(
        f'<svg height="{bottom + 22}" role="img" aria-labelledby="{name}-title {name}-told">'
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-told">{escape(told)}</desc>'
        f"{_patterns(name, blocks)}{grid}{rows}{_ticks(axis, bottom + 16)}</svg>"
    )


def _at(x: float) -> str:
    """A place on the axis, in the fewest letters."""
    return f"{x:.2f}".rstrip("0").rstrip(".") + "%"


def _patterns(name: str, blocks: int) -> str:
    cut = (
        f'<pattern id="{name}-cut" width="{100 / blocks:.5f}%" height="40" patternUnits="userSpaceOnUse">'
        '<rect class="c-cut" width="1.25" height="40"/></pattern>'
        if blocks
        else ""
    )
    hatch = (
        f'<pattern id="{name}-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect class="c-hatch-ground" width="6" height="6"/><rect class="c-hatch" width="2.5" height="6"/></pattern>'
    )
    return f"<defs>{cut}{hatch}</defs>"


def _head(bar: Bar) -> list[str]:
    """The lines of a label; the last one leaves room for the figure."""
    taken = len(bar.figure) + len(bar.beside) + (1 if bar.beside else 0) + (len(bar.letters) + 1 if bar.letters else 0)
    return wrapped(bar.label, WIDEST, WIDEST - BETWEEN - taken)


def wrapped(text: str, widest: int, last: int) -> list[str]:
    """A text in lines, the last as full as `last` letters allow; a word too long for that leaves it empty."""
    if len(text) <= last:
        return [text]
    pieces = _pieces(text, widest)
    tail = len(pieces)
    while tail > 1 and len(" ".join(pieces[tail - 1 :])) <= last:
        tail -= 1
    lines = [""]
    for piece in pieces[:tail]:
        if lines[-1] and len(lines[-1]) + 1 + len(piece) > widest:
            lines.append(piece)
        else:
            lines[-1] = f"{lines[-1]} {piece}".lstrip()
    return [*lines, " ".join(pieces[tail:])]


def _pieces(text: str, widest: int) -> list[str]:
    """The words of a text; what stands in brackets is one piece where it fits on a line."""
    pieces = re.findall(r"\([^)]*\)\S*|\S+", text)
    return [word for piece in pieces for word in ([piece] if len(piece) <= widest else piece.split())]


def _row(name: str, bar: Bar, head: Sequence[str], top: int, blocks: int) -> str:
    y = top + 24 + LINE * (len(head) - 1)
    return "".join((*_words(bar, head, top), *_drawn(name, bar, y, blocks)))


def _words(bar: Bar, head: Sequence[str], top: int) -> Iterator[str]:
    yield f'<rect class="c-mask" x="0" y="{top}" width="100%" height="{22 + LINE * (len(head) - 1)}"/>'
    lettered = max((at for at, line in enumerate(head) if line), default=0)
    for at, line in enumerate(head):
        letters = (
            f'<tspan class="c-letter" dx="6">{escape(bar.letters)}</tspan>' if bar.letters and at == lettered else ""
        )
        if line:
            yield f'<text x="0" y="{top + 16 + LINE * at}">{escape(line)}{letters}</text>'
    beside = f' <tspan class="c-of" dx="4">{escape(bar.beside)}</tspan>' if bar.beside else ""
    yield f'<text class="c-value" x="100%" y="{top + 16 + LINE * (len(head) - 1)}">{escape(bar.figure)}{beside}</text>'


def _drawn(name: str, bar: Bar, y: int, blocks: int) -> Iterator[str]:
    if bar.until is None:
        yield f'<rect class="c-open" x="0.5" y="{y + 0.5}" width="99.8%" height="{BAR - 1}"/>'
        yield from _rings(bar, y)
        return
    yield f'<rect class="c-track" y="{y}" width="100%" height="{BAR}"/>'
    yield f'<rect class="c-bar{" c-bar--first" if bar.first else ""}" y="{y}" width="{_at(bar.until)}" height="{BAR}"/>'
    if bar.disputed:
        low, high = bar.disputed
        yield f'<rect x="{_at(low)}" y="{y}" width="{_at(high - low)}" height="{BAR}" fill="url(#{name}-hatch)"/>'
    if blocks:
        yield f'<rect y="{y}" width="100%" height="{BAR}" fill="url(#{name}-cut)"/>'
    if not bar.first:
        yield f'<line class="c-end" x1="{_at(bar.until)}" x2="{_at(bar.until)}" y1="{y}" y2="{y + BAR}"/>'
    if bar.interval:
        yield from _interval(bar, *bar.interval, y)
    yield from _rings(bar, y)


def _interval(bar: Bar, low: float, high: float, y: int) -> Iterator[str]:
    """A thin line with ends; inside the dark bar it has the colour of the paper."""
    inside = bar.until if bar.first and bar.until is not None else 0.0
    middle = y + BAR // 2
    turn = min(max(low, inside), high)
    for start, end, css in ((low, turn, "c-line c-line--in"), (turn, high, "c-line")):
        if end > start:
            yield f'<line class="{css}" x1="{_at(start)}" x2="{_at(end)}" y1="{middle}" y2="{middle}"/>'
    for x in (low, high):
        css = "c-line c-line--in" if x < inside else "c-line"
        yield f'<line class="{css}" x1="{_at(x)}" x2="{_at(x)}" y1="{middle - 4}" y2="{middle + 4}"/>'


def _rings(bar: Bar, y: int) -> Iterator[str]:
    for x in bar.candidates:
        yield f'<circle class="c-ring" cx="{_at(x)}" cy="{y + BAR // 2}" r="5"/>'


def _ticks(axis: Axis, y: int) -> str:
    last = len(axis.ticks) - 1
    ends = {0: " c-tick--first", last: " c-tick--last"}
    return "".join(
        f'<text class="c-tick{ends.get(at, "")}" x="{_at(x)}" y="{y}">{escape(text)}</text>'
        for at, (x, text) in enumerate(axis.ticks)
    )


PER_CENTS = Axis(tuple((x, f"{x}\u00a0%") for x in (0, 25, 50, 75, 100)))


@lru_cache(maxsize=256)
def share_bar(name: str, percent: float, n: int | None = None, height: int = 18) -> Markup:
    """One bar without words, for a teaser that says the figure itself."""
    blocks = n if n and n <= MOST_BLOCKS else 0
    cut = f'<rect width="100%" height="{height}" fill="url(#{name}-cut)"/>' if blocks else ""
    return Markup(
        f'<svg height="{height}" aria-hidden="true">{_patterns(name, blocks)}'
        f'<rect class="c-track" width="100%" height="{height}"/>'
        f'<rect class="c-bar c-bar--first" width="{_at(percent)}" height="{height}"/>{cut}</svg>'
    )


# What the classes look like where no style sheet comes along: a chart that was downloaded. Light, on paper.
_INK, _SOFT, _PAPER, _TRACK, _GRID = "#112120", "#455553", "#f8f6ee", "#ede8dd", "#d4cfc4"
_TEXT = 'font-family="Source Sans 3, Segoe UI, Arial, sans-serif"'
WIDTH, MARGIN = 720, 24  # pixels


def standalone(chart: str, name: str, title: str, source: str, colour: tuple[str, str]) -> str:
    """A chart as a file of its own, with title, source and its own colours (bar, dark bar). It needs no style sheet."""
    height = int(re.search(r'height="(\d+)"', chart)[1])  # type: ignore[index]
    inner = re.sub(r'class="([\w -]+)"', lambda found: _paint(found[1], *colour), chart)
    inner = inner.replace("<text x=", f'<text {_TEXT} font-size="16" fill="{_INK}" x=').replace(' role="img"', "", 1)
    inner = re.sub(
        r"<svg [^>]*>",
        f'<svg x="{MARGIN}" y="64" width="{WIDTH - 2 * MARGIN}" height="{height}">',
        inner,
        count=1,
    )
    lines = wrap(title, 56)
    top = 40 + 28 * len(lines)
    heads = "".join(
        f'<text x="{MARGIN}" y="{40 + 28 * at}" {_TEXT} font-size="22" font-weight="700" fill="{_INK}">'
        f"{escape(line)}</text>"
        for at, line in enumerate(lines)
    )
    foot = f'<text x="{MARGIN}" y="{top + height + 28}" {_TEXT} font-size="13" fill="{_SOFT}">{escape(source)}</text>'
    inner = re.sub(
        r"<svg [^>]*>", f'<svg x="{MARGIN}" y="{top}" width="{WIDTH - 2 * MARGIN}" height="{height}">', inner, count=1
    )
    total = top + height + 48
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {total}" width="{WIDTH}" height="{total}" '
        f'role="img" aria-labelledby="{name}-title {name}-told">'
        f'<rect width="{WIDTH}" height="{total}" fill="{_PAPER}"/>{heads}{inner}{foot}</svg>'
    )


def _paint(names: str, bar: str, deep: str) -> str:
    """A class's looks as attributes; the last name of several decides."""
    looks = {
        "c-value": f'{_TEXT} font-size="16" font-weight="700" text-anchor="end" fill="{_INK}"',
        "c-of": f'font-weight="400" fill="{_SOFT}"', "c-letter": f'font-weight="700" font-style="italic" fill="{deep}"',
        "c-tick": f'{_TEXT} font-size="13" text-anchor="middle" fill="{_SOFT}"',
        "c-tick--first": f'{_TEXT} font-size="13" fill="{_SOFT}"',
        "c-tick--last": f'{_TEXT} font-size="13" text-anchor="end" fill="{_SOFT}"',
        "c-track": f'fill="{_TRACK}"', "c-bar": f'fill="{bar}"', "c-bar--first": f'fill="{deep}"',
        "c-end": f'stroke="{deep}" stroke-width="3"', "c-cut": f'fill="{_PAPER}"', "c-mask": f'fill="{_PAPER}"',
        "c-line": f'stroke="{_INK}" stroke-width="1.5"', "c-line--in": f'stroke="{_PAPER}" stroke-width="1.5"',
        "c-grid": f'stroke="{_GRID}"', "c-hatch": f'fill="{deep}"', "c-hatch-ground": f'fill="{_PAPER}"',
        "c-open": f'fill="none" stroke="{_SOFT}" stroke-dasharray="4 4"',
        "c-ring": f'fill="{_PAPER}" stroke="{deep}" stroke-width="2.5"',
    }  # fmt: skip
    return looks.get(names.rsplit(maxsplit=1)[-1], "")


GLOBALS: dict[str, Callable[..., Any]] = {"share_bar": share_bar}
