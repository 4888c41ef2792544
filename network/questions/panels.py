"""Questions and offers on a theme's page, for its readers among the members."""

from __future__ import annotations

from network.kernel.i18n import render
from network.members.models import Member
from network.questions.policy import may_ask_in
from network.questions.queries import page_for
from network.themes.models import Theme

A_FEW = 4


def in_theme(theme: Theme, reader: Member | None) -> str:
    """What was asked and offered last; a visitor sees nothing of it."""
    if reader is None:
        return ""
    lines, more = page_for(reader, theme=theme.slug, most=A_FEW)
    return render("questions/_in_theme.html", theme=theme, lines=lines, more=more, may_ask=may_ask_in(reader, theme))
