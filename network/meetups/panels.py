"""What meetups show on a theme's page."""

from __future__ import annotations

from network.kernel.i18n import render
from network.meetups.policy import may_plan_in
from network.meetups.queries import upcoming_in
from network.members.models import Member
from network.themes.models import Theme


def on_theme(theme: Theme, reader: Member | None) -> str:
    """The next meetups of the theme."""
    may_plan = reader is not None and may_plan_in(reader, theme)
    return render(
        "meetups/_on_theme.html", theme=theme, reader=reader, meetups=upcoming_in(theme, reader), may_plan=may_plan
    )
