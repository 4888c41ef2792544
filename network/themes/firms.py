"""Firms by the theme that they take part in: a choice above the list of firms."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select

from network.members.models import Member
from network.members.narrowing import Choice
from network.themes.models import ACTIVE, Membership, Theme
from network.themes.queries import themes_for


def by_theme(reader: Member | None, wish: str) -> Choice:
    """The themes that a member may know of; a closed one of others is as unknown here as one that never was.

    Visitors do not choose by theme: who is in one is shown to members.
    """
    themes = themes_for(reader) if reader else []
    chosen = next((theme for theme in themes if theme.slug == wish), None)
    return Choice(
        _l("Theme"),
        _l("Every theme"),
        [(theme.slug, theme.title) for theme in themes],
        chosen.slug if chosen else "",
        firms_in(chosen) if chosen else None,
    )


def firms_in(theme: Theme) -> Select[int]:
    """The firms of whom somebody belongs to a theme; to have asked is not to belong."""
    belongs = (Membership.theme_id == theme.id, Membership.state == ACTIVE)
    return select(Member.organisation_id).join(Membership, Membership.member_id == Member.id).where(*belongs)
