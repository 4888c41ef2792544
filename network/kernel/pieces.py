"""Pieces of pages that hang on nothing but their values: drawn once, and kept for as long as they are asked for.

A card in a list is the same for everybody who may see it, so what it was drawn from is all that must be compared. Nothing
that hangs on who reads (a token, a right) may go into one: pass it as a value, or leave it outside.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import Any

from flask import g
from markupsafe import Markup

MOST = 2_048  # pieces, of a kB or two each


def kept(macro: Callable[..., Markup], *values: Hashable) -> Markup:
    """What a macro makes of these values. The patterns that it draws with still come to stand at the end of the page."""
    html, patterns = _drawn(macro, values)
    if patterns:
        g.setdefault("patterns", {}).update(patterns)
    return html


@lru_cache(maxsize=MOST)
def _drawn(macro: Callable[..., Markup], values: tuple[Hashable, ...]) -> tuple[Markup, dict[Any, None]]:
    """A macro is one of one language, since each language has its own templates."""
    around = g.pop("patterns", None)
    try:
        html = macro(*values)
        return html, g.pop("patterns", {})
    finally:
        if around is not None:
            g.patterns = around


GLOBALS = {"kept": kept}
