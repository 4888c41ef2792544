"""Forms: text is tidied as it comes in, faults are told in the reader's language, what was typed is kept."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, IntegerField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, StopValidation
from wtforms.widgets import TextInput

from network.kernel import richtext
from network.kernel.text import can_be_seen, number, tidy, tidy_line, whole_number

LARGEST_NUMBER = 10_000_000  # hours or euros; more is a slip of the finger
_WHOLE = re.compile(r"-?[0-9]{1,18}|-?[0-9]{1,3}(?:[.,\s][0-9]{3}){1,4}")
KEY_LENGTH = 36  # letters of a form's own key, as long as its column


class Form(FlaskForm):  # type: ignore[misc]
    """A form whose text fields are tidied: no invisible controls, no stray spaces."""

    class Meta:
        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Field:
            kind = unbound_field.field_class
            if issubclass(kind, StringField) and not kind.__name__.startswith(("Password", "Hidden")):
                tidying = tidy if issubclass(kind, TextAreaField) else tidy_line
                options.setdefault("filters", [])
                options["filters"] = [*options["filters"], tidying]
            return unbound_field.bind(form=form, **options)

    def own_key(self) -> str | None:
        """The key that this form on this page carries, by which a second sending is known; None for a form without."""
        return tidy_line(self["once"].data)[:KEY_LENGTH] or None

    def seen_version(self) -> int:
        """The version of what was opened for changing; 0, which nothing ever has, for what no page of ours sent."""
        return whole_number(self["version"].data)

    def words(self) -> dict[str, Any]:
        """What was filled in, without the fields that only carry the form itself."""
        return {
            name: value
            for name, value in self.data.items()
            if name not in {"csrf_token", "once", "version", "submit", "next"}
        }


class Required(InputRequired):  # type: ignore[misc]
    """Must hold something that can be seen."""

    def __init__(self, message: Any = None) -> None:
        super().__init__(message or _l("Fill this in."))

    def __call__(self, form: Any, field: Field) -> None:
        super().__call__(form, field)
        if isinstance(field.data, str) and not can_be_seen(field.data):
            field.errors[:] = []
            raise StopValidation(str(self.message))


class Longest(Length):  # type: ignore[misc]
    """At most so many characters."""

    def __init__(self, most: int) -> None:
        super().__init__(max=most, message=_l("This is too long: at most %(max)d characters."))
        self.field_flags: dict[str, Any] = {}  # a browser's own limit would cut pasted text without a word


class Between(NumberRange):  # type: ignore[misc]
    """A number within bounds, said in words."""

    def __init__(self, least: int, most: int = LARGEST_NUMBER) -> None:
        super().__init__(least, most, _l("Choose a number from %(min)s to %(max)s."))


class WholeNumber(IntegerField):  # type: ignore[misc]
    """A whole number as people write it, 1400 or 1.400, and not all else that Python takes for one, such as 1_400."""

    widget = TextInput()  # a browser's own number field would take 1.400 for little more than one

    def process_formdata(self, valuelist: list[str]) -> None:
        text = (valuelist[0] if valuelist else "").strip()
        self.data = self.read(text) if text else None

    def read(self, text: str) -> int:
        """The number that was meant. Raises ValueError, with words for the field."""
        if not _WHOLE.fullmatch(text):
            raise ValueError(_("Fill in a whole number, such as 40 or %(example)s.", example=number(1400)))
        return int(re.sub(r"[.,\s]", "", text))

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return number(self.data) if self.data is not None else ""


class RichTextArea(TextAreaField):  # type: ignore[misc]
    """A text that may have headings, lists, tables and pictures where there is an editor, and is plain where there is none.

    `data` is plain in either case. What the editor sends stands under a second name, so that nobody's plain text is taken
    for HTML.
    """

    html = ""  # what cannot be plain

    @property
    def from_editor(self) -> str:
        """The name of the field that says `html` when an editor sent this."""
        return f"{self.name}-as"

    @property
    def for_editor(self) -> str:
        """What an editor begins with."""
        return self.html or richtext.html_of(richtext.read_plain(self.data or ""))

    def process(self, formdata: Any, *args: Any, **kwargs: Any) -> None:
        self.is_from_editor = bool(formdata) and formdata.get(self.from_editor) == "html"
        super().process(formdata, *args, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        sent = valuelist[0] if valuelist else ""
        if not self.is_from_editor:
            self.data = sent
            return
        if len(sent) > richtext.LARGEST:
            raise ValueError(_("This is too long. Leave something out, or put it in a file."))
        part = richtext.written(richtext.read(sent))
        self.data, self.html = part.plain, part.html

    def over(self, before: richtext.Written) -> richtext.Written:
        """How the part is kept, over how it was: plain words keep the look of what they left alone."""
        if self.is_from_editor:
            return richtext.Written(self.data or "", self.html)
        return richtext.changed(before, self.data or "")


def choices(pairs: Iterable[tuple[Any, Any]]) -> list[SelectChoice]:
    """Choices of a field from (value, words)."""
    return [SelectChoice(value, words) for value, words in pairs]


def once_key() -> str:
    """A key for one form on one page: whatever is sent twice with it is done once."""
    return str(uuid.uuid4())
