"""Pages of one's own account beside Flask-Security's: settings, own data, signing out everywhere, leaving."""

from __future__ import annotations

import json
from datetime import date, datetime

from flask import Blueprint, Response, current_app, flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_security import hash_password, login_user, logout_user

from network.accounts import data, erasure, invitations, limiting, services
from network.accounts.forms import DepartureForm, InvitationForm, SettingsForm
from network.accounts.queries import successors_of
from network.kernel import cookies
from network.kernel.guards import public
from network.kernel.i18n import COOKIE, language, render
from network.members.current import signed_in
from network.members.roles import administrators

blueprint = Blueprint("accounts", __name__)


@blueprint.get("/register/sent")
@public
def registered() -> ResponseReturnValue:
    """Where registering leads, whether or not the address was known."""
    return render("accounts/registered.html")


@blueprint.get("/reset/sent")
@public
def reset_sent() -> ResponseReturnValue:
    """Where asking for a new password leads, whether or not the address was known."""
    return render("accounts/reset_sent.html")


@blueprint.get("/invitation/<token>")
@public
def invitation(token: str) -> ResponseReturnValue:
    """What somebody is invited to, and by what they come in."""
    member = invitations.invited_by(token)
    return _invitation(token, InvitationForm(member, obj=member))


@blueprint.post("/invitation/<token>")
@public
def accept_invitation(token: str) -> ResponseReturnValue:
    limiting.count("accounts.accept_invitation")
    member = invitations.invited_by(token)
    form = InvitationForm(member)
    if not form.validate_on_submit():
        return _invitation(token, form), 422
    hashed = hash_password(form.password.data)
    invitations.accept(member, name=form.name.data, password=hashed, language=language())
    login_user(member)
    flash(_("Welcome. You are in, and signed in."))
    return redirect("/")


@blueprint.post("/invitation/<token>/refusal")
@public
def decline_invitation(token: str) -> ResponseReturnValue:
    """For who does not want it: nothing of them is kept."""
    invitations.decline(invitations.invited_by(token))
    flash(_("You are erased, and so is what was put ready for you. You get no more mail from us."))
    return redirect("/")


@blueprint.get("/settings")
def settings() -> ResponseReturnValue:
    return render("accounts/settings.html", form=SettingsForm(obj=signed_in()))


@blueprint.post("/settings")
def save_settings() -> ResponseReturnValue:
    form = SettingsForm()
    if not form.validate_on_submit():
        return render("accounts/settings.html", form=form), 422
    wish, is_new = form.language.data, form.language.data != signed_in().language
    services.save_settings(signed_in(), **form.words())
    with force_locale(wish if is_new else language()):
        flash(_("Saved."))
    answer = current_app.make_response(redirect("/settings"))
    if is_new:
        cookies.forget(answer, COOKIE)  # what this browser chose earlier gives way
    return answer


@blueprint.get("/settings/data")
def own_data() -> ResponseReturnValue:
    """Everything about the member, as a file."""
    text = json.dumps(data.all_about(signed_in()), ensure_ascii=False, indent=2, default=_written)
    response = Response(text, mimetype="application/json")
    response.headers["Content-Disposition"] = "attachment; filename=leernetwerk-mkb.json"
    return response


@blueprint.post("/settings/sessions/departure")
def sign_out_everywhere() -> ResponseReturnValue:
    services.sign_out_everywhere(signed_in())
    logout_user()
    flash(_("You are signed out on every device."))
    return redirect("/sign-in")


@blueprint.get("/settings/departure")
def ask_to_leave() -> ResponseReturnValue:
    return _departure(_departure_form())


@blueprint.post("/settings/departure")
def leave() -> ResponseReturnValue:
    limiting.count("accounts.leave")
    form = _departure_form()
    if not form.validate_on_submit():
        return _departure(form), 422
    erasure.leave(signed_in(), form.chosen())
    logout_user()
    flash(_("You are erased. What you wrote stays with your firm, without your name."))
    return redirect("/")


def _invitation(token: str, form: InvitationForm) -> str:
    return render("accounts/invitation.html", form=form, invited=form.member, token=token)


def _departure_form() -> DepartureForm:
    return DepartureForm(successors_of(signed_in()))


def _departure(form: DepartureForm) -> str:
    alone = [each.id for each in administrators()] == [signed_in().id]
    return render("accounts/departure.html", form=form, alone=alone)


def _written(value: object) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
