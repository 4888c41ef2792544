"""What other firms report: that they applied a practice, and whether they would again."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from network.kernel.i18n import render
from network.members.current import signed_in
from network.members.models import Member
from network.practices import policy, queries, services
from network.practices.forms import ReplicationForm
from network.practices.models import Practice, Replication
from network.practices.refusals import NotPublished, OwnFirm, ToldByColleague
from network.practices.views.writing import tell_rounding

blueprint = Blueprint("replications", __name__)


@blueprint.get("/practices/<slug>/replications/new")
def new(slug: str) -> ResponseReturnValue:
    practice, report = _asked(signed_in(), slug)
    wish = request.args.get("again")  # somebody who was asked by mail has answered that already
    form = ReplicationForm(formdata=None, data=_filled(report) if report else {"again": wish})
    return render("practices/replication.html", form=form, practice=practice, report=report)


@blueprint.post("/practices/<slug>/replications")
def create(slug: str) -> ResponseReturnValue:
    practice, report = _asked(signed_in(), slug)
    form = ReplicationForm()
    if not form.validate_on_submit():
        return render("practices/replication.html", form=form, practice=practice, report=report), 422
    services.report_replication(practice, signed_in(), **form.parts())
    tell_rounding(form)
    flash(_("Thank you. It stands on the page, and the author has been told."))
    return redirect(f"{practice.path}#applied")


@blueprint.post("/practices/<slug>/replications/withdrawal")
def withdraw(slug: str) -> ResponseReturnValue:
    practice = queries.practice_for(signed_in(), slug)
    services.withdraw_replication(practice, signed_in())
    flash(_("Your firm’s report no longer counts."))
    return redirect(practice.path)


def _asked(member: Member, slug: str) -> tuple[Practice, Replication | None]:
    """The practice, and what the firm told of it before. Refused here already: nobody fills in a form for nothing."""
    practice = queries.practice_for(member, slug)
    if not policy.may_report(member, practice):
        raise NotPublished if not practice.is_published else OwnFirm
    report = queries.report_of(practice, member)
    if report is not None and not policy.may_tend(member, report):
        raise ToldByColleague
    return practice, report


def _filled(report: Replication) -> dict[str, Any]:
    copied = ("adapted", "changed", "went_wrong", "hours", "euros", "weeks", "shows_amounts")
    return {"again": "yes" if report.again else "no", **{name: getattr(report, name) for name in copied}}
