"""A file in a form: read, checked and made plain, with the fault told at its field."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from wtforms import Field
from wtforms.validators import ValidationError

from network.files.refusals import NotKept
from network.files.rules import LARGEST
from network.files.services import prepared


def read_file(field: Field) -> tuple[str, bytes]:
    """The name and the content of what was sent, as they will be kept. Raises ValidationError, with words for the field."""
    sent = field.data
    if not isinstance(sent, FileStorage) or not sent.filename:
        raise ValidationError(_l("Choose a file."))
    try:
        return prepared(sent.stream.read(LARGEST + 1), sent.filename)
    except NotKept as refusal:
        raise ValidationError(refusal.words) from refusal
