"""The shape of a free period."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, ValidationError

from network.kernel import clock
from network.kernel.forms import Form, Longest, Required, choices
from network.kernel.text import weekday
from network.meetups.clashes.models import FreePeriod
from network.meetups.clashes.rules import SCHOOL
from network.meetups.clashes.words import KINDS, REGIONS

LONGEST = timedelta(days=70)  # more than the longest summer holiday
FURTHEST = timedelta(days=10 * 366)
NAMES = ("kind", "region", "name_nl", "name_en", "first_on", "last_on")


class PeriodForm(Form):
    """A public or school holiday, by its first and last day."""

    kind = RadioField(_l("What is it?"), choices=choices(KINDS.items()), default=SCHOOL)
    region = SelectField(_l("For which schools?"), choices=choices(REGIONS.items()), validate_choice=True)
    name_nl = StringField(_l("Name in Dutch"), [Required(), Longest(60)])
    name_en = StringField(_l("Name in English"), [Longest(60)])
    first_on = DateField(_l("First free day"), [InputRequired(_l("Choose a date."))])
    last_on = DateField(_l("Last free day"), [InputRequired(_l("Choose a date."))])
    version = HiddenField()
    once = HiddenField()

    def validate_first_on(self, field: DateField) -> None:
        if field.data is not None and abs(field.data - clock.today()) > FURTHEST:
            raise ValidationError(_l("That is more than ten years away."))

    def validate_last_on(self, field: DateField) -> None:
        if field.data is None or self.first_on.data is None or self.first_on.errors:
            return
        if field.data < self.first_on.data:
            raise ValidationError(_l("The last day cannot come before the first."))
        if field.data - self.first_on.data > LONGEST:
            raise ValidationError(_l("That is longer than ten weeks. Make it two periods."))

    def differing_from(self, period: FreePeriod) -> dict[str, str]:
        """What stands there now and this form says otherwise, in words, by field."""
        stored = {name: getattr(period, name) for name in NAMES}
        return {name: _in_words(self[name], value) for name, value in stored.items() if value != self[name].data}


def _in_words(field: Any, value: Any) -> str:
    if isinstance(field, DateField):
        return weekday(value)
    names = {each.value: str(each.label) for each in getattr(field, "choices", None) or ()}
    return names.get(value, value) or str(_("(empty)"))
