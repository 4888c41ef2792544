"""The shape of what a member writes down about their learning."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, ValidationError

from network.kernel import clock
from network.kernel.forms import Form, Longest, Required, choices
from network.kernel.text import day
from network.meetups.learning.rules import OLDEST, minutes_from
from network.meetups.learning.words import FORMS, duration, form_name


class LearningForm(Form):
    """What, when, how long and in which way."""

    what = StringField(_l("What did you learn?"), [Required(), Longest(160)])
    learned_on = DateField(_l("When?"), [InputRequired(_l("Choose a date."))])
    hours = StringField(_l("How many hours?"), [Required()])
    form = RadioField(
        _l("In which way?"),
        [InputRequired(_l("Choose one of the three."))],
        choices=choices((key, name) for key, (name, _meaning) in FORMS.items()),
    )
    note = TextAreaField(_l("What will you do with it?"), [Longest(1000)])
    version = HiddenField()
    once = HiddenField()

    def validate_learned_on(self, field: DateField) -> None:
        if field.data is None:
            return  # not a date at all, which has been told
        if field.data > clock.today():
            raise ValidationError(_l("This day is still to come. Write it down when it has been."))
        if field.data < OLDEST:
            raise ValidationError(_("Choose a day from %(day)s on.", day=day(OLDEST)))

    def validate_hours(self, field: StringField) -> None:
        try:
            minutes_from(field.data)
        except ValueError as wrong:
            raise ValidationError(_l("Fill in a time from one minute to 400 hours, such as 1,5 or 1:30.")) from wrong

    def parts(self) -> dict[str, Any]:
        """What the verbs need; only after the form was found valid."""
        kept = {name: self[name].data for name in ("what", "learned_on", "form")}
        return {**kept, "minutes": minutes_from(self.hours.data), "note": self.note.data}

    def differing_from(self, entry: Any) -> dict[str, str]:
        """What was saved elsewhere and this form says otherwise, in words, by field."""
        mine, names = self.parts(), {"minutes": "hours"}
        said: dict[str, Callable[[Any], Any]] = {"learned_on": day, "minutes": duration, "form": form_name}
        return {
            names.get(name, name): said.get(name, str)(getattr(entry, name)) or str(_("(empty)"))
            for name, value in mine.items()
            if value != getattr(entry, name)
        }
