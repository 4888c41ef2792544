"""The picture that stands beside a practice where somebody shares its address: title, firm, and how far it has come."""

from __future__ import annotations

import io
from functools import lru_cache

from network.kernel.i18n import force_locale
from network.kernel.lettering import PAPER, clean, font
from network.kernel.paper import BRAND, HEAD_FONT, INK, SOFT, TEXT_FONT, wrapped
from network.practices.models import Practice
from network.practices.words import STAGES

WIDTH, HEIGHT = 1200, 630  # pixels, as those who show such pictures ask for
BLOCKS = ((16, 81, 62), (240, 138, 44), (123, 184, 181), (233, 195, 74))  # of the mark
EDGE = 80
SIZES = (76, 64, 54, 46)  # of the title, the largest that fits in four lines
MOST_LINES = 4


def picture_of(practice: Practice) -> bytes:
    """A PNG in the language of the practice; the same bytes as long as it says the same."""
    with force_locale(practice.language):
        stage = str(STAGES[practice.maturity])
    return _drawn(practice.title, practice.organisation.name, stage)


@lru_cache(maxsize=64)  # drawing takes tens of milliseconds, and who fetches one fetches it often
def _drawn(title: str, firm: str, stage: str) -> bytes:
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(image)
    for at, colour in enumerate(BLOCKS):
        draw.rectangle((at * WIDTH // 4, 0, (at + 1) * WIDTH // 4, 27), colour)
    size, lines = _fitting(clean(title))
    for at, line in enumerate(lines):
        draw.text((EDGE, 100 + at * size * 1.15), line, INK, font(HEAD_FONT, size))
    draw.text((EDGE, 470), _cut(clean(firm)), INK, font(TEXT_FONT, 38))
    draw.text((EDGE, 530), f"{stage} · leernetwerk mkb", SOFT, font(TEXT_FONT, 32))
    draw.rectangle((0, HEIGHT - 18, WIDTH, HEIGHT), BRAND)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _fitting(title: str) -> tuple[int, list[str]]:
    """The title in lines, as large as it may be; what does not fit at the smallest size ends in an ellipsis."""
    for size in SIZES:
        lines = wrapped(title, WIDTH - 2 * EDGE, font(HEAD_FONT, size).getlength)
        if len(lines) <= MOST_LINES:
            return size, lines
    return size, [*lines[: MOST_LINES - 1], f"{lines[MOST_LINES - 1]}…"]


def _cut(words: str) -> str:
    return wrapped(words, WIDTH - 2 * EDGE, font(TEXT_FONT, 38).getlength)[0]
