"""The shape of what is filled in about a date poll: what is asked, the answers, and the meetup that comes of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from types import MappingProxyType
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    Field,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Optional, ValidationError

from network.kernel import clock
from network.kernel.forms import Between, Form, Longest, Required, WholeNumber, choices
from network.kernel.text import moment as in_words
from network.meetups.forms import KINDS, MODES, MeetupForm
from network.meetups.models import FOR_NETWORK, FOR_THEME, IN_PERSON
from network.meetups.polls import rules, week
from network.meetups.polls.queries import Option
from network.meetups.polls.rules import MAYBE, NO, YES
from network.meetups.rules import FURTHEST_AHEAD, LARGEST_ROOM

SAYS = {YES: _l("Yes"), MAYBE: _l("If need be"), NO: _l("No")}
KEPT = ("title", "kind", "description", "language", "mode", "place", "capacity", "minutes")
LAST_MINUTE = time(23, 59)
FIRST_ROWS = 4  # empty ones on a new form
_NO_SUCH_TIME = _l("This time does not exist: the clock goes from 2:00 to 3:00 that night.")

Moments = Mapping[int, datetime]


@dataclass(frozen=True)
class Row:
    """One date of the list, with the option that it is, if it is one already."""

    n: int
    day: Field
    time: Field
    option: Field
    drop: Field

    @property
    def option_id(self) -> int | None:
        return int(self.option.data) if str(self.option.data or "").isdecimal() else None

    @property
    def is_empty(self) -> bool:
        return bool(self.drop.data) or not (_typed(self.day) or _typed(self.time))


class PollForm(Form):
    """What is asked, and about which dates: a list, which `poll_form` makes as long as needed, and weeks to tick in."""

    title = StringField(_l("Title"), [Required(), Longest(120)])
    theme = SelectField(_l("Whom do you ask?"), validate_choice=True)
    kind = SelectField(_l("What kind of meetup?"), choices=choices(KINDS.items()))
    description = TextAreaField(_l("What is it about?"), [Longest(2000)])
    language = RadioField(
        _l("Language of the meetup"), choices=choices([("nl", "Nederlands"), ("en", "English")]), default="nl"
    )
    mode = RadioField(_l("Where do people take part?"), choices=choices(MODES.items()), default=IN_PERSON)
    place = StringField(_l("Place"), [Longest(120)])
    capacity = WholeNumber(_l("Number of seats"), [InputRequired(_l("Fill in a number.")), Between(1, LARGEST_ROOM)])
    minutes = WholeNumber(
        _l("How long, in minutes"),
        [InputRequired(_l("Fill in a number.")), Between(rules.SHORTEST, rules.LONGEST)],
        default=120,
    )
    morning = TimeField(_l("Morning"), [Optional()], default=time(9, 30))
    afternoon = TimeField(_l("Afternoon"), [Optional()], default=time(15, 30))
    evening = TimeField(_l("Evening"), [Optional()], default=time(19, 30))
    grid = SelectMultipleField(_l("Weeks"), validate_choice=False)
    closes = DateField(_l("Last day to answer"), [InputRequired(_l("Choose a date."))])
    version = HiddenField()
    once = HiddenField()
    weeks_from = HiddenField()

    existing: Moments = MappingProxyType({})
    was_closing: date | None = None

    def knows(self, existing: Moments, was_closing: date | None) -> None:
        """Take the dates and the end that stand already: what has passed may stay as it is."""
        self.existing, self.was_closing = existing, was_closing

    @property
    def rows(self) -> Sequence[Row]:
        count = sum(name.startswith("day_") for name in self._fields)
        return [Row(n, *(self[f"{part}_{n}"] for part in ("day", "time", "option", "drop"))) for n in range(count)]

    @property
    def monday(self) -> date:
        """Where the weeks to tick in begin."""
        try:
            begin = date.fromisoformat(self.weeks_from.data or "")
        except ValueError:
            begin = clock.today()
        return week.monday_of(min(max(begin, clock.today()), clock.today() + FURTHEST_AHEAD))

    def ticked(self) -> list[tuple[date, time]]:
        """The dates that were ticked in the weeks."""
        cells = (week.of_cell(value) for value in self.grid.data or ())
        return [(day, self[part].data) for day, part in filter(None, cells) if self[part].data]

    def wanted(self) -> list[tuple[int | None, datetime]]:
        """Every date with the option that it was; only after the form was found valid."""
        listed = [(row.option_id, clock.moment(row.day.data, row.time.data)) for row in self.rows if not row.is_empty]
        return listed + [(None, clock.moment(*pair)) for pair in self.ticked()]

    def parts(self) -> dict[str, Any]:
        """What the verbs need, but for the theme and the dates."""
        return {**{name: self[name].data for name in KEPT}, "closes_at": clock.moment(self.closes.data, LAST_MINUTE)}

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        sound = super().validate(*args, **kwargs)
        moments = [*map(self._check_row, self.rows), *self._check_ticks()]
        dates = {moment for moment in moments if moment is not None}
        if not any(row.day.errors or row.time.errors for row in self.rows):
            self._check_number(len(dates))
        coming = [moment for moment in dates if moment > clock.now()]
        self._check_end(min(coming, default=None))
        return sound and not self.errors

    def _check_row(self, row: Row) -> datetime | None:
        if row.is_empty:
            row.day.errors = row.time.errors = ()
            return None
        if row.day.errors or row.time.errors:
            return None
        if row.day.data is None:
            return _wrong(row.day, _l("Choose a date."))
        if row.time.data is None:
            return _wrong(row.time, _l("Choose a time, for example 15:30."))
        return self._check_moment(row.day, row.time, row.day.data, row.time.data, row.option_id)

    def _check_ticks(self) -> list[datetime | None]:
        return [self._check_moment(self.grid, self.grid, day, at) for day, at in self.ticked()]

    def _check_moment(
        self, on_day: Field, on_time: Field, day: date, at: time, option_id: int | None = None
    ) -> datetime | None:
        """The moment, when it exists and is still to come, or stood there already."""
        if day > clock.today() + FURTHEST_AHEAD:
            return _wrong(on_day, _l("That is more than three years ahead."))
        if day < clock.today() - FURTHEST_AHEAD:
            return _wrong(on_day, _l("This date has passed. Choose a day to come."))
        try:
            moment = clock.moment(day, at)
        except clock.MissingHour:
            return _wrong(on_time, _NO_SUCH_TIME)
        if moment <= clock.now() and self.existing.get(option_id or 0) != moment:
            return _wrong(on_day, _l("This date has passed. Choose a day to come."))
        return moment

    def _check_number(self, dates: int) -> None:
        first: Any = self.rows[0].day
        if dates < rules.FEWEST_OPTIONS:
            _wrong(first, _l("Give at least two dates; if there is only one, plan the meetup."))
        if dates > rules.MOST_OPTIONS:
            _wrong(first, _l("These are too many dates: at most 20."))

    def _check_end(self, first: datetime | None) -> None:
        end = self.closes.data
        if end is None or self.closes.errors or end == self.was_closing:
            return
        if end < clock.today():
            _wrong(self.closes, _l("This date has passed. Choose a day to come."))
        elif first is not None and end >= clock.local(first).date():
            _wrong(self.closes, _l("The last day to answer must be before the first date."))

    differing_from = MeetupForm.differing_from


def _typed(field: Field) -> bool:
    return field.data is not None or any(field.raw_data or ())


def _wrong(field: Any, words: Any) -> datetime | None:
    """Say at a field what is wrong with it; a date that is wrong is no moment."""
    field.errors = [*field.errors, str(words)]
    return None


@cache
def _form_of(rows: int) -> type[PollForm]:
    fields: dict[str, Any] = {}
    for n in range(rows):
        fields[f"day_{n}"] = DateField(_l("Date %(n)s", n=n + 1), [Optional()])
        fields[f"time_{n}"] = TimeField(_l("Time of date %(n)s", n=n + 1), [Optional()])
        fields[f"option_{n}"] = HiddenField()
        fields[f"drop_{n}"] = BooleanField(_l("Take date %(n)s away", n=n + 1))
    return type("PollFormOfSomeRows", (PollForm,), fields)


Dates = Iterable[tuple[int | None, date | None, time | None]]


def poll_form(dates: Dates = (), rows: int = 0, **start: Any) -> PollForm:
    """A form that begins with these dates, in a list of at least so many rows; or holds what was sent, where it was."""
    return _form_of(_length(dates := list(dates), rows))(data={**start, **_as_rows(dates)})


def filled_anew(dates: Dates, rows: int = 0, **typed: Any) -> PollForm:
    """The same, whatever was sent."""
    return _form_of(_length(dates := list(dates), rows))(formdata=None, data={**typed, **_as_rows(dates)})


def _length(dates: Sequence[Any], rows: int) -> int:
    return min(max(rows, len(dates), 1), 2 * rules.MOST_OPTIONS)


def _as_rows(dates: Sequence[Any]) -> dict[str, Any]:
    rows: dict[str, Any] = {}
    for n, (option_id, day, at) in enumerate(dates):
        rows |= {f"option_{n}": option_id, f"day_{n}": day, f"time_{n}": at}
    return rows


class AnswerForm(Form):
    """What somebody says of each date; `answer_form` gives it a field for each."""

    def of_option(self, option: Option) -> Field:
        return self[f"option_{option.id}"]

    def said(self) -> dict[int, str]:
        """What was chosen on the page that was sent, by option."""
        fields = ((name, field) for name, field in self._fields.items() if name.startswith("option_"))
        return {int(name.removeprefix("option_")): field.data for name, field in fields if field.raw_data}


def answer_form(options: Sequence[Option]) -> AnswerForm:
    """A form with the dates that can be answered, and what the reader said before."""
    fields: dict[str, Any] = {
        f"option_{option.id}": RadioField(
            in_words(option.starts_at), [Optional()], choices=choices(SAYS.items()), default=option.mine
        )
        for option in options
        if not option.has_passed
    }
    form: AnswerForm = type("AnswerFormOfSomeDates", (AnswerForm,), fields)()
    return form


class ChosenForm(Form):
    """The meetup that comes of a date: what the poll says, to be corrected. Its day is the option's."""

    title = StringField(_l("Title"), [Required(), Longest(120)])
    description = TextAreaField(_l("What will you do?"), [Required(), Longest(6000)])
    starts = TimeField(_l("Starts at"), [InputRequired(_l("Choose a time, for example 15:30."))])
    ends = TimeField(_l("Ends at"), [InputRequired(_l("Choose a time, for example 17:30."))])
    mode = RadioField(_l("Where do people take part?"), choices=choices(MODES.items()), default=IN_PERSON)
    place = StringField(_l("Place"), [Longest(120)])
    address = StringField(_l("Address"), [Longest(200)])
    link = StringField(_l("Link to take part online"), [Longest(500)])
    capacity = WholeNumber(_l("Number of seats"), [InputRequired(_l("Fill in a number.")), Between(1, LARGEST_ROOM)])
    audience = RadioField(
        _l("Who may sign up?"), default=FOR_THEME,
        choices=choices([(FOR_NETWORK, _l("Every member of the network")), (FOR_THEME, _l("Members of the theme"))]),
    )  # fmt: skip
    option = HiddenField()

    def __init__(self, option: Option, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = clock.local(option.starts_at).date()
        for name in ("place", "link"):
            self[name].flags.required = True  # needed or not by how people take part: the hint says so

    def validate_starts(self, field: TimeField) -> None:
        self._require_to_come(field)

    def validate_ends(self, field: TimeField) -> None:
        if self.starts.data is not None and field.data is not None and field.data <= self.starts.data:
            raise ValidationError(_l("The end must be after the start, on the same day."))
        self._require_to_come(field)

    def _require_to_come(self, field: TimeField) -> None:
        if field.data is None:
            return
        try:
            passed = clock.moment(self.day, field.data) <= clock.now()
        except clock.MissingHour as missing:
            raise ValidationError(_NO_SUCH_TIME) from missing
        if passed:
            raise ValidationError(_l("This time has passed. Choose a later one."))

    validate_place = MeetupForm.validate_place
    validate_link = MeetupForm.validate_link

    def parts(self) -> dict[str, Any]:
        """What planning needs; only after the form was found valid."""
        names = ("title", "description", "mode", "place", "address", "link", "capacity", "audience")
        return {
            **{name: self[name].data for name in names},
            "starts_at": clock.moment(self.day, self.starts.data),
            "ends_at": clock.moment(self.day, self.ends.data),
        }


def ending(starts_at: datetime, minutes: int) -> time:
    """When a meetup of so many minutes ends, on the same day."""
    begin, end = clock.local(starts_at), clock.local(starts_at + timedelta(minutes=minutes))
    return end.time() if end.date() == begin.date() else LAST_MINUTE


class ReasonForm(Form):
    """Why a poll ends without a date."""

    reason = TextAreaField(_l("What do you tell those who answered?"), [Required(), Longest(1000)])
