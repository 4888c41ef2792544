"""Charts as SVG, drawn on the server: no script, one sentence, and the same numbers in a table beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

GLOBALS: dict[str, Callable[..., Any]] = {}
