"""What accounts do with organisations: put them in the web, vouch for them, let a newcomer join their colleagues."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from network.accounts import joining
from network.accounts.queries import organisation_offered_to
from network.kernel.errors import require
from network.kernel.i18n import LANGUAGES, render
from network.links.models import EVERYONE
from network.links.services import forget, register
from network.members import policy
from network.members.current import signed_in
from network.members.models import Organisation
from network.members.queries import organisation_for

blueprint = Blueprint("organisations", __name__)


def tell_the_web(organisation: Organisation) -> None:
    """An organisation is a node for everyone once it is listed, and none before."""
    if organisation.listed_at is None:
        forget("organisation", organisation.id)
        return
    register(
        "organisation", organisation.id, path=organisation.path, titles=dict.fromkeys(LANGUAGES, organisation.name),
        lines={code: _line(organisation, code) for code in LANGUAGES}, audience=EVERYONE, at=organisation.listed_at,
    )  # fmt: skip


def _line(organisation: Organisation, code: str) -> str:
    with force_locale(code):
        return f"{organisation.sector_name} · {organisation.place}"


@blueprint.post("/organisations/<slug>/verification")
def verify(slug: str) -> ResponseReturnValue:
    return _verification(slug, joining.verify, _("The firm is verified. Its contacts get a message."))


@blueprint.post("/organisations/<slug>/verification/withdrawal")
def unverify(slug: str) -> ResponseReturnValue:
    return _verification(slug, joining.unverify, _("The mark is taken away. Its contacts get a message."))


def _verification(slug: str, verb: Any, words: str) -> ResponseReturnValue:
    require(policy.may_verify(signed_in()))
    organisation = organisation_for(signed_in(), slug)
    verb(organisation)
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
