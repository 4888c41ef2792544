"""The shape of what a contact may fill in about their organisation."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, Optional

from network.kernel import clock
from network.kernel.forms import Between, Form, Longest, Required, WholeNumber
from network.kernel.text import whole_number
from network.members.rules import PROVINCES, SECTORS, SIZE_CLASSES, size_words

OLDEST = 1600  # no firm in the network is older; an earlier year is a slip of the finger

SIZES = [SelectChoice(size_class, size_words(size_class)) for size_class in SIZE_CLASSES]
PROVINCE_CHOICES = [SelectChoice("", _l("Choose your province")), *(SelectChoice(*pair) for pair in PROVINCES.items())]
SECTOR_CHOICES = [SelectChoice("", _l("Choose your sector")), *(SelectChoice(*pair) for pair in SECTORS.items())]
HR_CHOICES = [SelectChoice("yes", _l("Yes")), SelectChoice("no", _l("No"))]


def one_of(values: Any) -> AnyOf:
    """One of these and nothing else, whatever a browser sends."""
    return AnyOf(tuple(values), message=_l("Choose one of these."))


class YearField(WholeNumber):
    """A year in four digits."""

    def read(self, text: str) -> int:
        if not whole_number(text):
            raise ValueError(_l("Fill in a year, such as 1987."))
        return whole_number(text)

    def _value(self) -> str:
        return str(self.raw_data[0] if self.raw_data else self.data or "")


class YearSoFar(Between):
    """A year that has begun."""

    def __call__(self, form: Form, field: Field) -> None:
        self.max = clock.today().year
        super().__call__(form, field)


class OrganisationForm(Form):
    """The facts and words of an organisation's page."""

    place = StringField(_l("Place"), [Required(), Longest(80)])
    province = SelectField(_l("Province"), [one_of(PROVINCES)], choices=PROVINCE_CHOICES, validate_choice=False)
    sector = SelectField(_l("Sector"), [one_of(SECTORS)], choices=SECTOR_CHOICES, validate_choice=False)
    size_class = RadioField(
        _l("How many people work there?"), [one_of(SIZE_CLASSES)], choices=SIZES, validate_choice=False
    )
    has_hr = RadioField(
        _l("Do you have an HR department?"), [one_of(("yes", "no"))], choices=HR_CHOICES, validate_choice=False
    )
    founded = YearField(_l("Since which year?"), [Optional(), YearSoFar(OLDEST)])
    does_rnd = BooleanField(_l("We do research and development"))
    about = TextAreaField(_l("What do you do?"), [Longest(2000)])
    asks = TextAreaField(_l("What would you like to ask others?"), [Longest(1000)])
    offers = TextAreaField(_l("What can others ask you?"), [Longest(1000)])
    version = HiddenField()

    def facts(self) -> dict[str, Any]:
        """What was filled in, as the organisation keeps it."""
        return {**self.words(), "has_hr": self.has_hr.data == "yes"}
