"""Pictures are drawn anew before they are kept: what a camera wrote beside them, and whatever else came along, is gone.

Pillow is loaded when the first picture comes, so that a web process without one stays small.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from network.files import rules
from network.files.rules import Unfit

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PIXELS = 40_000_000
_FORMATS = {rules.PNG: "PNG", rules.JPEG: "JPEG", rules.WEBP: "WEBP"}
_HOW: dict[str, dict[str, Any]] = {rules.PNG: {}, rules.JPEG: {"quality": 88}, rules.WEBP: {"quality": 85}}


def redrawn(data: bytes, kind: str) -> bytes:
    """The same picture, upright, with nothing but its pixels. Raises Unfit for one too large or damaged."""
    from PIL import Image, ImageOps

    try:
        with Image.open(BytesIO(data), formats=[_FORMATS[kind]]) as picture:
            if picture.width * picture.height > MOST_PIXELS:  # known from its head, before anything is unpacked
                raise Unfit(rules.TOO_MANY_PIXELS)
            picture.load()
            return _written(ImageOps.exif_transpose(picture), kind)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Unfit(rules.TOO_MANY_PIXELS) from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise Unfit(rules.DAMAGED) from error


def size_of(data: bytes) -> tuple[int, int]:
    """Width and height in pixels of a picture that `redrawn` gave."""
    from PIL import Image

    with Image.open(BytesIO(data)) as picture:
        return picture.size


def _written(picture: Image, kind: str) -> bytes:
    plain = picture.convert("RGB" if kind == rules.JPEG or not picture.has_transparency_data else "RGBA")
    plain.info = {}  # profile, comment and the like, which would be written again
    file = BytesIO()
    plain.save(file, _FORMATS[kind], **_HOW[kind])
    return file.getvalue()
