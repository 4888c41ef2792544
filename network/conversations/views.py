"""Pages of conversations: say something, change it, take it away. What was said stands on the subject's own page."""

from __future__ import annotations

from flask import Blueprint, abort, flash, jsonify, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from network.conversations import following, policy, queries, services
from network.conversations.forms import CommentForm
from network.conversations.kinds import Subject, subject_for
from network.conversations.models import Comment
from network.kernel.errors import require
from network.kernel.guards import wants_json
from network.kernel.i18n import render
from network.kernel.text import whole_number
from network.members.current import signed_in

blueprint = Blueprint("conversations", __name__)


@blueprint.post("/comments")
def create() -> ResponseReturnValue:
    member, form = signed_in(), CommentForm()
    kind, subject_id = form.subject_kind.data or "", _number(form.subject_id.data)
    subject = subject_for(member, kind, subject_id)
    if not form.validate_on_submit():
        return render("conversations/edit.html", form=form, subject=subject, action="/comments"), 422
    parent_id = _number(form.parent_id.data) if form.parent_id.data else None
    once = form.own_key()
    said = services.comment(member, kind, subject_id, form.text.data, parent_id=parent_id, once=once)
    return redirect(_way_back(subject, said))


@blueprint.get("/comments/<int(max=2147483647):comment_id>/edit")
def edit(comment_id: int) -> ResponseReturnValue:
    said, subject = queries.comment_for(signed_in(), comment_id)
    require(policy.may_edit(signed_in(), said))
    return render("conversations/edit.html", form=CommentForm(obj=said), subject=subject, said=said, action=_path(said))


@blueprint.post("/comments/<int(max=2147483647):comment_id>")
def update(comment_id: int) -> ResponseReturnValue:
    said, subject = queries.comment_for(signed_in(), comment_id)
    require(policy.may_edit(signed_in(), said))
    form = CommentForm()
    if not form.validate_on_submit():
        return render("conversations/edit.html", form=form, subject=subject, said=said, action=_path(said)), 422
    services.edit(said, form.text.data)
    flash(_("Saved."))
    return redirect(_way_back(subject, said))


@blueprint.get("/comments/<int(max=2147483647):comment_id>/deletion")
def ask_to_delete(comment_id: int) -> ResponseReturnValue:
    """Where there is no JavaScript to ask with."""
    said, subject = _to_take_away(comment_id)
    return render("conversations/delete.html", said=said, subject=subject, way_back=_way_back(subject, said))


@blueprint.post("/comments/<int(max=2147483647):comment_id>/deletion")
def delete(comment_id: int) -> ResponseReturnValue:
    said, subject = _to_take_away(comment_id)
    services.delete(said)
    flash(_("The comment is gone."))
    return redirect(f"{subject.path}#comments")


@blueprint.post("/comments/<int(max=2147483647):comment_id>/useful")
def thank(comment_id: int) -> ResponseReturnValue:
    said, subject = queries.comment_for(signed_in(), comment_id)
    following.thank(signed_in(), said, subject)
    return redirect(_way_back(subject, said))


@blueprint.post("/comments/<int(max=2147483647):comment_id>/useful/withdrawal")
def thank_no_more(comment_id: int) -> ResponseReturnValue:
    said, subject = queries.comment_for(signed_in(), comment_id)
    following.thank_no_more(signed_in(), said)
    return redirect(_way_back(subject, said))


@blueprint.get("/conversations/<kind>/<int(max=2147483647):subject_id>/names")
def names(kind: str, subject_id: int) -> ResponseReturnValue:
    """Whom one can call by name there, people and then firms, for a list while somebody types; one does not call oneself."""
    member = signed_in()
    there = queries.talking(kind, subject_id, subject_for(member, kind, subject_id))
    people = [name for number, name in there.people.items() if number != member.id]
    return jsonify([*people, *sorted(name for number, name in there.firms.items() if number != member.organisation_id)])


@blueprint.post("/conversations/<kind>/<int(max=2147483647):subject_id>/following")
def follow(kind: str, subject_id: int) -> ResponseReturnValue:
    subject = subject_for(signed_in(), kind, subject_id)
    following.follow(signed_in(), kind, subject_id, follows=True)
    flash(_("You follow this conversation: what is said here, stands in your inbox."))
    return redirect(f"{subject.path}#comments")


@blueprint.post("/conversations/<kind>/<int(max=2147483647):subject_id>/following/withdrawal")
def follow_no_more(kind: str, subject_id: int) -> ResponseReturnValue:
    subject = subject_for(signed_in(), kind, subject_id)
    following.follow(signed_in(), kind, subject_id, follows=False)
    flash(_("You no longer follow this conversation. Who answers you or calls your name, still reaches you."))
    return redirect(f"{subject.path}#comments")


@blueprint.post("/conversations/<kind>/<int(max=2147483647):subject_id>/reading")
def see(kind: str, subject_id: int) -> ResponseReturnValue:
    """Where the reader stands from now on; never beyond what was said there."""
    subject = subject_for(signed_in(), kind, subject_id)
    last = min(whole_number(request.form.get("last")), queries.last_in(kind, subject_id))
    following.see(signed_in(), kind, subject_id, last)
    if wants_json():
        return "", 204
    return redirect(f"{subject.path}#comments")


def _to_take_away(comment_id: int) -> tuple[Comment, Subject]:
    said, subject = queries.comment_for(signed_in(), comment_id)
    require(policy.may_delete(signed_in(), said, subject))
    return said, subject


def _number(text: str | None) -> int:
    """A number from a hidden field, which anybody can change. Raises 404 for what is none."""
    return whole_number(text) or abort(404)


def _path(said: Comment) -> str:
    return f"/comments/{said.id}"


def _way_back(subject: Subject, said: Comment) -> str:
    return f"{subject.path}{queries.place_of(said)}"
