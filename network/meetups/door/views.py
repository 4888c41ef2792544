"""The door list, a code that was scanned, guests, who helps, and the attendance list as a table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, Response, flash, jsonify, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from network.kernel.errors import Refusal, require
from network.kernel.forms import KEY_LENGTH, choices, once_key
from network.kernel.guards import wants_json
from network.kernel.i18n import render
from network.kernel.spreadsheet import csv_text
from network.kernel.text import clock_time, query, tidy_line, whole_number
from network.meetups.door import queries, rules, services
from network.meetups.door.forms import GuestForm, HelperForm
from network.meetups.models import OFFERED, SEATED, WAITING, WITHDRAWN, Meetup
from network.meetups.policy import may_coordinate
from network.meetups.queries import meetup_for
from network.members.current import signed_in

blueprint = Blueprint("door", __name__)

LONGEST_SEARCH = 80
MOST_SHOWN = 200  # a page for one pair of hands; in a larger hall one searches


@blueprint.get("/meetups/<slug>/door")
def show(slug: str) -> ResponseReturnValue:
    return _page(_door(slug), GuestForm(once=once_key()))


@blueprint.post("/meetups/<slug>/door/arrivals")
def arrive(slug: str) -> ResponseReturnValue:
    meetup = _door(slug)
    services.check_in(meetup, signed_in(), _member(), _once())
    return _done(meetup, _("%(name)s is here."))


@blueprint.post("/meetups/<slug>/door/departures")
def leave(slug: str) -> ResponseReturnValue:
    meetup = _door(slug)
    services.check_out(meetup, _member(), _once())
    return _done(meetup, _("Taken back: %(name)s is not here."))


@blueprint.post("/meetups/<slug>/door/guests")
def add_guest(slug: str) -> ResponseReturnValue:
    meetup, form = _door(slug), GuestForm()
    if not form.validate_on_submit():
        return _page(meetup, form), 422
    services.let_in_guest(meetup, signed_in(), form.name.data, form.firm.data, form.own_key())
    return _answer(meetup, _("%(name)s is here.", name=form.name.data))


@blueprint.post("/meetups/<slug>/door/guests/<int(max=2147483647):guest_id>/departure")
def remove_guest(slug: str, guest_id: int) -> ResponseReturnValue:
    meetup = _door(slug)
    services.let_out_guest(meetup, guest_id, _once())
    return _answer(meetup, _("The guest is off the list."))


@blueprint.get("/meetups/<slug>/door/<token>")
def scanned(slug: str, token: str) -> ResponseReturnValue:
    """What a camera opens. Looking changes nothing: the button does."""
    member = signed_in()
    meetup = meetup_for(member, slug)
    person = queries.person_by_code(meetup, token)
    try:
        services.require_door(member, meetup)
    except Refusal:
        if person is None or person.id != member.id:
            raise
        return render("meetups/door/own.html", meetup=meetup, person=person)
    shown = render("meetups/door/scanned.html", meetup=meetup, person=person, once_key=once_key)
    return shown, 200 if person else 404


@blueprint.get("/meetups/<slug>/door/helpers")
def helpers(slug: str) -> ResponseReturnValue:
    meetup = _coordinated(slug)
    return render("meetups/door/helpers.html", meetup=meetup, **_helping(meetup))


@blueprint.post("/meetups/<slug>/door/helpers")
def add_helper(slug: str) -> ResponseReturnValue:
    meetup = _coordinated(slug)
    facts = _helping(meetup)
    form = facts["form"]
    if not form.validate_on_submit():
        return render("meetups/door/helpers.html", meetup=meetup, **facts), 422
    services.let_help(meetup, signed_in(), int(form.member.data))
    flash(_("Noted. The helper gets a message."))
    return redirect(f"{meetup.path}/door/helpers")


@blueprint.post("/meetups/<slug>/door/helpers/<int(max=2147483647):member_id>/departure")
def remove_helper(slug: str, member_id: int) -> ResponseReturnValue:
    meetup = _coordinated(slug)
    services.stop_helping(meetup, member_id)
    flash(_("Off the list of helpers."))
    return redirect(f"{meetup.path}/door/helpers")


@blueprint.get("/meetups/<slug>/attendance.csv")
def attendance(slug: str) -> ResponseReturnValue:
    """The attendance list for a spreadsheet."""
    meetup = _coordinated(slug)
    head = (_("Name"), _("Firm"), _("Status"), _("Here"), _("Since"))
    response = Response(csv_text(head, _lines(queries.door_list(meetup))), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{meetup.slug}.csv"'
    return response


def _door(slug: str) -> Meetup:
    """The meetup at whose door somebody stands. Raises 404, and what `require_door` does."""
    member = signed_in()
    meetup = meetup_for(member, slug)
    services.require_door(member, meetup)
    return meetup


def _coordinated(slug: str) -> Meetup:
    member = signed_in()
    meetup = meetup_for(member, slug)
    require(may_coordinate(member, meetup))
    return meetup


def _page(meetup: Meetup, form: GuestForm) -> str:
    listed, wanted = queries.door_list(meetup), tidy_line(request.values.get("q"))[:LONGEST_SEARCH]
    words = rules.simplified(wanted)
    found = [person for person in listed.people if rules.matches(words, person.searched)]
    return render(
        "meetups/door/show.html",
        meetup=meetup,
        form=form,
        listed=listed,
        found=queries.DoorList(found[:MOST_SHOWN], listed.guests),
        more=len(found) - MOST_SHOWN,
        wanted=wanted,
        walk_ins=queries.walk_ins(meetup, wanted),
        once_key=once_key,
        coordinates=may_coordinate(signed_in(), meetup),
    )


def _member() -> int:
    return whole_number(request.form.get("member"))


def _once() -> str | None:
    return tidy_line(request.form.get("once"))[:KEY_LENGTH] or None


def _done(meetup: Meetup, words: str) -> ResponseReturnValue:
    person = queries.person_at(meetup, _member())
    return _answer(meetup, words % {"name": person.name} if person else "", f"#m-{_member()}")


def _answer(meetup: Meetup, words: str, place: str = "") -> ResponseReturnValue:
    """Where things stand now, for a script; else back to the list, at the same place of it."""
    if wants_json():
        listed = queries.door_list(meetup)
        here = [person.id for person in listed.here]
        return jsonify(here=here, others=_others(listed.without_seat))
    if words:
        flash(words)
    wanted = query({"q": tidy_line(request.form.get("q"))[:LONGEST_SEARCH]})
    return redirect(f"{meetup.path}/door{'?' if wanted else ''}{wanted}{place}")


def _others(number: int) -> str:
    return _("and %(n)s without a seat", n=number) if number else ""


def _helping(meetup: Meetup) -> dict[str, Any]:
    form = HelperForm()
    able = queries.possible_helpers(meetup)
    form.member.choices = choices((str(each.id), each.name) for each in able)
    return {"form": form, "helpers": queries.helpers_of(meetup), "able": able}


def _lines(listed: queries.DoorList) -> Iterable[tuple[Any, ...]]:
    states = {
        SEATED: _("has a seat"), OFFERED: _("seat offered"), WAITING: _("on the waiting list"),
        WITHDRAWN: _("signed off"), None: _("walked in"),
    }  # fmt: skip
    for person in listed.people:
        here = (_("yes"), clock_time(person.came_at)) if person.came_at else (_("no"), "")
        yield person.name, person.firm, states[person.status], *here
    for guest in listed.guests:
        yield guest.name, guest.firm, _("guest"), _("yes"), clock_time(guest.came_at)
