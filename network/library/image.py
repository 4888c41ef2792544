"""A finding's chart as a PNG: for a slide, and to stand beside its address where somebody shares it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from network.kernel.charts import Bar
from network.kernel.lettering import PAPER, clean, font
from network.kernel.paper import HEAD_FONT, INK, LINE, SOFT, SUNKEN, TEXT_FONT, wrapped

WIDTH, SHARED_HEIGHT = 1200, 630  # pixels, as those who show such pictures ask for
EDGE, BAR, GAP = 64, 26, 22
TITLE, LABEL, SMALL = 46, 27, 23  # pixels
Colour = tuple[int, int, int]


@lru_cache(maxsize=64)  # drawing takes tens of milliseconds, and who fetches one fetches it often
def chart_png(bars: Sequence[Bar], title: str, source: str, colours: tuple[str, str], shared: bool = False) -> bytes:
    """The title, a bar for each answer with its figure and its margin, and the source.

    A shared one has the height that others show, and only as many bars as fit.
    """
    from PIL import Image, ImageDraw

    lines = wrapped(clean(title), WIDTH - 2 * EDGE, font(HEAD_FONT, TITLE).getlength)[:3]
    top = EDGE + len(lines) * TITLE * 1.15 + 24
    row = LABEL + 10 + BAR + GAP
    if shared:
        bars = bars[: int((SHARED_HEIGHT - EDGE - top) // row)]
    height = SHARED_HEIGHT if shared else int(top + len(bars) * row + EDGE + 20)
    image = Image.new("RGB", (WIDTH, height), PAPER)
    draw = ImageDraw.Draw(image)
    for at, line in enumerate(lines):
        draw.text((EDGE, EDGE - 20 + at * TITLE * 1.15), line, INK, font(HEAD_FONT, TITLE))
    for at, bar in enumerate(bars):
        _bar(draw, bar, top + at * row, tuple(_rgb(each) for each in colours))
    draw.text((EDGE, height - 48), f"{clean(source)} · leernetwerk mkb", SOFT, font(TEXT_FONT, SMALL))
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _bar(draw: Any, bar: Bar, y: float, colours: Sequence[Colour]) -> None:
    light, dark = colours
    figure = f"{bar.figure} {f'({bar.beside})' if bar.beside else ''}".strip()
    wide = font(TEXT_FONT, LABEL).getlength(figure)
    label = wrapped(clean(bar.label), WIDTH - 2 * EDGE - wide - 30, font(TEXT_FONT, LABEL).getlength)
    cut = label[0] if len(label) == 1 else f"{label[0]} …"
    draw.text((EDGE, y), cut, INK, font(TEXT_FONT, LABEL))
    draw.text((WIDTH - EDGE - wide, y), figure, INK, font(TEXT_FONT, LABEL))
    y += LABEL + 10
    if bar.until is None:
        draw.rectangle((EDGE, y, WIDTH - EDGE, y + BAR), outline=SOFT)  # an unknown one is empty
    else:
        draw.rectangle((EDGE, y, WIDTH - EDGE, y + BAR), SUNKEN)
        draw.rectangle((EDGE, y, _at(bar.until), y + BAR), dark if bar.first else light)
    if bar.disputed:
        draw.rectangle((_at(bar.disputed[0]), y, _at(bar.disputed[1]), y + BAR), LINE, dark, 2)
    for each in bar.candidates:
        draw.ellipse((_at(each) - 8, y + BAR / 2 - 8, _at(each) + 8, y + BAR / 2 + 8), PAPER, dark, 4)
    if bar.interval:
        _margin(draw, *bar.interval, y + BAR / 2)


def _margin(draw: Any, low: float, high: float, y: float) -> None:
    """A line with ends that is seen on light and on dark: ink, in a seam of paper."""
    for colour, width in ((PAPER, 8), (INK, 3)):
        draw.line((_at(low), y, _at(high), y), colour, width)
        for x in (_at(low), _at(high)):
            draw.line((x, y - 7, x, y + 7), colour, width)


def _at(percent: float) -> float:
    return EDGE + (WIDTH - 2 * EDGE) * percent / 100


def _rgb(colour: str) -> Colour:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue
