"""The shape of what a coordinator fills in about a meetup."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlsplit

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from network.kernel import clock
from network.kernel.forms import Between, Form, Longest, Required, WholeNumber, choices
from network.kernel.text import weekday
from network.meetups.models import FOR_INVITED, FOR_NETWORK, FOR_THEME, HYBRID, IN_PERSON, ONLINE, Meetup
from network.meetups.rules import FURTHEST_AHEAD, LARGEST_ROOM

KINDS = {
    "meeting": _l("Meeting"), "workshop": _l("Workshop"), "webinar": _l("Webinar"), "peer_review": _l("Peer review"),
    "company_visit": _l("Company visit"), "lecture": _l("Lecture"),
}  # fmt: skip
MODES = {IN_PERSON: _l("In person"), ONLINE: _l("Online"), HYBRID: _l("In person and online")}
Day = date  # inside the form, `date` is one of its fields
KEPT_AS_TYPED = (
    "title", "audience", "kind", "mode", "capacity", "place", "address", "link", "description", "bring", "language",
)  # fmt: skip
DAYS = ("date", "opens", "closes", "per_firm_until")  # what a copy does not take over
_IN_NO_LINK = re.compile(r"[\s\"'‘’“”<>\\]")
_LINE = re.compile(r"^([01]?\d|2[0-3])[:.]([0-5]\d)\s+(\S.*)$")


class MeetupForm(Form):
    """What, when, where, for whom and for how many. The order is that of the page, so that faults are told in it."""

    title = StringField(_l("Title"), [Required(), Longest(120)])
    theme = SelectField(_l("For which theme?"), validate_choice=True)
    kind = SelectField(_l("What kind of meetup?"), choices=choices(KINDS.items()))
    description = TextAreaField(_l("What will you do?"), [Required(), Longest(6000)])
    language = RadioField(
        _l("Language of the meetup"), choices=choices([("nl", "Nederlands"), ("en", "English")]), default="nl"
    )
    date = DateField(_l("Date"), [InputRequired(_l("Choose a date."))])
    starts = TimeField(_l("Starts at"), [InputRequired(_l("Choose a time, for example 15:30."))])
    ends = TimeField(_l("Ends at"), [InputRequired(_l("Choose a time, for example 17:30."))])
    mode = RadioField(_l("Where do people take part?"), choices=choices(MODES.items()), default=IN_PERSON)
    place = StringField(_l("Place"), [Longest(120)])
    address = StringField(_l("Address"), [Longest(200)])
    link = StringField(_l("Link to take part online"), [Longest(500)])
    host = SelectField(_l("Firm that receives you"), [Optional()])
    capacity = WholeNumber(_l("Number of seats"), [InputRequired(_l("Fill in a number.")), Between(1, LARGEST_ROOM)])
    audience = RadioField(
        _l("Who may sign up?"), default=FOR_NETWORK,
        choices=choices([
            (FOR_NETWORK, _l("Every member of the network")), (FOR_THEME, _l("Members of the theme")),
            (FOR_INVITED, _l("Only people whom you invite")),
        ]),
    )  # fmt: skip
    opens = DateField(_l("Sign-up opens on"), [Optional()])
    closes = DateField(_l("Last day to sign up"), [Optional()])
    per_firm = WholeNumber(_l("Seats for each firm, at most"), [Optional(), Between(1, LARGEST_ROOM)])
    per_firm_until = DateField(_l("Until which day does that hold?"), [Optional()])
    bring = StringField(_l("What should people bring?"), [Longest(200)])
    programme = TextAreaField(_l("Programme"), [Longest(2000)])
    findings = SelectMultipleField(
        _l("Findings of the study that it builds on"), option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False),
        coerce=int,
    )  # fmt: skip
    practices = SelectMultipleField(
        _l("Practices that it builds on"),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        coerce=int,
    )
    version = HiddenField()
    once = HiddenField()

    was_on: Day | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("place", "link"):
            self[name].flags.required = True  # needed or not by how people take part: the hint says so

    def was_planned_for(self, day: Day | None) -> None:
        """Take the day for which the meetup stands planned already: what is over may still be put right."""
        self.was_on = day

    def validate_date(self, field: DateField) -> None:
        if field.data is None or field.data == self.was_on:
            return  # not a date at all, which has been told; or the one that it had
        if field.data < clock.today():
            raise ValidationError(_l("This date has passed. Choose a day to come."))
        if field.data > clock.today() + FURTHEST_AHEAD:
            raise ValidationError(_l("That is more than three years ahead."))

    def validate_starts(self, field: TimeField) -> None:
        if field.data is None or self.date.data is None or self.date.errors:
            return
        try:
            begin = clock.moment(self.date.data, field.data)
        except clock.MissingHour as missing:
            raise ValidationError(
                _l("This time does not exist: the clock goes from 2:00 to 3:00 that night.")
            ) from missing
        if begin <= clock.now() and self.date.data != self.was_on:
            raise ValidationError(_l("This time has passed. Choose a later one."))

    def validate_ends(self, field: TimeField) -> None:
        if None in (self.starts.data, field.data):
            return
        if field.data <= self.starts.data:
            raise ValidationError(_l("The end must be after the start, on the same day."))
        if self.date.data is not None and not _exists(self.date.data, field.data):
            raise ValidationError(_l("This time does not exist: the clock goes from 2:00 to 3:00 that night."))

    def validate_place(self, field: StringField) -> None:
        if self.mode.data != ONLINE and not field.data:
            raise ValidationError(_l("Say where people must be."))

    def validate_link(self, field: StringField) -> None:
        if self.mode.data != IN_PERSON and not field.data:
            raise ValidationError(_l("Give the link; only people with a seat will see it."))
        if field.data and not is_web_address(field.data):
            raise ValidationError(_l("A link begins with https:// and has no spaces or quotes in it."))

    def validate_opens(self, field: DateField) -> None:
        if field.data and self.date.data and field.data > self.date.data:
            raise ValidationError(_l("Sign-up must open before the meetup itself."))

    def validate_closes(self, field: DateField) -> None:
        if field.data and self.opens.data and field.data < self.opens.data:
            raise ValidationError(_l("The last day must not be before the day on which sign-up opens."))
        if field.data and self.date.data and field.data > self.date.data:
            raise ValidationError(_l("After the meetup nobody can sign up any more. Choose an earlier day."))

    def validate_per_firm_until(self, field: DateField) -> None:
        if field.data and self.per_firm.data is None and not self.per_firm.errors:
            raise ValidationError(_l("Say above how many seats each firm may have."))

    def validate_programme(self, field: TextAreaField) -> None:
        for line in (field.data or "").splitlines():
            if line.strip() and not _LINE.match(line.strip()):
                raise ValidationError(_l("Begin each line with a time, for example: 15:30 Coffee in the canteen"))

    def differing_from(self, stored: dict[str, Any]) -> dict[str, str]:
        """What somebody else saved and this form says otherwise, in words, by field; links are left out."""
        return {
            name: _in_words(self[name], value)
            for name, value in stored.items()
            if name not in {"findings", "practices"} and value != self[name].data
        }

    @property
    def begin(self) -> datetime:
        """The start as a moment; only after the form was found valid."""
        return clock.moment(self.date.data, self.starts.data)

    def parts(self) -> dict[str, Any]:
        """What the verbs need: moments instead of a day and two times, lines instead of a text."""
        return {
            **{name: self[name].data for name in KEPT_AS_TYPED},
            "starts_at": self.begin,
            "ends_at": clock.moment(self.date.data, self.ends.data),
            "programme": lines_of(self.programme.data or ""),
            "opens_at": _midnight(self.opens.data),
            "closes_at": _midnight(self.closes.data, days_later=1),
            "seats_per_firm": self.per_firm.data,
            "firm_limit_until": _midnight(self.per_firm_until.data, days_later=1),
        }


def sharing(meetup: Meetup) -> dict[str, Any]:
    """What the form shows of a meetup's days to sign up and of the seats for each firm; last days are counted in."""
    return {
        "opens": _day(meetup.opens_at), "closes": _day(meetup.closes_at, days_earlier=1),
        "per_firm": meetup.seats_per_firm, "per_firm_until": _day(meetup.firm_limit_until, days_earlier=1),
    }  # fmt: skip


def _midnight(day: Day | None, days_later: int = 0) -> datetime | None:
    return clock.moment(day + timedelta(days=days_later), time()) if day else None


def _day(moment: datetime | None, days_earlier: int = 0) -> Day | None:
    return clock.local(moment).date() - timedelta(days=days_earlier) if moment else None


def _in_words(field: Any, value: Any) -> str:
    if isinstance(value, Day):
        return weekday(value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    names = {each.value: str(each.label) for each in getattr(field, "choices", None) or ()}
    return names.get(value, str(value)) or str(_("(empty)"))


def _exists(day: date, at: time) -> bool:
    try:
        clock.moment(day, at)
    except clock.MissingHour:
        return False
    return True


def is_web_address(text: str) -> bool:
    """Whether a text is a whole address of a page, and nothing that a browser could take for more."""
    try:
        parts = urlsplit(text)
        whole = bool(parts.hostname) and parts.port != 0
    except ValueError:  # such as an address of version 6 without its end, or a port in letters
        return False
    return whole and parts.scheme in {"http", "https"} and not _IN_NO_LINK.search(text)


class ReasonForm(Form):
    """Why a meetup is called off."""

    reason = TextAreaField(_l("What do you tell those who signed up?"), [Required(), Longest(1000)])


class HandOverForm(Form):
    """Who takes over a seat."""

    colleague = SelectField(_l("Which colleague comes?"), validate_choice=True)


class DecisionForm(Form):
    """Why somebody is moved up in the line, or taken out."""

    reason = TextAreaField(_l("Why?"), [Required(), Longest(500)])


class InviteForm(Form):
    """Who is invited: people by the last part of their page's address."""

    people = SelectMultipleField(
        _l("Whom do you invite?"), [InputRequired(_l("Tick at least one person."))],
        option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False),
    )  # fmt: skip


def lines_of(programme: str) -> list[list[str]]:
    """A programme as (time, what) from lines such as "15:30 Coffee"."""
    found = (_LINE.match(line.strip()) for line in programme.splitlines())
    return [[f"{int(line[1]):02d}:{line[2]}", line[3]] for line in found if line]


def text_of(programme: list[list[str]]) -> str:
    """The lines of a programme as one types them."""
    return "\n".join(f"{time} {what}" for time, what in programme)
