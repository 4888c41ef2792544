"""Reads of the opening page: what it takes from several features at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Select

from network.kernel.database import db
from network.library.cards import Headline
from network.library.queries import headlines, highlights, strongest_rows
from network.themes.models import Theme
from network.themes.queries import themes_open_to_all_with

MOST_THEMES = 6


@cache
def _opening() -> Select[Any]:
    return themes_open_to_all_with(strongest_rows()).limit(MOST_THEMES)


def opening() -> tuple[Sequence[Theme], list[Headline]]:
    """The largest themes, and the study's strongest figures, in one statement where there is a theme already."""
    rows = db.session.execute(_opening()).all()
    return [theme for theme, _ in rows], headlines(rows[0][1]) if rows else highlights()
