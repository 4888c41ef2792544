"""Pages of reminders: set them, switch them off for oneself."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from network.kernel import clock
from network.kernel.errors import ChangedMeanwhile, require
from network.kernel.guards import public
from network.kernel.i18n import render
from network.kernel.text import clock_time, short_day
from network.meetups import policy
from network.meetups.models import Meetup
from network.meetups.queries import meetup_for
from network.meetups.refusals import CalledOff
from network.meetups.reminders import addresses, queries, services
from network.meetups.reminders.forms import RemindersForm, code_of
from network.meetups.reminders.rules import Reminder, read
from network.meetups.reminders.words import listed, words_of
from network.members.current import signed_in

blueprint = Blueprint("reminders", __name__)


@blueprint.get("/meetups/<slug>/reminders")
def edit(slug: str) -> ResponseReturnValue:
    meetup = _coordinated(slug)
    chosen = [code_of(each) for each in read(meetup.reminders)]
    form = RemindersForm(
        data={"moments": chosen, "route": meetup.route, "prepare": meetup.prepare, "version": meetup.version}
    )
    return _page(meetup, form)


@blueprint.post("/meetups/<slug>/reminders")
def update(slug: str) -> ResponseReturnValue:
    meetup, form = _coordinated(slug), RemindersForm()
    _offer(meetup, form)
    if not form.validate_on_submit():
        return _page(meetup, form), 422
    try:
        services.set_reminders(
            meetup, form.seen_version(), form.reminders(), route=form.route.data, prepare=form.prepare.data
        )
    except ChangedMeanwhile:
        meetup = _coordinated(slug)
        form.form_errors.append(str(ChangedMeanwhile.words))
        form.version.data = str(meetup.version)
        return _page(meetup, form, theirs=_differing(meetup, form)), 409
    flash(_("Saved. People are reminded at these moments."))
    return redirect(meetup.path)


@blueprint.post("/meetups/<slug>/signup/reminders")
def mute(slug: str) -> ResponseReturnValue:
    member = signed_in()
    meetup = meetup_for(member, slug)
    muted = request.form.get("muted") != "no"
    services.mute(member, meetup, muted=muted)
    flash(_("We no longer remind you of this meetup.") if muted else _("We remind you of this meetup again."))
    return redirect(meetup.path)


@blueprint.get("/reminders/<token>")
@public
def ask_to_mute(token: str) -> ResponseReturnValue:
    _place(token)
    return render("meetups/reminders/mute.html", token=token, muted=False)


@blueprint.post("/reminders/<token>")
@public
def mute_from_mail(token: str) -> ResponseReturnValue:
    """The signed address is proof enough of whose place it is."""
    services.mute_signup(_place(token))
    return render("meetups/reminders/mute.html", token=token, muted=True)


def _place(token: str) -> int:
    signup_id = addresses.opened(token)
    if signup_id is None or not queries.is_place(signup_id):
        abort(404)
    return signup_id


def _coordinated(slug: str) -> Meetup:
    member = signed_in()
    meetup = meetup_for(member, slug)
    require(policy.may_coordinate(member, meetup))
    if meetup.is_cancelled:
        raise CalledOff
    return meetup


def _offer(meetup: Meetup, form: RemindersForm) -> None:
    form.offer(read(meetup.reminders), lambda each: _named(meetup, each))


def _named(meetup: Meetup, reminder: Reminder) -> str:
    """The moment with the day and time that it falls on now, and whether that has passed."""
    moment = queries.moment_of(meetup, reminder)
    told = f"{words_of(reminder)} ({short_day(moment)}, {clock_time(moment)})"
    return _("%(when)s, has passed", when=told) if moment <= clock.now() else told


def _differing(meetup: Meetup, form: RemindersForm) -> dict[str, str]:
    """What stands there now and this form says otherwise, in words, by field."""
    stored = {"moments": read(meetup.reminders), "route": meetup.route, "prepare": meetup.prepare}
    typed = {"moments": form.reminders(), "route": form.route.data, "prepare": form.prepare.data}
    shown = {**stored, "moments": listed(read(meetup.reminders))}
    return {name: str(shown[name]) or str(_("(empty)")) for name in stored if stored[name] != typed[name]}


def _page(meetup: Meetup, form: RemindersForm, theirs: dict[str, str] | None = None) -> str:
    _offer(meetup, form)
    return render("meetups/reminders/edit.html", meetup=meetup, form=form, theirs=theirs or {})
