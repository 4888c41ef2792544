"""The coordinator's desk and the administrator's page. HTTP only."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from network.coordination import queries, services
from network.coordination.forms import ROLE_WORDS, RoleForm
from network.kernel import clock
from network.kernel.errors import require
from network.kernel.i18n import render
from network.kernel.mail import url
from network.kernel.spreadsheet import csv_text
from network.links.queries import untouched
from network.meetups.polls.queries import to_decide_for
from network.members.current import signed_in
from network.members.models import Member
from network.members.roles import member_by_email, who_looks_after_the_network
from network.notifications.queries import failed, outbox_at
from network.questions.queries import unanswered_for
from network.themes.queries import requests_for

blueprint = Blueprint("coordination", __name__)

FILLED_BY = ("practice", "meetup", "question")  # what makes that a finding is no white spot


@blueprint.get("/coordination")
def desk() -> ResponseReturnValue:
    member = _require_coordination()
    return render(
        "coordination/desk.html",
        requests=requests_for(member),
        newcomers=queries.newcomers_for(member),
        to_decide=to_decide_for(member),
        unanswered=unanswered_for(member, clock.now()),
        without_report=queries.without_report_for(member),
        coming=queries.coming_for(member),
    )


@blueprint.get("/coordination/white-spots")
def white_spots() -> ResponseReturnValue:
    _require_coordination()
    return render("coordination/white_spots.html", spots=untouched("finding", FILLED_BY))


@blueprint.get("/coordination/white-spots.csv")
def white_spots_csv() -> ResponseReturnValue:
    """The same for a spreadsheet."""
    _require_coordination()
    rows = ((spot.title, spot.line, url(spot.path)) for spot in untouched("finding", FILLED_BY))
    text = csv_text((_("Finding"), _("Figure"), _("Address")), rows)
    named = {"Content-Disposition": "attachment; filename=witte-vlekken.csv"}
    return Response(text, mimetype="text/csv", headers=named)


@blueprint.get("/admin")
def admin() -> ResponseReturnValue:
    require(signed_in().is_administrator)
    return _admin(RoleForm())


@blueprint.post("/admin/roles")
def appoint() -> ResponseReturnValue:
    administrator = signed_in()
    require(administrator.is_administrator)
    form = RoleForm()
    member = member_by_email(form.email.data) if form.validate_on_submit() else None
    if member is None:
        form.email.errors = [
            *form.email.errors,
            *([] if form.errors else [_("Nobody is registered with this address.")]),
        ]
        return _admin(form), 422
    services.appoint(member, form.role.data, by=administrator)
    flash(_("Saved: %(name)s is %(role)s now.", name=member.name, role=ROLE_WORDS[member.role]))
    return redirect("/admin#roles")


def _require_coordination() -> Member:
    """Who coordinates the network or a theme. Raises NotYours for anybody else."""
    member = signed_in()
    require(member.is_coordinator or bool(member.led_theme_ids))
    return member


def _admin(form: RoleForm) -> str:
    mails, older = failed(request.args.get("before", ""))
    settings = current_app.config["SETTINGS"]
    return render(
        "coordination/admin.html",
        outbox=outbox_at(clock.now()),
        mails=mails,
        older=older,
        to_folder=not settings.smtp_url,
        form=form,
        people=who_looks_after_the_network(),
        role_words=ROLE_WORDS,
    )
