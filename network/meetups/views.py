"""Pages of meetups: list and month, one meetup, a member's own; the seat; and what a coordinator does."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from functools import partial
from typing import Any

from flask import Blueprint, abort, flash, jsonify, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from network.conversations.queries import thread
from network.joining.forms import items_beside, ticked_on
from network.joining.kinds import JOINABLE
from network.kernel import clock
from network.kernel.errors import ChangedMeanwhile, require
from network.kernel.forms import choices, once_key
from network.kernel.guards import public, wants_json
from network.kernel.i18n import LANGUAGES, render
from network.links.models import Node
from network.links.queries import linked_to, nodes_for, nodes_linked_to
from network.meetups import calendar, month, page, policy, queries, seats, services
from network.meetups.afterwards.forms import ANSWERS
from network.meetups.afterwards.queries import intentions_of
from network.meetups.afterwards.tokens import path_of
from network.meetups.clashes.queries import free_between
from network.meetups.clashes.words import free_words
from network.meetups.door import pieces as door
from network.meetups.forms import (
    DAYS,
    KEPT_AS_TYPED,
    KINDS,
    MODES,
    HandOverForm,
    MeetupForm,
    ReasonForm,
    sharing,
    text_of,
)
from network.meetups.models import FOR_INVITED, OFFERED, WAITING, WITHDRAWN, Meetup
from network.meetups.polls.queries import open_for
from network.meetups.refusals import CalledOff, HasBegun, PeopleOnline, RoomTooSmall
from network.meetups.rules import Standing, firm_limit, is_open
from network.members.current import current_member, signed_in
from network.members.models import Member
from network.members.rights import reader_with_rights
from network.themes.models import Theme
from network.themes.queries import themes_for

blueprint = Blueprint("meetups", __name__)


@blueprint.get("/meetups")
@public
def index() -> ResponseReturnValue:
    reader = current_member()
    themes = themes_for(reader)
    past = request.args.get("when") == "past"
    wishes = _wishes(themes, past)
    shown: dict[str, Any] = {
        "themes": [(each.slug, each.title) for each in themes], "wishes": wishes, "asked": _as_asked(wishes),
        "modes": MODES, "kinds": KINDS,
        "may_plan": policy.may_plan(reader),
    }  # fmt: skip
    if request.args.get("view") == "month":
        return _month(reader, wishes, shown)
    after = request.args.get("after", "")
    lines = queries.page_for(reader, wishes, past=past, after=after)
    polls = open_for(reader) if reader and not (past or after) else ()
    return render("meetups/index.html", page=lines, past=past, first=not after, polls=polls, **shown)


def _wishes(themes: Sequence[Theme], past: bool) -> queries.Wishes:
    """What the address asks for, as far as there is such a thing; whether there is room says nothing of what is over."""

    def one_of(name: str, known: Collection[str]) -> str:
        wish = request.args.get(name, "")
        return wish if wish in known else ""

    theme = next((each for each in themes if each.slug == request.args.get("theme")), None)
    with_room = request.args.get("room") == "yes" and not past
    return queries.Wishes(theme, one_of("mode", MODES), one_of("kind", KINDS), one_of("language", LANGUAGES), with_room)


def _as_asked(wishes: queries.Wishes) -> dict[str, str]:
    """The same as it stands in an address."""
    theme, *words, with_room = wishes
    named = dict(zip(("mode", "kind", "language"), words, strict=True))
    return {"theme": theme.slug if theme else "", **named, "room": "yes" if with_room else ""}


def _month(reader: Member | None, wishes: queries.Wishes, shown: dict[str, Any]) -> ResponseReturnValue:
    first = month.first_of(request.args.get("month"), clock.today())
    meetups = queries.month_for(reader, first, wishes)
    free = free_between(*month.days_of(first)) if meetups else ()
    coming = _next_after(first, reader, wishes) if not meetups else None
    grid = month.of(first, meetups, free)
    return render("meetups/month.html", month=grid, coming=coming, free_words=free_words, **shown)


def _next_after(first: date, reader: Member | None, wishes: queries.Wishes) -> date | None:
    """The first day of the next month that holds a meetup, for who looks at an empty one."""
    found = queries.page_for(reader, wishes, after=month.end_as_key(first)).meetups
    return clock.local(found[0].starts_at).date().replace(day=1) if found else None


@blueprint.get("/meetups/mine")
def mine() -> ResponseReturnValue:
    member = signed_in()
    return render(
        "meetups/mine.html",
        coming=queries.upcoming_of(member),
        past=queries.past_of(member),
        meant=intentions_of(member),
        answers=ANSWERS,
        address=path_of,
    )


@blueprint.get("/meetups/<slug>")
@public
def show(slug: str) -> ResponseReturnValue:
    reader = current_member()
    meetup = queries.meetup_for(reader, slug)
    sight = page.sight_of(meetup, reader)
    return render(
        "meetups/show.html",
        meetup=meetup,
        sight=sight,
        standing=sight.standing,
        kind=KINDS.get(meetup.kind, meetup.kind),
        mode=MODES.get(meetup.mode, meetup.mode),
        may_sign_up=reader is not None and policy.may_sign_up(reader, meetup, invited=bool(sight.facts["invited"])),
        is_open=is_open(meetup.opens_at, meetup.closes_at, clock.now()),
        opens_later=not is_open(meetup.opens_at, None, clock.now()),
        firm_limit=firm_limit(meetup.seats_per_firm, meetup.firm_limit_until, clock.now()),
        may_coordinate=sight.may_coordinate,
        may_see_link=sight.may_see_link,
        coming=door.organisations_there(sight) if reader else [],
        was_there=sight.facts["was_there"],
        nodes=linked_to("meetup", meetup.id, reader),
        thread=thread(reader, "meetup", meetup.id, request.args.get("after", "")) if reader else None,
    )


@blueprint.post("/meetups/<slug>/signup")
def sign_up(slug: str) -> ResponseReturnValue:
    member = signed_in()
    meetup = queries.meetup_for(member, slug)
    standing = _wanted_way()(meetup, member)
    if wants_json():
        return jsonify(status=standing.status, position=standing.position)
    if standing.status == OFFERED:
        return redirect(meetup.path)
    if standing.status == WAITING and standing.online:
        flash(_("You take part online, and stand on the waiting list for the room, place %(n)s.", n=standing.position))
    elif standing.status == WAITING:
        flash(_("You stand on the waiting list, place %(n)s.", n=standing.position))
    elif standing.online:
        flash(_("You take part online. The invitation for your calendar is in your mail; the link stands here too."))
    else:
        flash(_("You have a seat. The invitation for your calendar is in your mail."))
    return redirect(meetup.path)


def _wanted_way() -> Callable[[Meetup, Member], Standing]:
    """Which verb a button asks for: yes to an offer, the room, online, or simply a place."""
    if request.form.get("answer") == "yes":
        return seats.accept
    ways: dict[str, Callable[[Meetup, Member], Standing]] = {
        "room": seats.come_in_person, "online": seats.take_part_online,
        "online_only": partial(seats.take_part_online, and_wait=False),
    }  # fmt: skip
    return ways.get(request.form.get("how", ""), seats.sign_up)


@blueprint.get("/meetups/<slug>/signup/withdrawal")
def ask_to_withdraw(slug: str) -> ResponseReturnValue:
    """Where there is no JavaScript to ask with."""
    member = signed_in()
    meetup = queries.meetup_for(member, slug)
    standing = seats.standing_of(meetup, member)
    if standing.status in (None, WITHDRAWN) or meetup.is_cancelled:
        return redirect(meetup.path)
    if meetup.has_begun:
        raise HasBegun
    return render("meetups/withdrawal.html", meetup=meetup, standing=standing)


@blueprint.post("/meetups/<slug>/signup/withdrawal")
def withdraw(slug: str) -> ResponseReturnValue:
    member = signed_in()
    meetup = queries.meetup_for(member, slug)
    standing = seats.withdraw(meetup, member)
    if wants_json():
        return jsonify(status="withdrawn", position=None)
    if standing.status is not None:
        flash(_("You are signed off. Thank you for making room."))
    return redirect(meetup.path)


@blueprint.route("/meetups/<slug>/signup/handover", methods=["GET", "POST"])
def hand_over(slug: str) -> ResponseReturnValue:
    member = signed_in()
    meetup = queries.meetup_for(member, slug)
    colleagues = {each.slug: each for each in queries.colleagues_for(meetup, member)}
    form = HandOverForm()
    form.colleague.choices = choices((each.slug, each.name) for each in colleagues.values())
    if not form.validate_on_submit():
        seats.require_seat(meetup, member)
        shown = render("meetups/handover.html", meetup=meetup, form=form, colleagues=colleagues)
        return shown, 422 if form.errors else 200
    colleague = reader_with_rights(colleagues[form.colleague.data].id) or abort(404)
    seats.hand_over(meetup, member, colleague)
    flash(_("%(name)s has your seat now, and gets the invitation.", name=colleague.name))
    return redirect(meetup.path)


@blueprint.get("/meetups/<slug>.ics")
@public
def entry(slug: str) -> ResponseReturnValue:
    reader = current_member()
    meetup = queries.meetup_for(reader, slug)
    standing = seats.standing_of(meetup, reader) if reader else Standing(None)
    return calendar.download(meetup, with_link=policy.may_see_link(reader, meetup, standing))


@blueprint.get("/meetups/new")
def new() -> ResponseReturnValue:
    member = signed_in()
    require(policy.may_plan(member))
    form = _form(member, once=once_key(), theme=request.args.get("theme", ""))
    return _page(form, None)


@blueprint.get("/meetups/<slug>/copy")
def copy(slug: str) -> ResponseReturnValue:
    """Another one like it: all that one would type again, but for the day. Nobody comes along."""
    member = signed_in()
    like = queries.meetup_to_coordinate(member, slug)
    form = _form(member, None, _linked(like), like=like, once=once_key())
    return _page(form, None, like=like)


@blueprint.post("/meetups")
def create() -> ResponseReturnValue:
    member = signed_in()
    require(policy.may_plan(member))
    form, like = _form(member), _like(member)
    if not form.validate_on_submit():
        return _page(form, None, like=like), 422
    theme = _chosen_theme(member, form)
    meetup = services.plan(
        member,
        theme,
        once=form.own_key(),
        linked=ticked_on(member, form.findings, form.practices),
        host_id=_host(form),
        **form.parts(),
        **({name: getattr(like, name) for name in COPIED_AS_WELL} if like else {}),
    )
    if meetup.audience == FOR_INVITED:
        flash(_("The meetup is planned. Now invite the people for whom it is."))
        return redirect(f"{meetup.path}/invitees")
    flash(_("The meetup is planned. Members of the theme have been told."))
    return redirect(meetup.path)


COPIED_AS_WELL = ("reminders", "prepare", "route")  # what stands on a page of its own


def _like(member: Member) -> Meetup | None:
    """The meetup that a copy begins as, if it is one and this person may copy it."""
    slug = request.args.get("like", "")
    like = queries.meetup_known_as(member, slug) if slug else None
    return like if like and policy.may_coordinate(member, like) else None


@blueprint.get("/meetups/<slug>/edit")
def edit(slug: str) -> ResponseReturnValue:
    member = signed_in()
    meetup = _still_held(queries.meetup_to_coordinate(member, slug))
    linked = _linked(meetup)
    return _page(_form(member, meetup, linked), meetup, linked)


@blueprint.post("/meetups/<slug>")
def update(slug: str) -> ResponseReturnValue:
    member = signed_in()
    meetup = _still_held(queries.meetup_to_coordinate(member, slug))
    form = _form(member, meetup, _linked(meetup))
    if not form.validate_on_submit():
        return _page(form, meetup), 422
    theme = _chosen_theme(member, form)
    linked = ticked_on(member, form.findings, form.practices)
    try:
        services.change(meetup, form.seen_version(), linked, theme=theme, host_id=_host(form), **form.parts())
    except (RoomTooSmall, PeopleOnline) as refusal:
        field = form.capacity if isinstance(refusal, RoomTooSmall) else form.mode
        field.errors = [f"{refusal.words} {refusal.way_on}", *field.errors]
        return _page(form, meetup), 422
    except ChangedMeanwhile:
        meetup = queries.meetup_to_coordinate(member, slug)
        form.form_errors.append(str(ChangedMeanwhile.words))
        form.version.data = str(meetup.version)  # saving once more is a choice, made with both texts in view
        theirs = form.differing_from(_filled(meetup, ()))
        return _page(form, meetup, changed_meanwhile=True, theirs=theirs), 409
    flash(_("Saved. Who is signed up has been told of a new time or place."))
    return redirect(meetup.path)


@blueprint.route("/meetups/<slug>/cancellation", methods=["GET", "POST"])
def call_off(slug: str) -> ResponseReturnValue:
    meetup = queries.meetup_to_coordinate(signed_in(), slug)
    form = ReasonForm()
    if form.validate_on_submit():
        services.call_off(meetup, form.reason.data)
        flash(_("The meetup is called off. Everybody who signed up gets your message."))
        return redirect(meetup.path)
    return render("meetups/call_off.html", meetup=meetup, form=form), 422 if form.errors else 200


@blueprint.route("/meetups/<slug>/restoration", methods=["GET", "POST"])
def restore(slug: str) -> ResponseReturnValue:
    """Let it happen after all; asked first, since everybody hears of it."""
    meetup = queries.meetup_to_coordinate(signed_in(), slug)
    if request.method == "GET" and meetup.is_cancelled:
        services.require_to_restore(meetup)
        return render("meetups/restore.html", meetup=meetup)
    if request.method == "POST":
        services.restore(meetup)
        flash(_("The meetup happens after all. Everybody who had a place has been told."))
    return redirect(meetup.path)


def _still_held(meetup: Meetup) -> Meetup:
    if meetup.is_cancelled:
        raise CalledOff
    return meetup


def _form(
    member: Member,
    meetup: Meetup | None = None,
    linked: Sequence[Node] = (),
    *,
    like: Meetup | None = None,
    **start: Any,
) -> MeetupForm:
    """The form with its choices: themes one may plan in, firms, findings and practices.

    It holds what stands of `meetup`, and of what is `linked` to it, or of one to plan that begins as another `like` it.
    """
    known = meetup or like
    form = MeetupForm(data={**(_filled(known, linked) if known else {}), **start})
    if like:
        for name in DAYS:
            form[name].data = None
    form.was_planned_for(clock.local(meetup.starts_at).date() if meetup else None)
    themes = [theme for theme in themes_for(member) if policy.may_plan_in(member, theme)]
    network = [("", _("The whole network"))] if policy.may_plan_in(member, None) else []
    form.theme.choices = choices(network + [(theme.slug, theme.title) for theme in themes])
    hosts = {
        each.id: each.name for each in (*queries.possible_hosts(), *([known.host] if known and known.host else []))
    }
    form.host.choices = choices([("", _("None")), *((str(key), name) for key, name in hosts.items())])
    nodes = nodes_for(member, ("finding", "practice"), linked)
    form.findings.choices = choices((each.id, each.title_and_line) for each in nodes if each.kind == "finding")
    form.practices.choices = choices((each.id, each.title) for each in nodes if each.kind == "practice")
    return form


def _page(form: MeetupForm, meetup: Meetup | None, linked: Sequence[Node] = (), **more: Any) -> str:
    """The form, and beside its own lists what is joined and what its words propose."""
    title, words = (meetup.title, meetup.description) if meetup else ("", "")
    beside = items_beside(
        signed_in(), ("meetup", meetup.id if meetup else 0), title, words, linked, ("finding", "practice")
    )
    return render("meetups/edit.html", form=form, meetup=meetup, beside=beside, **more)


def _linked(meetup: Meetup) -> Sequence[Node]:
    return nodes_linked_to("meetup", meetup.id, *JOINABLE)


def _filled(meetup: Meetup, nodes: Sequence[Node]) -> dict[str, Any]:
    begin, end = clock.local(meetup.starts_at), clock.local(meetup.ends_at)
    return {
        **{name: getattr(meetup, name) for name in KEPT_AS_TYPED},
        "date": begin.date(), "starts": begin.time(), "ends": end.time(), "programme": text_of(meetup.programme),
        **sharing(meetup),
        "theme": meetup.theme.slug if meetup.theme else "", "host": str(meetup.host_id or ""),
        "findings": [node.id for node in nodes if node.kind == "finding"],
        "practices": [node.id for node in nodes if node.kind == "practice"],
    }  # fmt: skip


def _chosen_theme(member: Member, form: MeetupForm) -> Theme | None:
    theme = next((each for each in themes_for(member) if each.slug == form.theme.data), None)
    if form.theme.data and theme is None:
        abort(404)
    require(policy.may_plan_in(member, theme))
    return theme


def _host(form: MeetupForm) -> int | None:
    return int(form.host.data) if form.host.data else None
