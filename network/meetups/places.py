"""Pages about people's places, for who coordinates a meetup: who signed up, who is invited, and what is decided out of turn."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from network.kernel.forms import choices
from network.kernel.i18n import render
from network.kernel.text import tidy_line
from network.meetups import queries, steering
from network.meetups.dealing import require_to_come
from network.meetups.door.queries import door_list
from network.meetups.forms import DecisionForm, InviteForm
from network.meetups.models import Meetup
from network.members.current import signed_in
from network.members.models import Member

blueprint = Blueprint("places", __name__)


@blueprint.get("/meetups/<slug>/roster")
def roster(slug: str) -> ResponseReturnValue:
    meetup = queries.meetup_to_coordinate(signed_in(), slug)
    signups, decisions = queries.roster_of(meetup), queries.decisions_about(meetup)
    return render("meetups/roster.html", meetup=meetup, signups=signups, decisions=decisions, door=door_list(meetup))


@blueprint.route("/meetups/<slug>/roster/<int(max=2147483647):signup_id>/moving-up", methods=["GET", "POST"])
def move_up(slug: str, signup_id: int) -> ResponseReturnValue:
    return _decide(slug, signup_id, "meetups/move_up.html", steering.move_up)


@blueprint.route("/meetups/<slug>/roster/<int(max=2147483647):signup_id>/removal", methods=["GET", "POST"])
def remove(slug: str, signup_id: int) -> ResponseReturnValue:
    return _decide(slug, signup_id, "meetups/remove.html", steering.remove)


def _decide(
    slug: str, signup_id: int, template: str, verb: Callable[[Meetup, int, Member, str], None]
) -> ResponseReturnValue:
    """Ask for the reason, do it, and lead back to the list."""
    member = signed_in()
    meetup = queries.meetup_to_coordinate(member, slug)
    signup = queries.signup_in(meetup, signup_id)
    require_to_come(meetup)
    form = DecisionForm()
    if not form.validate_on_submit():
        return render(template, meetup=meetup, signup=signup, form=form), 422 if form.errors else 200
    verb(meetup, signup_id, member, form.reason.data)
    flash(_("Done. The reason stands with the list."))
    return redirect(f"{meetup.path}/roster")


@blueprint.route("/meetups/<slug>/invitees", methods=["GET", "POST"])
def invitees(slug: str) -> ResponseReturnValue:
    """Who is invited, and whom one can invite: found by name, a page of them ticked at once."""
    member = signed_in()
    meetup = queries.meetup_to_coordinate(member, slug)
    search = tidy_line(request.args.get("q"))
    people = {each.slug: each for each in queries.people_to_invite(meetup, search)}
    form = InviteForm()
    form.people.choices = choices((each.slug, f"{each.name}, {each.organisation.name}") for each in people.values())
    if form.validate_on_submit():
        for chosen in form.people.data:
            steering.invite(meetup, people[chosen], member)
        flash(_("Invited. They get a message that leads to the meetup."))
        return redirect(request.full_path.rstrip("?"))
    shown = render(
        "meetups/invitees.html", meetup=meetup, form=form, search=search, invitees=queries.invitees_of(meetup),
        there_are_more=len(people) == queries.MOST_TO_INVITE,
    )  # fmt: skip
    return shown, 422 if form.errors else 200


@blueprint.post("/meetups/<slug>/invitees/<int(max=2147483647):member_id>/removal")
def uninvite(slug: str, member_id: int) -> ResponseReturnValue:
    meetup = queries.meetup_to_coordinate(signed_in(), slug)
    invited = {row.member_id: row.member for row, _status in queries.invitees_of(meetup)}
    steering.uninvite(meetup, invited.get(member_id) or abort(404))
    flash(_("The invitation is taken back."))
    return redirect(f"{meetup.path}/invitees")
