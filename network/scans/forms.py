"""The shape of answers: a field for each question, made from the questionnaire."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, RadioField, SelectMultipleField
from wtforms.validators import InputRequired, Optional, ValidationError

from network.kernel.forms import Form, choices
from network.kernel.i18n import both
from network.kernel.text import whole_number
from network.scans import rules
from network.scans.questionnaire import BY_KEY, Question


class ScanForm(Form):
    """Answers about a firm. `firm` is the one that they were asked about."""

    firm = HiddenField()
    version = HiddenField()

    @property
    def firm_id(self) -> int:
        """0, which no firm has, for what no page of ours sent."""
        return whole_number(self.firm.data)

    def chosen(self) -> dict[str, list[str]]:
        """What was ticked, by question."""
        fields = (field for field in self if field.name in BY_KEY)
        return {field.name: _listed(field.data) for field in fields}


def scan_form(
    questions: Iterable[Question], firm_id: int, answers: Mapping[str, Sequence[str]], *, number: int = 0,
    all_needed: bool = False,
) -> ScanForm:  # fmt: skip
    """The form for some questions, with what was answered so far ticked in it."""
    fields = {question.key: _field(question, all_needed) for question in questions}
    start: dict[str, Any] = {"firm": str(firm_id), "version": str(number)}
    for key in fields:
        given = list(answers.get(key, ()))
        start[key] = given if BY_KEY[key].many else (given[0] if given else None)
    form: ScanForm = type("AnswersForm", (ScanForm,), fields)(
        formdata=request.form if request.method == "POST" else None, data=start
    )
    return form


def _field(question: Question, needed: bool) -> Field:
    kind = SelectMultipleField if question.many else RadioField
    first = InputRequired(_l("Choose an answer, if only ‘I do not know’.")) if needed else Optional()
    options = choices((option.key, both(option.label)) for option in question.every)
    return kind(both(question.text), [first, _goes_together], choices=options)


def _goes_together(_form: ScanForm, field: Field) -> None:
    if not rules.fits(BY_KEY[field.name], _listed(field.data)):
        raise ValidationError(
            _("‘None of these’ and ‘I do not know’ stand alone. Take the other ticks away, or that one.")
        )


def _listed(data: Any) -> list[str]:
    return list(data) if isinstance(data, list) else [data] if data else []
