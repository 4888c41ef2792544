"""The shape of a line: the same checks and words as where people fill it in themselves."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage, MultiDict
from wtforms import BooleanField, RadioField, StringField
from wtforms.validators import InputRequired, ValidationError

from network.coordination.moving_in import sheets
from network.files.forms import FormWithFile
from network.kernel.errors import Refusal
from network.kernel.forms import Form, Longest, Required, choices
from network.practices.forms import PracticeForm
from network.themes.models import Theme


class MemberLine(Form):
    """One person, and what is said of their firm; words of a list were looked up before, see `columns`."""

    organisation = StringField(validators=[Required(), Longest(120)])
    place = StringField(validators=[Longest(80)])
    province = StringField()
    sector = StringField()
    size_class = StringField()
    has_hr = StringField()
    name = StringField(validators=[Required(), Longest(120)])
    email = StringField(validators=[Required(), Longest(254)])
    job = StringField(validators=[Longest(120)])
    language = RadioField(choices=choices([("nl", "nl"), ("en", "en")]), default="nl")
    contact = StringField()


class PracticeLine(PracticeForm):
    """One practice; all but its title may be empty, as in any draft."""

    author = StringField(validators=[Required(), Longest(254)])
    title = StringField(validators=[Required(), Longest(120)])


def member_line(values: dict[str, str]) -> MemberLine:
    """A line of the sheet of members, ready to be validated."""
    return MemberLine(formdata=MultiDict(values), meta={"csrf": False})


def practice_line(values: dict[str, Any], themes: list[Theme]) -> PracticeLine:
    """A line of the sheet of practices, ready to be validated."""
    form = PracticeLine(formdata=MultiDict(values), meta={"csrf": False})
    form.theme.choices = choices((each.slug, each.title) for each in themes)
    form.findings.choices = []
    return form


class SheetForm(FormWithFile):
    """Which spreadsheet; `tables` is what stands in it, once the form was found valid."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tables: list[sheets.Table] = []

    def validate_file(self, field: Any) -> None:
        """Raises ValidationError, which shows at the field."""
        super().validate_file(field)
        sent: FileStorage = field.data
        try:
            self.tables = sheets.read(self.content, self.name or sent.filename or "")
        except Refusal as refusal:
            raise ValidationError(f"{refusal.words} {refusal.way_on}") from refusal
        if not self.tables:
            raise ValidationError(_l("There is nothing in this file yet."))


class YesForm(Form):
    """That the people on the sheet expect this."""

    told = BooleanField(
        _l("These people know that they get an invitation."),
        [InputRequired(_l("Tell them first: a mail that nobody expects ends among the junk."))],
    )
