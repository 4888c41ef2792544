"""The shape of what is filled in at the door."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, StringField

from network.kernel.forms import Form, Longest, Required


class GuestForm(Form):
    """Somebody who is no member."""

    name = StringField(_l("Name of the guest"), [Required(), Longest(120)])
    firm = StringField(_l("Firm"), [Longest(120)])
    once = HiddenField()


class HelperForm(Form):
    """Who helps at the door."""

    member = SelectField(_l("Who helps?"), validate_choice=True)
