"""Moving in, for administrators: send a spreadsheet, look at what it would do, say yes. HTTP only."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from network.accounts import invitations
from network.coordination.moving_in import example, services
from network.coordination.moving_in.columns import COLUMNS, SHEETS
from network.coordination.moving_in.forms import SheetForm, YesForm
from network.coordination.moving_in.models import WaitingSheet
from network.coordination.moving_in.reading import Plan, plan_of
from network.files.rules import AROUND_A_FILE, LARGEST
from network.kernel.errors import require
from network.kernel.guards import takes_up_to
from network.kernel.i18n import render
from network.members.current import signed_in

blueprint = Blueprint("moving_in", __name__, url_prefix="/admin/moving-in")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.before_request
def _for_administrators() -> None:
    require(signed_in().is_administrator)


@blueprint.get("")
def index() -> ResponseReturnValue:
    return _page(SheetForm())


@blueprint.get("/example.xlsx")
def example_sheet() -> ResponseReturnValue:
    """The spreadsheet to fill in."""
    response = Response(example.workbook(), mimetype=XLSX)
    response.headers["Content-Disposition"] = f"attachment; filename={_('moving-in')}.xlsx"
    return response


@blueprint.post("")
@takes_up_to(LARGEST + AROUND_A_FILE)
def send() -> ResponseReturnValue:
    form = SheetForm()
    if not form.validate_on_submit():
        return _page(form), 422
    plan = plan_of(form.tables)
    if plan.faults:
        return _page(form, plan), 422
    waiting = services.keep(form.tables, form.name, by=signed_in())
    return redirect(f"/admin/moving-in/{waiting.id}")


@blueprint.get("/<key>")
def show(key: str) -> ResponseReturnValue:
    """What a sheet that was sent would do now."""
    waiting = services.waiting_for(signed_in(), key)
    return _plan(waiting, plan_of(services.tables_of(waiting)), YesForm())


@blueprint.post("/<key>")
def move_in(key: str) -> ResponseReturnValue:
    waiting = services.waiting_for(signed_in(), key)
    form = YesForm()
    if not form.validate_on_submit():
        return _plan(waiting, plan_of(services.tables_of(waiting)), form), 422
    try:
        done = services.move_waiting_in(waiting, by=signed_in())
    except services.HasFaults as refusal:
        return _plan(waiting, refusal.plan, form), refusal.status
    if done is not None:
        flash(_("Moved in. The invitations are on their way."))
    return redirect("/admin/moving-in")


@blueprint.post("/<key>/removal")
def forget(key: str) -> ResponseReturnValue:
    services.forget(services.waiting_for(signed_in(), key))
    flash(_("Nothing was moved in, and the sheet is gone."))
    return redirect("/admin/moving-in")


@blueprint.post("/invitations")
def invite_again() -> ResponseReturnValue:
    n = invitations.invite_again()
    flash(ngettext("One invitation goes out once more.", "%(num)s invitations go out once more.", n))
    return redirect("/admin/moving-in#waiting")


def _plan(waiting: WaitingSheet, plan: Plan, form: YesForm) -> str:
    return render("coordination/moving_in/plan.html", waiting=waiting, plan=plan, form=form)


def _page(form: SheetForm, plan: Plan | None = None) -> str:
    people, number = invitations.waiting_for_administrators()
    return render(
        "coordination/moving_in/index.html", form=form, plan=plan, sheets=SHEETS, columns=COLUMNS,
        words_of=example.words_of, about=example.about, people=people, number=number,
    )  # fmt: skip
