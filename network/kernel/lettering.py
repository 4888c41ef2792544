"""Letters on pictures: the network's own fonts, for whatever draws a PNG. Lengths in pixels."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from network.kernel.paper import HEAD_FONT, TEXT_FONT, drawable

PAPER = (249, 245, 236)  # of tokens.css, light


def clean(words: str) -> str:
    """Words on one line, in letters that the fonts have."""
    return drawable(words, _letters()).replace("\ufffd", "?").replace("\n", " ")


@cache
def _letters() -> Any:
    from fontTools.ttLib import TTFont

    heads, texts = (TTFont(path).getBestCmap() for path in (HEAD_FONT, TEXT_FONT))
    return heads.keys() & texts.keys()


@cache
def font(path: Path, size: int) -> Any:
    """A font of that size; the library that draws is brought in only by whoever draws."""
    from PIL import ImageFont

    return ImageFont.truetype(path, size)
