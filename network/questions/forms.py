"""The shape of what one asks or offers."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField

from network.kernel.forms import Form, Longest, Required, choices
from network.questions.rules import ASKED, OFFERED

LONGEST = 3_000  # letters; what needs more is a practice, or a conversation

KINDS = {ASKED: _l("I ask something"), OFFERED: _l("I offer something")}


class QuestionForm(Form):
    """A question to a theme, or an offer."""

    kind = RadioField(_l("What is it?"), choices=choices(KINDS.items()), default=ASKED)
    title = StringField(_l("In one line"), [Required(_l("Say in one line what you ask or offer.")), Longest(120)])
    theme = SelectField(_l("In which theme?"))
    text = TextAreaField(_l("A little more"), [Longest(LONGEST)])
    findings = SelectMultipleField(_l("Findings of the study that it belongs to"), coerce=int)
    language = RadioField(
        _l("In which language do you write?"), choices=choices([("nl", "Nederlands"), ("en", "English")]), default="nl"
    )
    version = HiddenField()
    once = HiddenField()

    def words_of(self) -> dict[str, Any]:
        """What the verbs need."""
        return {name: self[name].data for name in ("kind", "title", "text", "language")}


class ClosingForm(Form):
    """Why it needs no more answers."""

    words = StringField(_l("How did it end?"), [Longest(300)])
