"""The shape of what a coordinator adds to a meetup: a link, or a file with a title."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import FileField, HiddenField, RadioField, StringField
from wtforms.validators import ValidationError

from network.files.forms import read_file
from network.kernel.forms import Form, Longest, Required, choices
from network.meetups.forms import is_web_address
from network.meetups.materials.rules import AFTER, BEFORE

STAGES = {BEFORE: _l("Before the meetup"), AFTER: _l("When it is over")}


class LinkForm(Form):
    """A link with what it is called."""

    title = StringField(_l("What is it?"), [Required(), Longest(120)])
    url = StringField(_l("Link"), [Required(), Longest(500)])
    stage = RadioField(_l("When can people see it?"), choices=choices(STAGES.items()), default=BEFORE)
    once = HiddenField()

    def validate_url(self, field: StringField) -> None:
        if not is_web_address(field.data):
            raise ValidationError(_l("A link begins with https:// and has no spaces or quotes in it."))


class FileForm(Form):
    """A file, checked and made plain while the form is."""

    file = FileField(_l("File"))
    title = StringField(_l("What is it?"), [Longest(120)])
    stage = RadioField(_l("When can people see it?"), choices=choices(STAGES.items()), default=BEFORE)
    once = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.file.flags.required = True
        self.name, self.content = "", b""  # as it will be kept; only after the form was found valid

    def validate_file(self, field: FileField) -> None:
        self.name, self.content = read_file(field)
