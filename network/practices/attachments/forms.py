"""The shape of a file beside a practice, and of what is said about it."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import FileField, HiddenField, StringField

from network.files.forms import read_file
from network.kernel.forms import Form, Longest, Required
from network.practices.attachments.rules import LONGEST


class WordsForm(Form):
    """What a file shows or is, and what stands below a picture."""

    words = StringField(
        _l("What does it show, or what is it?"),
        [Required(_l("Say what the picture shows, or what the file is: not everybody can see it.")), Longest(LONGEST)],
    )  # fmt: skip
    caption = StringField(_l("What stands below it?"), [Longest(LONGEST)])


class FileForm(WordsForm):
    """A file, checked and made plain while the form is."""

    file = FileField(_l("File"))
    once = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.file.flags.required = True
        self.name, self.content = "", b""  # as it will be kept; only after the form was found valid

    def validate_file(self, field: FileField) -> None:
        self.name, self.content = read_file(field)
