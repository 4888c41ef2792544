"""The shape of what somebody chooses to follow."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from network.kernel.forms import Form, choices
from network.meetups.feeds.rules import MINE, NETWORK, THEME
from network.themes.models import Theme


class FeedForm(Form):
    """Which meetups: one's own, the network's, or those of one theme."""

    which = SelectField(_l("Which meetups?"), validate_choice=True)

    def offer(self, themes: Sequence[Theme]) -> None:
        """Let these themes be chosen as well."""
        names = [(f"{THEME}:{theme.slug}", _("Theme: %(theme)s", theme=theme.title)) for theme in themes]
        self.which.choices = choices(
            [(MINE, _("The meetups that I signed up for")), (NETWORK, _("All meetups")), *names]
        )

    def kind(self) -> str:
        """What was chosen; only after the form was found valid."""
        return str(self.which.data).partition(":")[0]

    def theme_slug(self) -> str:
        """Which theme, where one was chosen."""
        return str(self.which.data).partition(":")[2]
