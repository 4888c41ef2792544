"""Who has told something in a theme, and in which words: features say so, so that a question can find who may know."""

from __future__ import annotations

from collections.abc import Callable, Iterator

Source = Callable[[int, int], list[tuple[int, str]]]

_sources: list[Source] = []


def add_source(source: Source) -> None:
    """Lend a feature's writers: `source(theme_id, most)` gives the newest as (member's number, what they wrote)."""
    if source not in _sources:
        _sources.append(source)


def heard_in(theme_id: int, most: int = 200) -> Iterator[tuple[int, str]]:
    """Who told what in a theme, the newest of each kind."""
    for source in _sources:
        yield from source(theme_id, most)
