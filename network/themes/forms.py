"""The shape of what one may fill in about a theme."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField

from network.kernel.forms import Form, Longest, Required, choices
from network.themes.models import CLOSED, ON_REQUEST, OPEN, Theme

ACCESS = [
    (OPEN, _l("Open: every member may join")),
    (ON_REQUEST, _l("On request: you decide who joins")),
    (CLOSED, _l("Closed: only those you let in know of it")),
]


class ThemeForm(Form):
    """A theme's words, in Dutch and if you like in English."""

    title_nl = StringField(_l("Name"), [Required(), Longest(120)])
    title_en = StringField(_l("Name in English"), [Longest(120)])
    tagline_nl = StringField(_l("In one sentence"), [Required(), Longest(240)])
    tagline_en = StringField(_l("That sentence in English"), [Longest(240)])
    purpose_nl = TextAreaField(_l("What do you want to have found out after a year?"), [Required(), Longest(2000)])
    purpose_en = TextAreaField(_l("The same in English"), [Longest(2000)])
    access = RadioField(_l("Who may join?"), choices=choices(ACCESS), default=OPEN)
    question_nl = StringField(_l("What do you ask of who wants to join?"), [Longest(240)])
    question_en = StringField(_l("That question in English"), [Longest(240)])
    version = HiddenField()
    once = HiddenField()

    def differing_from(self, theme: Theme) -> dict[str, str]:
        """What somebody else saved and this form says otherwise, in words, by field."""
        stored = {name: getattr(theme, name) for name in self.words()}
        stored["access"] = str(dict(ACCESS)[theme.access])
        mine = {**self.words(), "access": str(dict(ACCESS).get(self.access.data, ""))}
        return {name: value for name, value in stored.items() if value != mine[name]}


class JoinForm(Form):
    """An answer to the group's question, where it asks one."""

    answer = TextAreaField(_l("Your answer"), [Required(), Longest(1000)])


class CoordinatorForm(Form):
    """Who is to coordinate a theme as well."""

    member = SelectField(_l("Who coordinates it from now on, too?"), coerce=int)
