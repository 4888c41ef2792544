"""What accounts do with organisations: vouch for them, let a newcomer join their colleagues."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from network.accounts import joining
from network.accounts.queries import organisation_offered_to
from network.kernel.errors import require
from network.kernel.i18n import render
from network.members import policy
from network.members.current import signed_in
from network.members.queries import organisation_for

blueprint = Blueprint("organisations", __name__)


@blueprint.post("/organisations/<slug>/verification")
def verify(slug: str) -> ResponseReturnValue:
    return _verification(slug, joining.verify, _("The firm is verified. Its contacts get a message."))


@blueprint.post("/organisations/<slug>/verification/withdrawal")
def unverify(slug: str) -> ResponseReturnValue:
    return _verification(slug, joining.unverify, _("The mark is taken away. Its contacts get a message."))


def _verification(slug: str, verb: Any, words: str) -> ResponseReturnValue:
    require(policy.may_verify(signed_in()))
    organisation = organisation_for(signed_in(), slug)
    verb(organisation, signed_in())
    flash(words)
    return redirect(organisation.path)


@blueprint.get("/settings/organisation")
def offer() -> ResponseReturnValue:
    """Which firm colleagues are in already, if any."""
    return render("accounts/organisation.html", offered=organisation_offered_to(signed_in()))


@blueprint.post("/settings/organisation")
def join() -> ResponseReturnValue:
    organisation = joining.join_colleagues(signed_in())
    flash(_("You belong to this organisation now. Your colleagues get a message."))
    return redirect(organisation.path)
