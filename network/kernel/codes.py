"""Codes that a phone's camera reads. The library that draws them is loaded only when one is drawn."""

from __future__ import annotations

import io
from functools import lru_cache

from markupsafe import Markup, escape

QUIET = 4  # modules of empty ground around a code; a camera needs them (ISO/IEC 18004)
SCALE = 6  # pixels a module in a mail


def code_drawing(text: str, label: str) -> Markup:
    """A code as a drawing for a page. It is dark on light whatever the page is: some cameras read nothing else."""
    side, strokes = _drawn(text)
    return Markup(
        f'<svg class="code" viewBox="0 0 {side} {side}" role="img" aria-label="{escape(label)}">'
        f'<rect width="{side}" height="{side}" fill="#fff"/>{strokes}</svg>'
    )


@lru_cache(maxsize=256)
def code_picture(text: str) -> bytes:
    """A code as a PNG, for a mail."""
    import segno

    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="png", scale=SCALE, border=QUIET)
    return out.getvalue()


@lru_cache(maxsize=256)
def _drawn(text: str) -> tuple[int, str]:
    """How many modules wide, and the dark ones as one path."""
    import segno

    code = segno.make(text, error="m", micro=False)
    out = io.BytesIO()
    code.save(out, kind="svg", xmldecl=False, svgns=False, omitsize=True, border=QUIET, svgclass=None, lineclass=None)
    drawn = out.getvalue().decode()
    return int(code.symbol_size(border=QUIET)[0]), drawn[drawn.index("<path") : drawn.index("</svg>")]
