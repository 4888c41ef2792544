"""Pages of date polls: ask, answer (signed in, or by an address from a mail), change, remind, close, and make the meetup."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Any

from flask import Blueprint, abort, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from network.kernel import clock
from network.kernel.errors import ChangedMeanwhile, require
from network.kernel.forms import choices, once_key
from network.kernel.guards import public
from network.kernel.i18n import render
from network.kernel.text import day as day_words
from network.kernel.text import whole_number
from network.meetups.forms import KINDS, MODES
from network.meetups.models import FOR_NETWORK, FOR_THEME, Meetup
from network.meetups.policy import may_plan, may_plan_in
from network.meetups.polls import policy, queries, rules, services, week
from network.meetups.polls.forms import (
    FIRST_ROWS,
    KEPT,
    SAYS,
    AnswerForm,
    ChosenForm,
    PollForm,
    ReasonForm,
    answer_form,
    ending,
    filled_anew,
    poll_form,
)
from network.meetups.polls.models import DatePoll
from network.meetups.polls.queries import Option
from network.meetups.polls.refusals import NoDateLeft, NotAsked, OptionGone, PollOver
from network.meetups.queries import meetup_by_id
from network.members.current import signed_in
from network.members.models import Member
from network.themes.models import Theme
from network.themes.queries import themes_for

blueprint = Blueprint("polls", __name__)

_OF_DATES = re.compile(r"(day|time|option|drop)_\d|csrf_token|grid")
_OF_OPTION = re.compile(r"option_(\d{1,9})")


@blueprint.get("/polls/new")
def new() -> ResponseReturnValue:
    member = signed_in()
    require(may_plan(member))
    form = _form(member, rows=FIRST_ROWS, once=once_key(), theme=request.args.get("theme", ""))
    return _edit(form, None)


@blueprint.post("/polls")
def create() -> ResponseReturnValue:
    member = signed_in()
    require(may_plan(member))
    form = _form(member, rows=_rows_sent())
    if request.form.get("turn"):
        return _edit(_turned(form), None)
    if not form.validate_on_submit():
        return _edit(form, None, 422)
    theme = _chosen_theme(member, form)
    moments = [moment for _option, moment in form.wanted()]
    poll = services.ask(member, theme, moments, once=form.own_key(), **form.parts())
    flash(_("The dates are being asked. Everybody who may answer gets a mail."))
    return redirect(poll.path)


@blueprint.get("/polls/<slug>")
def show(slug: str) -> ResponseReturnValue:
    member = signed_in()
    poll = queries.poll_for(member, slug)
    options = queries.options_of(poll, member)
    return _show(poll, member, options, answer_form(options))


@blueprint.post("/polls/<slug>/answers")
def answer(slug: str) -> ResponseReturnValue:
    member = signed_in()
    poll = queries.poll_for(member, slug)
    if not policy.may_answer(member, poll):
        raise NotAsked
    options = queries.options_of(poll, member)
    form = answer_form(options)
    if not _is_answered(form, poll):
        return _show(poll, member, options, form, 422)
    _answer(poll, member, form)
    return redirect(poll.path)


@blueprint.get("/polls/answer/<token>")
@public
def ballot(token: str) -> ResponseReturnValue:
    """From a mail, without signing in: the answers of one member to one poll, and nothing else of either."""
    poll, member = queries.ballot_for(token)
    if not poll.is_open:
        raise PollOver
    options = queries.options_of(poll, member)
    return _ballot(token, poll, member, options, answer_form(options))


@blueprint.post("/polls/answer/<token>")
@public
def answer_by_mail(token: str) -> ResponseReturnValue:
    poll, member = queries.ballot_for(token)
    options = queries.options_of(poll, member)
    form = answer_form(options)
    if not _is_answered(form, poll):
        return _ballot(token, poll, member, options, form, 422)
    _answer(poll, member, form)
    return redirect(f"/polls/answer/{token}")


@blueprint.get("/polls/<slug>/edit")
def edit(slug: str) -> ResponseReturnValue:
    member = signed_in()
    poll = _not_ended(_coordinated(member, slug))
    return _edit(_form(member, poll), poll)


@blueprint.post("/polls/<slug>")
def update(slug: str) -> ResponseReturnValue:
    member = signed_in()
    poll = _not_ended(_coordinated(member, slug))
    form = _form(member, poll, rows=_rows_sent())
    if request.form.get("turn"):
        return _edit(_turned(form), poll)
    if not form.validate_on_submit():
        return _edit(form, poll, 422)
    try:
        services.change(poll, form.seen_version(), form.wanted(), **form.parts())
    except ChangedMeanwhile:
        return _changed_meanwhile(member, slug, form)
    flash(_("Saved. Who answered about a date that changed has been told."))
    return redirect(poll.path)


@blueprint.post("/polls/<slug>/reminders")
def remind(slug: str) -> ResponseReturnValue:
    poll = _coordinated(signed_in(), slug)
    told = services.remind(poll)
    if told:
        flash(ngettext("%(num)s person is reminded.", "%(num)s people are reminded.", told))
    else:
        flash(_("Everybody has answered: nobody had to be reminded."))
    return redirect(poll.path)


@blueprint.route("/polls/<slug>/closing", methods=["GET", "POST"])
def close(slug: str) -> ResponseReturnValue:
    poll = _coordinated(signed_in(), slug)
    form = ReasonForm()
    if form.validate_on_submit():
        services.close(poll, form.reason.data)
        flash(_("The poll is closed. Everybody who answered gets your message."))
        return redirect(poll.path)
    _not_ended(poll)
    return render("meetups/polls/closing.html", poll=poll, form=form), 422 if form.errors else 200


@blueprint.route("/polls/<slug>/meetup", methods=["GET", "POST"])
def decide(slug: str) -> ResponseReturnValue:
    """What would become of who answered, and the meetup to correct; sending it makes the meetup."""
    member = signed_in()
    poll = _coordinated(member, slug)
    if made := _meetup_of(poll, member):
        return redirect(made.path)
    _not_ended(poll)
    options = queries.options_of(poll)
    option = _sent_option(options) if request.method == "POST" else _chosen_option(options)
    form = _chosen_form(poll, option)
    if request.form.get("again") or not form.validate_on_submit():
        return _preview(poll, options, option, form), 422 if form.errors else 200
    meetup = services.decide(poll, member, option.id, **form.parts())
    flash(_("The meetup is planned. Who said yes is signed up, and everybody who should know is told."))
    return redirect(meetup.path)


def _coordinated(member: Member, slug: str) -> DatePoll:
    poll = queries.poll_for(member, slug)
    require(policy.may_coordinate(member, poll))
    return poll


def _not_ended(poll: DatePoll) -> DatePoll:
    if poll.ended_at is not None:
        raise PollOver
    return poll


def _meetup_of(poll: DatePoll, reader: Member) -> Meetup | None:
    """The meetup that came of it, when this reader may know of it: it may stand in another theme by now."""
    return meetup_by_id(reader, poll.meetup_id) if poll.meetup_id is not None else None


# --- asking and changing


def _form(member: Member, poll: DatePoll | None = None, *, rows: int = 0, **start: Any) -> PollForm:
    """The form with the themes that one may ask in; it holds what stands of `poll`, of which the theme stays."""
    options = queries.options_of(poll) if poll else ()
    dates = [(each.id, *_on_the_clock(each)) for each in options]
    closing = clock.local(poll.closes_at).date() if poll else None
    if poll is not None:
        start |= {**{name: getattr(poll, name) for name in KEPT}, "closes": closing}
    form = poll_form(() if request.method == "POST" else dates, rows or len(dates) + 1, **start)
    form.knows({each.id: each.starts_at for each in options}, closing)
    if poll is not None:
        del form.theme
    else:
        themes = [theme for theme in themes_for(member) if may_plan_in(member, theme)]
        network = [("", _("The whole network"))] if may_plan_in(member, None) else []
        form.theme.choices = choices(network + [(theme.slug, theme.title) for theme in themes])
    return form


def _on_the_clock(option: Option) -> tuple[date, time]:
    begin = clock.local(option.starts_at)
    return begin.date(), begin.time()


def _rows_sent() -> int:
    """How long the list was that was sent; what is longer than any of ours ends there, and is told to be too long."""
    sent = (int(name[4:]) for name in request.form if re.fullmatch(r"day_\d{1,2}", name))
    return min(max(sent, default=0) + 1, 2 * rules.MOST_OPTIONS)


def _turned(form: PollForm) -> PollForm:
    """The same form with one more row, or with other weeks: what was ticked moves into the list, and nothing is lost."""
    listed = [(row.option_id, row.day.data, row.time.data) for row in form.rows if not row.is_empty]
    ticked = [(None, *pair) for pair in form.ticked()]
    turn = request.form.get("turn")
    step = {"later": week.WEEKS, "earlier": -week.WEEKS}.get(turn or "", 0)
    begin = form.monday + timedelta(weeks=step)
    kept = {name: value for name, value in form.data.items() if not _OF_DATES.match(name)}
    typed = {**kept, "weeks_from": max(begin, week.monday_of(clock.today())).isoformat()}
    dates = [*listed, *ticked]
    fresh = filled_anew(dates, max(len(form.rows) + (turn == "more"), len(dates) + 1), **typed)
    if "theme" in form:
        fresh.theme.choices = form.theme.choices
    else:
        del fresh.theme
    return fresh


def _edit(form: PollForm, poll: DatePoll | None, status: int = 200, **more: Any) -> ResponseReturnValue:
    cells = [
        [(day, [(part, week.cell(day, part)) for part in week.PARTS]) for day in days]
        for days in week.weeks_from(form.monday)
    ]
    page = render(
        "meetups/polls/edit.html", form=form, poll=poll, weeks=cells, today=clock.today(),
        ticked=set(form.grid.data or ()), earlier=form.monday > week.monday_of(clock.today()), **more,
    )  # fmt: skip
    return page, status


def _changed_meanwhile(member: Member, slug: str, form: PollForm) -> ResponseReturnValue:
    poll = _not_ended(_coordinated(member, slug))
    form.form_errors.append(str(ChangedMeanwhile.words))
    form.version.data = str(poll.version)  # saving once more is a choice, made with both texts in view
    stored = {name: getattr(poll, name) for name in KEPT} | {"closes": clock.local(poll.closes_at).date()}
    there = [option.starts_at for option in queries.options_of(poll)]
    differs = set(there) != {moment for _option, moment in form.wanted()}
    theirs = form.differing_from(stored)
    return _edit(form, poll, 409, theirs=theirs, their_dates=there if differs else (), changed_meanwhile=True)


def _chosen_theme(member: Member, form: PollForm) -> Theme | None:
    theme = next((each for each in themes_for(member) if each.slug == form.theme.data), None)
    if form.theme.data and theme is None:
        abort(404)
    require(may_plan_in(member, theme))
    return theme


# --- answering


def _show(
    poll: DatePoll, member: Member, options: Sequence[Option], form: AnswerForm, status: int = 200
) -> ResponseReturnValue:
    counts, coordinates = policy.may_see_counts(member, poll), policy.may_coordinate(member, poll)
    page = render(
        "meetups/polls/show.html", poll=poll, options=options, form=form, says=SAYS,
        kind=KINDS.get(poll.kind, poll.kind), mode=MODES.get(poll.mode, poll.mode),
        may_answer=policy.may_answer(member, poll) and poll.is_open, may_see_counts=counts, may_coordinate=coordinates,
        best=rules.best_of(options), clashes=queries.clashes_for(member, poll, options) if poll.is_open else {},
        turnout=queries.turnout_of(poll) if counts else (0, 0), meetup=_meetup_of(poll, member),
        ballots=queries.ballots_of(poll) if coordinates else (),
    )  # fmt: skip
    return page, status


def _ballot(
    token: str, poll: DatePoll, member: Member, options: Sequence[Option], form: AnswerForm, status: int = 200
) -> ResponseReturnValue:
    page = render(
        "meetups/polls/ballot.html", token=token, poll=poll, voter=member, options=options, form=form, says=SAYS,
        best=rules.best_of(options), clashes=queries.clashes_for(member, poll, options),
    )  # fmt: skip
    return page, status


def _is_answered(form: AnswerForm, poll: DatePoll) -> bool:
    """Whether something was chosen, of whatever date; a poll that closed meanwhile says so itself."""
    if not form.validate_on_submit():
        return False
    if poll.is_open and not form.said() and not _options_sent():
        form.form_errors.append(_("Say of at least one date whether you can."))
        return False
    return True


def _options_sent() -> set[int]:
    names = (_OF_OPTION.fullmatch(name) for name in request.form)
    return {int(name[1]) for name in names if name}


def _answer(poll: DatePoll, member: Member, form: AnswerForm) -> None:
    """Store what was said; of a date that went meanwhile, say that it is gone and that the others are kept."""
    said = form.said()
    gone = dict.fromkeys(_options_sent() - set(said), rules.NO)
    dropped = services.answer(poll, member, {**gone, **said})
    if dropped < len(said) + len(gone):
        flash(_("Thank you, your answer is kept. You can change it until %(day)s.", day=day_words(poll.closes_at)))
    if dropped:
        flash(_("A date changed or went while you answered. Look once more; what you said of the others is kept."))


# --- deciding


def _chosen_option(options: Sequence[Option]) -> Option:
    """The option that was asked for, else the best one to come, else the first to come. Raises NoDateLeft."""
    coming = [option for option in options if not option.has_passed]
    chosen = _wished(coming, request.args.get("option")) or rules.best_of(coming) or next(iter(coming), None)
    if chosen is None:
        raise NoDateLeft
    return chosen


def _sent_option(options: Sequence[Option]) -> Option:
    """The option that the page was made for; no other may stand in for it. Raises OptionGone."""
    option = _wished(options, request.form.get("option"))
    if option is None or option.has_passed:
        raise OptionGone
    return option


def _wished(options: Sequence[Option], wish: str | None) -> Option | None:
    return next((option for option in options if option.id == whole_number(wish)), None)


def _chosen_form(poll: DatePoll, option: Option) -> ChosenForm:
    start = clock.local(option.starts_at).time()
    like = {name: getattr(poll, name) for name in ("title", "description", "mode", "place", "capacity")}
    form = ChosenForm(
        option,
        data={**like, "starts": start, "ends": ending(option.starts_at, poll.minutes), "audience": _audience_of(poll)},
    )
    form.option.data = str(option.id)
    if poll.theme is None:
        form.audience.data = FOR_NETWORK
    return form


def _audience_of(poll: DatePoll) -> str:
    return FOR_THEME if poll.theme else FOR_NETWORK


def _preview(poll: DatePoll, options: Sequence[Option], option: Option, form: ChosenForm) -> str:
    seats = form.capacity.data or poll.capacity
    return render(
        "meetups/polls/meetup.html", poll=poll, options=options, option=option, form=form,
        best=rules.best_of([each for each in options if not each.has_passed]),
        division=queries.division_of(queries.ballots_of(poll), option.id, seats),
        corrected="again" in request.form,
    )  # fmt: skip
