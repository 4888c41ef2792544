"""A form with a file: read, checked and made plain while the form is, with the fault told at its field."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from wtforms import FileField, HiddenField
from wtforms.validators import ValidationError

from network.files.refusals import NotKept
from network.files.rules import LARGEST
from network.files.services import prepared
from network.kernel.forms import Form


class FormWithFile(Form):
    """`name` and `content` are the file as it will be kept; only after the form was found valid."""

    file = FileField(_l("File"))
    once = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.file.flags.required = True
        self.name, self.content = "", b""

    def validate_file(self, field: FileField) -> None:
        sent = field.data
        if not isinstance(sent, FileStorage) or not sent.filename:
            raise ValidationError(_l("Choose a file."))
        try:
            self.name, self.content = prepared(sent.stream.read(LARGEST + 1), sent.filename)
        except NotKept as refusal:
            raise ValidationError(refusal.words) from refusal
