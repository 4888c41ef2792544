"""Pages of series: let a meetup repeat, one series, signing up for all of it and leaving, changing and ending it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import islice

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from network.kernel.errors import ChangedMeanwhile, require
from network.kernel.forms import once_key
from network.kernel.guards import public
from network.kernel.i18n import render
from network.meetups import policy as meetups_policy
from network.meetups.models import FOR_INVITED, Meetup
from network.meetups.queries import meetup_for
from network.meetups.refusals import CalledOff, HasBegun, RoomTooSmall
from network.meetups.series import policy, queries, rules, services
from network.meetups.series.forms import CALL_OFF, FOLLOWING, EndingForm, RepeatForm, SeriesForm, filled
from network.meetups.series.models import Series
from network.meetups.series.queries import Date
from network.meetups.series.refusals import ByInvitation, SeriesEnded
from network.meetups.series.words import rhythm_words
from network.members.current import current_member, signed_in

blueprint = Blueprint("series", __name__)

MOST_SHOWN = 13  # dates of a series that does not stand planned yet; the last one says only that it goes on


@blueprint.route("/meetups/<slug>/series", methods=["GET", "POST"])
def repeat(slug: str) -> ResponseReturnValue:
    """Let a meetup repeat. Sent by the other button, the dates are shown and nothing is made."""
    member = signed_in()
    meetup = meetup_for(member, slug)
    require(meetups_policy.may_coordinate(member, meetup))
    form = RepeatForm(data={"once": once_key()} if request.method == "GET" else None)
    if (existing := queries.slug_of_series(meetup)) and request.method == "GET":
        return redirect(f"/series/{existing}")
    _require_to_come(meetup)
    form.repeats(meetup)
    if not form.validate_on_submit():
        return render("meetups/series/repeat.html", meetup=meetup, form=form), 422 if form.errors else 200
    if "preview" in request.form:
        dates = _first_dates(form)
        return render(
            "meetups/series/repeat.html", meetup=meetup, form=form, dates=dates, words=rhythm_words(form.rule())
        )
    series = services.begin(member, meetup, form.rule(), form.last_day(), form.own_key())
    flash(_("The meetup repeats from now on. The dates of the coming half year are planned."))
    return redirect(series.path)


@blueprint.get("/series/<slug>")
@public
def show(slug: str) -> ResponseReturnValue:
    reader = current_member()
    series = queries.series_for(reader, slug)
    signup = queries.signup_of(series, reader) if reader else None
    return render(
        "meetups/series/show.html",
        series=series,
        words=rhythm_words(series.rule),
        coming=queries.coming_for(reader, series),
        past=queries.past_for(reader, series),
        joined=signup is not None and signup.left_at is None,
        may_join=reader is not None and policy.may_join(reader, series),
        may_coordinate=policy.may_coordinate(reader, series),
    )


@blueprint.post("/series/<slug>/signup")
def sign_up(slug: str) -> ResponseReturnValue:
    member = signed_in()
    series = queries.series_for(member, slug)
    services.sign_up(series, member)
    flash(
        _("You come to this series. Below you see where you have a seat; each seat comes by mail, for your calendar.")
    )
    return redirect(series.path)


@blueprint.get("/series/<slug>/signup/withdrawal")
def ask_to_leave(slug: str) -> ResponseReturnValue:
    """Says which places are given back, before they are."""
    member = signed_in()
    series = queries.series_for(member, slug)
    signup = queries.signup_of(series, member)
    if signup is None or signup.left_at is not None:
        return redirect(series.path)
    held = [each for each in queries.coming_for(member, series) if _would_go(each)]
    kept = [each for each in held if each.meetup.id in signup.had_before]
    given_back = [each for each in held if each not in kept]
    return render("meetups/series/withdrawal.html", series=series, given_back=given_back, kept=kept)


@blueprint.post("/series/<slug>/signup/withdrawal")
def leave(slug: str) -> ResponseReturnValue:
    member = signed_in()
    series = queries.series_for(member, slug)
    services.leave(series, member)
    flash(_("You do not come to this series any more. Thank you for making room."))
    return redirect(series.path)


@blueprint.get("/series/<slug>/edit")
def edit(slug: str) -> ResponseReturnValue:
    series = _goes_on(_coordinated(slug))
    coming = queries.coming_for(signed_in(), series)
    since = _since(coming, request.args.get("from", ""))
    form = SeriesForm(data={**filled(series), "version": series.version, "since": since.slug if since else ""})
    form.of(series, since)
    if since is not None:
        form.scope.data = FOLLOWING
    return _edited(series, form, coming)


@blueprint.post("/series/<slug>")
def update(slug: str) -> ResponseReturnValue:
    series = _goes_on(_coordinated(slug))
    coming = queries.coming_for(signed_in(), series)
    form = SeriesForm()
    since = _since(coming, form.since.data or "")
    form.of(series, since)
    if not form.validate_on_submit():
        return _edited(series, form, coming), 422
    try:
        number = services.change(series, form.seen_version(), _from_on(form, coming), **form.parts())
    except RoomTooSmall as refusal:
        form.capacity.errors = [f"{refusal.words} {refusal.way_on}", *form.capacity.errors]
        return _edited(series, form, coming), 422
    except ChangedMeanwhile:
        series = _coordinated(slug)
        form.form_errors.append(str(ChangedMeanwhile.words))
        form.version.data = str(series.version)  # saving once more is a choice, made with both texts in view
        return _edited(series, form, coming, theirs=form.differing_from(filled(series))), 409
    flash(ngettext("Saved. %(num)s date has changed.", "Saved. %(num)s dates have changed.", number))
    return redirect(series.path)


@blueprint.route("/series/<slug>/ending", methods=["GET", "POST"])
def end(slug: str) -> ResponseReturnValue:
    series = _coordinated(slug)
    if series.is_ended:
        return redirect(series.path)
    form = EndingForm()
    if form.validate_on_submit():
        services.end(series, form.reason.data if form.coming.data == CALL_OFF else "")
        flash(_("The series has ended: no more dates are planned."))
        return redirect(series.path)
    coming = [each for each in queries.coming_for(signed_in(), series) if _is_open(each)]
    return render("meetups/series/ending.html", series=series, form=form, coming=coming), 422 if form.errors else 200


def _require_to_come(meetup: Meetup) -> None:
    if meetup.is_cancelled:
        raise CalledOff
    if meetup.has_begun:
        raise HasBegun
    if meetup.audience == FOR_INVITED:
        raise ByInvitation


def _first_dates(form: RepeatForm) -> list[date]:
    """The first days of what is being filled in."""
    return list(islice(rules.dates_of(form.rule(), form.first_on, form.last_day()), MOST_SHOWN))


def _coordinated(slug: str) -> Series:
    member = signed_in()
    series = queries.series_for(member, slug)
    require(policy.may_coordinate(member, series))
    return series


def _goes_on(series: Series) -> Series:
    if series.is_ended:
        raise SeriesEnded
    return series


def _is_open(each: Date) -> bool:
    """Whether a date is still to come."""
    return not each.meetup.is_cancelled and not each.meetup.has_begun


def _would_go(each: Date) -> bool:
    return each.is_held and _is_open(each)


def _since(coming: Sequence[Date], slug: str) -> Meetup | None:
    """The meetup to come from which on a change goes, if one was named."""
    return next((each.meetup for each in coming if each.meetup.slug == slug and _is_open(each)), None)


def _from_on(form: SeriesForm, coming: Sequence[Date]) -> date | None:
    if form.scope.data != FOLLOWING:
        return None
    return next(each.on_date for each in coming if each.meetup.slug == form.since.data)


def _edited(series: Series, form: SeriesForm, coming: Sequence[Date], theirs: dict[str, str] | None = None) -> str:
    """The page with the form, and which dates a change goes to, or why not."""
    dates = [each for each in coming if not each.meetup.has_begun]
    words = rhythm_words(series.rule)
    return render("meetups/series/edit.html", series=series, form=form, dates=dates, words=words, theirs=theirs or {})
