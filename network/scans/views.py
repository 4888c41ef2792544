"""Pages of the scan: what it is and how far one is, the questions, and the firm's own submission. HTTP only."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from network.kernel import clock
from network.kernel.errors import ChangedMeanwhile, Refusal, require
from network.kernel.guards import public
from network.kernel.i18n import render
from network.members.current import current_member, signed_in
from network.scans import policy, queries, services
from network.scans.disclosure import LEAST, STEP
from network.scans.forms import ScanForm, scan_form
from network.scans.queries import Own
from network.scans.questionnaire import QUESTIONS, STEPS, Question, open_questions
from network.scans.refusals import AnotherFirm
from network.scans.rules import A_FEW

blueprint = Blueprint("scans", __name__)


@blueprint.get("/scan")
@public
def index() -> ResponseReturnValue:
    member = current_member()
    own = queries.own_scan(member, _year()) if member else None
    missing = [len(open_questions(own.answers if own else {}, step.questions)) for step in STEPS]
    return render(
        "scans/index.html", steps=STEPS, own=own, missing=missing, number=len(QUESTIONS), least=LEAST, a_few=A_FEW,
        go_on_at=next((at for at, left in enumerate(missing, start=1) if left), 0),
        may_confirm=member is not None and policy.may_confirm(member),
        may_publish=member is not None and policy.may_publish(member),
    )  # fmt: skip


@blueprint.get("/scan/method")
@public
def method() -> ResponseReturnValue:
    return render("scans/method.html", least=LEAST, step=STEP, a_few=A_FEW)


@blueprint.get("/scan/answers/<int:step>")
def ask(step: int) -> ResponseReturnValue:
    member = signed_in()
    own = queries.own_scan(member, _year())
    return _step_page(step, scan_form(_questions(step), member.organisation_id, own.answers))


@blueprint.post("/scan/answers/<int:step>")
def answer(step: int) -> ResponseReturnValue:
    member, questions = signed_in(), _questions(step)
    form = scan_form(questions, member.organisation_id, {})
    if not form.validate_on_submit():
        return _step_page(step, form), 422
    try:
        kept = services.answer(member, form.firm_id, _year(), form.chosen())
    except AnotherFirm as refusal:
        return _step_page(step, _again(form, refusal)), refusal.status
    if request.form.get("then") != "later" and step < len(STEPS):
        return redirect(f"/scan/answers/{step + 1}")
    flash(_("All is answered. This is where you stand.") if kept.done_at else _("Kept. Go on whenever you like."))
    return redirect("/scan/benchmark" if kept.done_at and step == len(STEPS) else "/scan")


@blueprint.post("/scan/answers/deletion")
def throw_away() -> ResponseReturnValue:
    services.throw_away(signed_in(), _year())
    flash(_("Your answers are gone."))
    return redirect("/scan")


@blueprint.get("/scan/submission")
def check() -> ResponseReturnValue:
    member = signed_in()
    require(policy.may_confirm(member))
    own = queries.own_scan(member, _year())
    return _submission_page(own, _submission_form(member.organisation_id, own))


@blueprint.post("/scan/submission")
def confirm() -> ResponseReturnValue:
    member = signed_in()
    require(policy.may_confirm(member))
    form = scan_form(QUESTIONS, member.organisation_id, {}, all_needed=True)
    if not form.validate_on_submit():
        return _submission_page(queries.own_scan(member, _year()), form), 422
    try:
        services.confirm(member, form.firm_id, _year(), form.chosen(), form.seen_version())
    except (AnotherFirm, ChangedMeanwhile) as refusal:
        own = queries.own_scan(member, _year())
        form = _again(form, refusal)
        form.version.data = str(own.submission.number if own.submission else 0)
        return _submission_page(own, form, theirs=isinstance(refusal, ChangedMeanwhile)), refusal.status
    flash(_("Confirmed. This is where your firm stands."))
    return redirect("/scan/benchmark")


def _year() -> int:
    return clock.today().year


def _questions(step: int) -> tuple[Question, ...]:
    if not 1 <= step <= len(STEPS):
        raise NotFound
    return STEPS[step - 1].questions


def _step_page(step: int, form: ScanForm) -> str:
    questions = _questions(step)
    return render("scans/step.html", form=form, step=step, steps=STEPS, questions=questions, year=_year())


def _submission_form(firm_id: int, own: Own) -> ScanForm:
    """What stands there now; before that, what the contact answered for themselves."""
    now = own.submission
    return scan_form(
        QUESTIONS, firm_id, now.answers if now else own.answers, number=now.number if now else 0, all_needed=True
    )


def _submission_page(own: Own, form: ScanForm, *, theirs: bool = False) -> str:
    return render("scans/submission.html", form=form, own=own, steps=STEPS, year=_year(), theirs=theirs, least=LEAST)


def _again(form: ScanForm, refusal: Refusal) -> ScanForm:
    """The same form with what was ticked, now for the firm where its sender is."""
    form.form_errors.append(f"{refusal.words} {refusal.way_on}")
    form.firm.data = str(signed_in().organisation_id)
    return form
