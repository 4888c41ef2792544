"""The shape of a report, of what one answers afterwards, and of how an intention went."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from network.kernel.forms import Between, Form, Longest, Required, WholeNumber, choices
from network.kernel.text import number, tidy_line
from network.meetups.afterwards.models import Feedback, Intention
from network.meetups.afterwards.rules import LONGEST_TAKEAWAY, MOST_TAKEAWAYS, NO, PARTLY, YES
from network.meetups.models import Meetup
from network.meetups.rules import LARGEST_ROOM

WORTH = {1: _l("No"), 2: _l("A little"), 3: _l("Yes"), 4: _l("Very much")}
ANSWERS = {YES: _l("Yes, I did it"), PARTLY: _l("Partly"), NO: _l("Not yet")}
HOSTING = {"yes": True, "no": False, "": None}
_TEXTS = ("takeaways", "outcome")


def _several(label: Any) -> SelectMultipleField:
    return SelectMultipleField(label, option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False), coerce=int)


def lines_of(text: str | None) -> list[str]:
    """The lines of a text that hold something, without the dash that people put before them."""
    lines = (tidy_line(line.strip().removeprefix("- ").removeprefix("• ")) for line in (text or "").splitlines())
    return [line for line in lines if line]


class ReportForm(Form):
    """What came of a meetup, and how many were there."""

    present = WholeNumber(_l("How many people were there?"), [Optional(), Between(0, LARGEST_ROOM)])
    takeaways = TextAreaField(_l("What people took home"), [Longest(2000)])
    outcome = TextAreaField(_l("What came of it?"), [Required(), Longest(4000)])
    practices = _several(_l("Practices that came of it, or that it built on"))
    findings = _several(_l("Findings of the study that it was about"))
    version = HiddenField()

    def validate_takeaways(self, field: TextAreaField) -> None:
        lines = lines_of(field.data)
        if len(lines) > MOST_TAKEAWAYS:
            raise ValidationError(_("At most five lines; choose what helps another firm most."))
        if any(len(line) > LONGEST_TAKEAWAY for line in lines):
            raise ValidationError(_("One line is too long: at most %(most)d characters.", most=LONGEST_TAKEAWAY))

    def differing_from(self, meetup: Meetup) -> dict[str, str]:
        """What somebody else saved and this form says otherwise, in words, by field."""
        stored = stored_in(meetup)
        theirs = {name: stored[name] for name in _TEXTS if stored[name] != self[name].data}
        if meetup.present is not None and meetup.present != self.present.data:
            theirs["present"] = number(meetup.present)
        return {name: words or str(_("(empty)")) for name, words in theirs.items()}

    def parts(self) -> dict[str, Any]:
        """What the verb needs."""
        return {
            "outcome": self.outcome.data, "takeaways": lines_of(self.takeaways.data), "present": self.present.data,
        }  # fmt: skip


def stored_in(meetup: Meetup) -> dict[str, Any]:
    """The texts of a report as they stand in the form."""
    return {"outcome": meetup.outcome, "takeaways": "\n".join(meetup.takeaways)}


class FeedbackForm(Form):
    """Three questions."""

    worth = RadioField(
        _l("Was it worth your time?"), [InputRequired(_l("Choose one of the four."))], choices=choices(WORTH.items()),
        coerce=int, validate_choice=True,
    )  # fmt: skip
    words = TextAreaField(_l("What will you do with it?"), [Longest(500)])
    would_host = RadioField(
        _l("Would you receive a meetup at your firm?"), default="",
        choices=choices([("yes", _l("Yes")), ("no", _l("No")), ("", _l("I do not know yet"))]),
    )  # fmt: skip
    may_be_named = BooleanField(_l("If yes: the coordinator may know my name."))

    def parts(self) -> dict[str, Any]:
        """What the verb needs."""
        return {
            "worth": self.worth.data, "would_host": HOSTING[self.would_host.data],
            "may_be_named": self.may_be_named.data, "words": self.words.data,
        }  # fmt: skip


def answered(feedback: Feedback | None, intention: Intention | None) -> dict[str, Any]:
    """What stands in the form of who answered before."""
    words = {"words": intention.words} if intention else {}
    if feedback is None:
        return words
    would_host = next(key for key, value in HOSTING.items() if value is feedback.would_host)
    return {**words, "worth": feedback.worth, "would_host": would_host, "may_be_named": feedback.may_be_named}


class AnswerForm(Form):
    """How an intention went."""

    answer = RadioField(
        _l("Did you do it?"), [InputRequired(_l("Choose one of the three."))], choices=choices(ANSWERS.items())
    )
    what_changed = TextAreaField(_l("What changed?"), [Longest(1000)])
