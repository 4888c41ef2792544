"""The few columns of a theme that a page of something else shows of it."""

from __future__ import annotations

from typing import NamedTuple

from network.kernel.i18n import language
from network.themes.models import Theme

OF_THEME = (Theme.id, Theme.slug, Theme.title_nl, Theme.title_en, Theme.access, Theme.colour, Theme.motif)
NAMED = (Theme.slug, Theme.title_nl, Theme.title_en, Theme.colour)  # the fields of ThemeName, in their order


class ThemeName(NamedTuple):
    """A theme as a line of a list names it."""

    slug: str
    title_nl: str
    title_en: str
    colour: str

    @property
    def title(self) -> str:
        return (self.title_en if language() == "en" else "") or self.title_nl
