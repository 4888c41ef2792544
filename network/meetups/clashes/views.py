"""The calendar of free days, which the network's coordinators tend. HTTP only."""

from __future__ import annotations

from flask import Blueprint, flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from network.kernel import clock
from network.kernel.errors import ChangedMeanwhile, require
from network.kernel.forms import once_key
from network.kernel.i18n import render
from network.meetups.clashes import policy, queries, services
from network.meetups.clashes.forms import PeriodForm
from network.meetups.clashes.models import FreePeriod
from network.meetups.clashes.words import KINDS, free_words
from network.members.current import signed_in

blueprint = Blueprint("clashes", __name__)

CALENDAR = "/coordination/calendar"
PERIOD = f"{CALENDAR}/<int(max=2147483647):period_id>"


@blueprint.get(CALENDAR)
def index() -> ResponseReturnValue:
    require(policy.may_tend(signed_in()))
    return _page(PeriodForm(formdata=None, once=once_key()))


@blueprint.post(CALENDAR)
def create() -> ResponseReturnValue:
    require(policy.may_tend(signed_in()))
    form = PeriodForm()
    if not form.validate_on_submit():
        return _page(form), 422
    services.add(once=form.own_key(), **form.words())
    flash(_("Added. Who plans a meetup then sees it."))
    return redirect(CALENDAR)


@blueprint.get(PERIOD)
def edit(period_id: int) -> ResponseReturnValue:
    period = _tended(period_id)
    return render("meetups/clashes/edit.html", form=PeriodForm(obj=period), period=period)


@blueprint.post(PERIOD)
def update(period_id: int) -> ResponseReturnValue:
    period, form = _tended(period_id), PeriodForm()
    if not form.validate_on_submit():
        return render("meetups/clashes/edit.html", form=form, period=period), 422
    try:
        services.change(period, form.seen_version(), **form.words())
    except ChangedMeanwhile:
        period = _tended(period_id)
        form.form_errors.append(str(ChangedMeanwhile.words))
        form.version.data = str(period.version)  # saving once more is a choice, made with both in view
        theirs = form.differing_from(period)
        return render("meetups/clashes/edit.html", form=form, period=period, theirs=theirs), 409
    flash(_("Saved."))
    return redirect(CALENDAR)


@blueprint.get(f"{PERIOD}/deletion")
def ask_to_delete(period_id: int) -> ResponseReturnValue:
    return render("meetups/clashes/deletion.html", period=_tended(period_id), free_words=free_words)


@blueprint.post(f"{PERIOD}/deletion")
def delete(period_id: int) -> ResponseReturnValue:
    services.delete(_tended(period_id))
    flash(_("It is gone."))
    return redirect(CALENDAR)


def _tended(period_id: int) -> FreePeriod:
    require(policy.may_tend(signed_in()))
    return queries.period_by_id(period_id)


def _page(form: PeriodForm) -> str:
    periods = queries.calendar_of(clock.today())
    return render("meetups/clashes/index.html", form=form, periods=periods, kinds=KINDS, free_words=free_words)
