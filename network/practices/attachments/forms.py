"""The shape of a file beside a practice, and of what is said about it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import StringField

from network.files.forms import FormWithFile
from network.kernel.forms import Form, Longest, Required
from network.practices.attachments.rules import LONGEST


class WordsForm(Form):
    """What a file shows or is, and what stands below a picture."""

    words = StringField(
        _l("What does it show, or what is it?"),
        [Required(_l("Say what the picture shows, or what the file is: not everybody can see it.")), Longest(LONGEST)],
    )  # fmt: skip
    caption = StringField(_l("What stands below it?"), [Longest(LONGEST)])


class FileForm(WordsForm, FormWithFile):
    """A file with its words."""
