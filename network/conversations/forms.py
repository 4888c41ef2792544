"""The shape of what one may say."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField

from network.kernel.forms import Form, Longest, Required

LONGEST = 5_000  # characters; what is longer is a practice, or a meetup


class CommentForm(Form):
    """A comment, or a reply to one."""

    subject_kind = HiddenField()
    subject_id = HiddenField()
    parent_id = HiddenField()
    text = TextAreaField(_l("Your comment"), [Required(), Longest(LONGEST)])
    once = HiddenField()
