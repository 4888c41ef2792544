"""The shape of what a coordinator adds to a meetup: a link, or a file with a title."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, StringField
from wtforms.validators import ValidationError

from network.files.forms import FormWithFile
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


class FileForm(FormWithFile):
    """A file; without a title it is called by its name."""

    title = StringField(_l("What is it?"), [Longest(120)])
    stage = RadioField(_l("When can people see it?"), choices=choices(STAGES.items()), default=BEFORE)
