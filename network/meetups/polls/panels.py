"""What date polls show on a theme's page."""

from __future__ import annotations

from network.kernel.i18n import render
from network.meetups.policy import may_plan_in
from network.meetups.polls.queries import open_for
from network.members.models import Member
from network.themes.models import Theme


def on_theme(theme: Theme, reader: Member | None) -> str:
    """The dates that are being asked, for the theme's members and who coordinates it."""
    if reader is None or not (theme.id in reader.theme_ids or may_plan_in(reader, theme)):
        return ""
    lines = open_for(reader, theme)
    return render("meetups/polls/_on_theme.html", lines=lines) if lines else ""
