"""The shape of what one fills in about a practice, and about having applied one."""

from __future__ import annotations

import re
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from network.kernel.forms import Between, Form, Longest, RichTextArea, WholeNumber, choices
from network.kernel.richtext import Written
from network.practices import rules
from network.practices.models import FOR_NETWORK, WORKED, Practice
from network.practices.words import (
    AUDIENCES,
    FORMS,
    GENERATIONS,
    LEVELS,
    NEEDED,
    ORIENTATIONS,
    OUTCOMES,
    PARTS,
    STIMULI,
    Words,
)

LONGEST_PART = 6_000  # characters: two pages of a book; nobody reads more of one part
MOST_HOURS, MOST_EUROS, MOST_WEEKS = 100_000, 10_000_000, 520

COPIED = (
    "title", "outcome", "summary", "problem", "action", "cost", "hours", "euros", "weeks", "result", "effect_figure",
    "effect_text", "went_wrong", "advice", "ask_when", "audience", "language",
)  # fmt: skip
CHOSEN = ("theme", "outcome", "audience", "language", "level")  # always hold something
SEVERAL = ("orientations", "stimuli", "forms", "generations")  # facets of which one may choose several

_IN_EUROS = re.compile(
    r"(?:€|EUR\b)?\s*(?P<whole>.+?)(?:[.,](?P<cents>[0-9][0-9]?|--?))?\s*(?:€|EUR|euro)?", re.IGNORECASE
)


class Euros(WholeNumber):
    """Whole euros, also from € 1.400,- and € 1.500,50: cents are rounded, and `rounded_from` is what was typed then."""

    rounded_from = ""

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = (valuelist[0] if valuelist else "").strip()
        found = _IN_EUROS.fullmatch(typed)
        super().process_formdata([found["whole"] if found else typed])
        cents = (found["cents"] or "").strip("-") if found else ""
        if self.data is not None and cents.strip("0"):
            self.data += int(cents.ljust(2, "0")) >= 50
            self.rounded_from = typed


def rounded(form: Form) -> list[tuple[str, int]]:
    """Which amounts were rounded: what was typed, and what it became."""
    amounts = [field for field in form if isinstance(field, Euros) and field.rounded_from]
    return [(field.rounded_from, field.data or 0) for field in amounts]


def _amount(label: Any, most: int, kind: type[WholeNumber] = WholeNumber) -> WholeNumber:
    return kind(label, [Optional(), Between(0, most)])


def _part(name: str) -> RichTextArea:
    return RichTextArea(PARTS[name], [Longest(LONGEST_PART)])


def _named(words: Words) -> list[SelectChoice]:
    return choices((key, word) for key, (word, _meaning) in words.items())


def _some(label: Any, words: Words) -> SelectMultipleField:
    return SelectMultipleField(label, choices=_named(words))


class PracticeForm(Form):
    """The fixed parts of a practice. A draft may leave all of them empty."""

    title = StringField(PARTS["title"], [Longest(120)])
    theme = SelectField(_l("In which theme?"))
    outcome = RadioField(_l("How did it go?"), choices=choices(OUTCOMES.items()), default=WORKED)
    summary = TextAreaField(PARTS["summary"], [Longest(300)])
    problem = _part("problem")
    action = _part("action")
    cost = _part("cost")
    hours = _amount(_l("Hours of your own people"), MOST_HOURS)
    euros = _amount(_l("Euros"), MOST_EUROS, Euros)
    weeks = _amount(_l("Weeks until it ran"), MOST_WEEKS)
    result = _part("result")
    effect_figure = StringField(_l("The effect in one figure"), [Longest(24)])
    effect_text = StringField(_l("What that figure says"), [Longest(160)])
    went_wrong = _part("went_wrong")
    advice = _part("advice")
    ask_when = StringField(_l("When may another firm ask you?"), [Longest(160)])
    orientations = _some(_l("What was it for?"), ORIENTATIONS)
    level = RadioField(
        _l("How far ahead did it look?"), default="",
        choices=[SelectChoice("", _l("I cannot say")), *_named(LEVELS)],
    )  # fmt: skip
    stimuli = _some(_l("What did it help people with?"), STIMULI)
    forms = _some(_l("How did people learn?"), FORMS)
    generations = _some(_l("Which generations took part?"), GENERATIONS)
    findings = SelectMultipleField(_l("Findings of the study that it belongs to"), coerce=int)
    audience = RadioField(_l("Who may read it?"), choices=choices(AUDIENCES.items()), default=FOR_NETWORK)
    language = RadioField(
        _l("In which language do you write?"), choices=choices([("nl", "Nederlands"), ("en", "English")]), default="nl"
    )
    version = HiddenField()
    once = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in (*rules.NEEDED, *CHOSEN):
            self[name].flags.required = True  # so that the page calls only the others optional; drafts are still free

    def look_like(self, practice: Practice) -> None:
        """Give each part the look that it has now, for an editor."""
        for name in rules.RICH:
            self[name].html = practice.rich.get(name, "")

    def parts(self, before: Practice | None = None) -> dict[str, Any]:
        """What the verbs need; `before` is how the practice was, whose look stays where there is no editor."""
        rich = {name: self[name].over(_as_it_was(before, name)) for name in rules.RICH}
        facets = {name: self[name].data or [] for name in SEVERAL}
        level = int(self.level.data) if self.level.data else None
        return {
            **{name: self[name].data for name in COPIED}, **{name: part.plain for name, part in rich.items()},
            "rich": {name: part.html for name, part in rich.items() if part.html}, "facets": {**facets, "level": level},
        }  # fmt: skip

    def demand(self) -> bool:
        """Say at its field what is still needed to publish. Gives whether nothing is."""
        missing = rules.missing_to_publish(self.data)
        for name in missing:
            self[name].errors = [*self[name].errors, str(NEEDED[name])]
        return not missing

    def is_empty(self) -> bool:
        """Whether nothing was written and nothing ticked: then there is nothing to keep."""
        written = (self[name].data for name in COPIED if name not in CHOSEN)
        ticked = (self[name].data for name in (*SEVERAL, "level", "findings"))
        return all(words in (None, "") for words in written) and not any(ticked)


def _as_it_was(practice: Practice | None, name: str) -> Written:
    return Written(getattr(practice, name), practice.rich.get(name, "")) if practice else Written("")


def filled(practice: Practice, finding_ids: list[int]) -> dict[str, Any]:
    """What stands in the form when somebody opens a practice to change it."""
    facets = practice.facets or {}
    return {
        **{name: getattr(practice, name) for name in (*COPIED, "version")},
        **{name: facets.get(name) or [] for name in SEVERAL},
        "level": str(facets.get("level") or ""), "theme": practice.theme.slug, "findings": finding_ids,
    }  # fmt: skip


class ReplicationForm(Form):
    """How it went at another firm; three minutes on a phone."""

    again = RadioField(
        _l("Would you do it again?"), [InputRequired(_l("Choose yes or no."))],
        choices=choices([("yes", _l("Yes")), ("no", _l("No"))]),
    )  # fmt: skip
    adapted = TextAreaField(_l("What did you do differently?"), [Longest(2000)])
    changed = TextAreaField(_l("What changed?"), [Longest(2000)])
    went_wrong = TextAreaField(PARTS["went_wrong"], [Longest(2000)])
    hours = _amount(_l("Hours of your own people"), MOST_HOURS)
    euros = _amount(_l("Euros"), MOST_EUROS, Euros)
    weeks = _amount(_l("Weeks until it ran"), MOST_WEEKS)
    shows_amounts = BooleanField(_l("Our hours and euros may stand with our name"))

    def parts(self) -> dict[str, Any]:
        """What the verb needs."""
        copied = ("adapted", "changed", "went_wrong", "hours", "euros", "weeks", "shows_amounts")
        return {"again": self.again.data == "yes", **{name: self[name].data for name in copied}}
