"""The shape of what a coordinator says of reminders."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from network.kernel.forms import Between, Form, Longest, WholeNumber, choices
from network.meetups.reminders.rules import (
    AFTER,
    BEFORE,
    DAY,
    FURTHEST,
    HOUR,
    MOST,
    USUAL_AFTER,
    USUAL_BEFORE,
    WEEK,
    Reminder,
    in_order,
)

UNITS = {"minutes": 1, "hours": HOUR, "days": DAY, "weeks": WEEK}
UNIT_NAMES = [("minutes", _l("minutes")), ("hours", _l("hours")), ("days", _l("days")), ("weeks", _l("weeks"))]
SIDES = [(BEFORE, _l("before the start")), (AFTER, _l("after the end"))]


class RemindersForm(Form):
    """Some of the usual moments, one of one's own, and what a reminder says."""

    moments = SelectMultipleField(
        _l("When do we remind people?"), option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )
    number = WholeNumber(_l("Another moment"), [Optional(), Between(1, 1_000)])
    unit = SelectField(_l("Minutes, hours, days or weeks"), choices=choices(UNIT_NAMES), default="days")
    side = SelectField(_l("Before or after"), choices=choices(SIDES), default=BEFORE)
    route = TextAreaField(_l("How do people get there?"), [Longest(1000)])
    prepare = TextAreaField(_l("What do people prepare?"), [Longest(1000)])
    version = HiddenField()

    def offer(self, known: Iterable[Reminder], named: Callable[[Reminder], Any]) -> None:
        """Let the usual moments be chosen, and those that are set already."""
        offered = in_order((*USUAL_BEFORE, *USUAL_AFTER, *known))
        self.moments.choices = choices((code_of(each), named(each)) for each in offered)

    def validate_number(self, field: WholeNumber) -> None:
        if field.data and field.data * UNITS.get(self.unit.data, WEEK) * 60 > FURTHEST.total_seconds():
            raise ValidationError(_l("Choose a moment within 60 days of the meetup."))

    def validate_moments(self, _field: SelectMultipleField) -> None:
        if len(self.reminders()) > MOST:
            raise ValidationError(_l("Choose at most six moments."))

    def reminders(self) -> list[Reminder]:
        """What was chosen; only after the form was found valid."""
        chosen = [_meant_by(code) for code in self.moments.data or ()]
        if self.number.data and self.unit.data in UNITS:
            chosen.append(Reminder(self.number.data * UNITS[self.unit.data], self.side.data))
        return in_order(each for each in chosen if each is not None)


def code_of(reminder: Reminder) -> str:
    """What stands for a moment in a form."""
    return f"{reminder.minutes}-{reminder.side}"


def _meant_by(code: str) -> Reminder | None:
    minutes, _, side = code.partition("-")
    return Reminder(int(minutes), side) if minutes.isdecimal() else None
