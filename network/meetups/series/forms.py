"""The shape of what a coordinator fills in about a series."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    HiddenField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from network.kernel import clock
from network.kernel.forms import Between, Form, Longest, Required, WholeNumber, choices
from network.kernel.text import day, day_names, weekday
from network.meetups.forms import is_web_address
from network.meetups.models import IN_PERSON, ONLINE, Meetup
from network.meetups.rules import FURTHEST_AHEAD, LARGEST_ROOM
from network.meetups.series import rules
from network.meetups.series.models import Series
from network.meetups.series.rules import WEEKLY, YEARLY, Rhythm
from network.meetups.series.words import rhythm_words

NEVER, ON_DAY, AFTER_TIMES = "never", "until", "times"
FOLLOWING, ALL = "following", "all"
KEEP, CALL_OFF = "keep", "call off"


class RepeatForm(Form):
    """How often a meetup repeats, and until when. Which rhythms there are hangs on its day."""

    rhythm = RadioField(_l("How often?"), [InputRequired(_l("Choose how often."))])
    weekdays = SelectMultipleField(
        _l("On which other days of the week as well?"), coerce=int, option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )  # fmt: skip
    interval = WholeNumber(
        _l("Every how many weeks or months?"),
        [InputRequired(_l("Fill in a number.")), Between(1, rules.LONGEST_INTERVAL)],
        default=1,
    )
    ends = RadioField(
        _l("Until when?"), [InputRequired(_l("Choose until when."))], default=NEVER,
        choices=choices([
            (NEVER, _l("It goes on until somebody ends it")), (ON_DAY, _l("Until a day")), (AFTER_TIMES, _l("A number of times")),
        ]),
    )  # fmt: skip
    until = DateField(_l("Last day on which it may be held"), [Optional()])
    times = WholeNumber(_l("How many times, this one included?"), [Optional(), Between(2, rules.MOST_TIMES)])
    once = HiddenField()

    first_on: date

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("until", "times"):
            self[name].flags.required = True  # needed or not by how it ends: the hint says so

    def repeats(self, meetup: Meetup) -> None:
        """Take the meetup that repeats: its day is the first."""
        self.first_on = clock.local(meetup.starts_at).date()
        self._rhythms = {each.kind: each for each in rules.rhythms_from(self.first_on)}
        self.rhythm.choices = choices((kind, _sentence(each)) for kind, each in self._rhythms.items())
        others = [(n, name) for n, name in enumerate(day_names()) if n != self.first_on.weekday()]
        self.weekdays.choices = choices(others)

    def validate_weekdays(self, field: SelectMultipleField) -> None:
        if field.data and self.rhythm.data not in (None, WEEKLY):
            raise ValidationError(_l("Other days go with every week only."))

    def validate_interval(self, field: WholeNumber) -> None:
        if self.rhythm.data == YEARLY and field.data not in (None, 1):
            raise ValidationError(_l("Every year is 1."))

    def validate_until(self, field: DateField) -> None:
        if self.ends.data != ON_DAY or field.data is None:
            return
        if field.data > clock.today() + FURTHEST_AHEAD:
            raise ValidationError(_l("That is more than three years ahead."))
        known = not any(each.errors for each in (self.rhythm, self.weekdays, self.interval))
        if known and len(self._dates_until(field.data)) < 2:
            raise ValidationError(_l("Then it is held only once. Choose a later day."))

    def _dates_until(self, last: date) -> list[date]:
        return list(rules.dates_of(self.rule(), self.first_on, last))

    def validate(self, extra_validators: Any = None) -> bool:
        """A day or a number that is asked for by how it ends must be there."""
        for field, needed in ((self.until, ON_DAY), (self.times, AFTER_TIMES)):
            if self.ends.data == needed:
                field.validators = [InputRequired(_("Fill this in.")), *field.validators[1:]]
        return bool(super().validate(extra_validators))

    def rule(self) -> str:
        """The RRULE that was chosen."""
        chosen = self._rhythms[self.rhythm.data]
        days = {*chosen.weekdays, *(self.weekdays.data or [])} if chosen.kind == WEEKLY else chosen.weekdays
        interval = self.interval.data or 1
        return Rhythm(chosen.kind, interval, tuple(sorted(days)), chosen.nth, chosen.day, chosen.month).text

    def last_day(self) -> date | None:
        """The last day on which it may be held, or none."""
        if self.ends.data == AFTER_TIMES and self.times.data is not None:
            return rules.until_after(self.rule(), self.first_on, self.times.data)
        return self.until.data if self.ends.data == ON_DAY else None


class SeriesForm(Form):
    """What all meetups of a series share, and to which of them a change goes."""

    scope = RadioField(_l("Which dates?"), default=ALL)
    title = StringField(_l("Title"), [Required(), Longest(120)])
    description = TextAreaField(_l("What will you do?"), [Required(), Longest(6000)])
    starts = TimeField(_l("Starts at"), [InputRequired(_l("Choose a time, for example 15:30."))])
    ends = TimeField(_l("Ends at"), [InputRequired(_l("Choose a time, for example 17:30."))])
    place = StringField(_l("Place"), [Longest(120)])
    address = StringField(_l("Address"), [Longest(200)])
    link = StringField(_l("Link to take part online"), [Longest(500)])
    capacity = WholeNumber(_l("Number of seats"), [InputRequired(_l("Fill in a number.")), Between(1, LARGEST_ROOM)])
    until = DateField(_l("Last day on which it may be held"), [Optional()])
    version = HiddenField()
    since = HiddenField()

    def of(self, series: Series, following: Meetup | None) -> None:
        """Take the series, and the meetup from whose page one comes: then the dates from it on can be chosen."""
        self.series = series
        offered = [(ALL, _("All dates to come"))]
        if following is not None:
            offered.insert(0, (FOLLOWING, _("%(day)s and the dates after it", day=day(following.starts_at))))
        self.scope.choices = choices(offered)
        for name, without in (("place", ONLINE), ("link", IN_PERSON)):
            self[name].flags.required = series.facts["mode"] != without

    def validate_ends(self, field: TimeField) -> None:
        if None not in (self.starts.data, field.data) and field.data <= self.starts.data:
            raise ValidationError(_l("The end must be after the start, on the same day."))

    def validate_place(self, field: StringField) -> None:
        if field.flags.required and not field.data:
            raise ValidationError(_l("Say where people must be."))

    def validate_link(self, field: StringField) -> None:
        if field.flags.required and not field.data:
            raise ValidationError(_l("Give the link; only people with a seat will see it."))
        if field.data and not is_web_address(field.data):
            raise ValidationError(_l("A link begins with https:// and has no spaces or quotes in it."))

    def validate_until(self, field: DateField) -> None:
        if field.data is None or field.data == self.series.until:
            return
        if field.data < self.series.made_until:
            made = day(self.series.made_until)
            raise ValidationError(_("Meetups stand planned until %(day)s. To stop before, end the series.", day=made))
        if field.data > clock.today() + FURTHEST_AHEAD:
            raise ValidationError(_l("That is more than three years ahead."))

    def parts(self) -> dict[str, Any]:
        """What the verb needs: minutes instead of an end."""
        names = ("title", "description", "place", "address", "link", "capacity", "starts", "until")
        begin, end = (datetime.combine(date.min, each.data) for each in (self.starts, self.ends))
        minutes = int((end - begin) / timedelta(minutes=1))
        return {**{name: self[name].data for name in names}, "minutes": minutes}

    def differing_from(self, stored: dict[str, Any]) -> dict[str, str]:
        """What somebody else saved and this form says otherwise, in words, by field."""
        return {name: _in_words(value) for name, value in stored.items() if value != self[name].data}


class EndingForm(Form):
    """What becomes of the dates to come when a series ends."""

    coming = RadioField(
        _l("What happens to the dates to come?"), [InputRequired(_l("Choose one of the two."))],
        choices=choices([(KEEP, _l("They are held as planned")), (CALL_OFF, _l("They are called off"))]),
    )  # fmt: skip
    reason = TextAreaField(_l("What do you tell those who signed up?"), [Longest(1000)])

    def validate_reason(self, field: TextAreaField) -> None:
        if self.coming.data == CALL_OFF:
            Required()(self, field)


def filled(series: Series) -> dict[str, Any]:
    """What stands in the form of a series."""
    names = ("title", "description", "place", "address", "link", "capacity")
    begin = datetime.combine(date.min, series.starts)
    ends = (begin + timedelta(minutes=series.minutes)).time()
    return {
        **{name: series.facts[name] for name in names},
        "starts": series.starts,
        "ends": ends,
        "until": series.until,
    }


def _sentence(rhythm: Rhythm) -> str:
    words = rhythm_words(rhythm.text)
    return words[0].upper() + words[1:]


def _in_words(value: Any) -> str:
    if isinstance(value, date):
        return weekday(value)
    return f"{value:%H:%M}" if hasattr(value, "hour") else str(value or _("(empty)"))
