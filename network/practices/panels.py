"""Practices on the pages of themes and organisations."""

from __future__ import annotations

from network.kernel.i18n import render
from network.members.models import Member, Organisation
from network.practices.queries import by_organisation, in_theme_for
from network.themes.models import Theme
from network.themes.policy import belongs


def in_theme(theme: Theme, reader: Member | None) -> str:
    """What firms did in a theme; the tile's own number saves a statement where there is nothing yet."""
    cards = in_theme_for(theme, reader) if theme.practice_count else []
    return render("practices/_in_theme.html", theme=theme, cards=cards, may_write=belongs(reader, theme))


def of_organisation(organisation: Organisation, reader: Member | None) -> str:
    """What a firm did, and others can read."""
    cards = by_organisation(organisation, reader)
    own = reader is not None and reader.organisation_id == organisation.id
    return render("practices/_of_organisation.html", organisation=organisation, cards=cards, own=own)
