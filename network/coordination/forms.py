"""The shape of what an administrator fills in."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField

from network.kernel.forms import Form, Longest, Required, choices
from network.members.models import ADMINISTRATOR, COORDINATOR, MEMBER

ROLE_WORDS = {
    COORDINATOR: _l("coordinator of the network"),
    ADMINISTRATOR: _l("administrator"),
    MEMBER: _l("member, without a role"),
}


class RoleForm(Form):
    """Which member gets which role in the network."""

    email = StringField(_l("E-mail address of the member"), [Required(), Longest(254)])
    role = SelectField(_l("Role"), choices=choices(ROLE_WORDS.items()), default=COORDINATOR)
