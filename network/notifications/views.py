"""Pages of notifications: the inbox, what has been read, and one click out of a kind of mail."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, request
from flask.typing import ResponseReturnValue

from network.kernel.guards import public, safe_next
from network.kernel.i18n import render
from network.members.current import signed_in
from network.notifications import mutes, queries, services
from network.notifications.mails import line_of

blueprint = Blueprint("notifications", __name__)

INBOX = "/notifications"


@blueprint.get("/notifications")
def index() -> ResponseReturnValue:
    member = signed_in()
    rows, older = queries.inbox_of(member, request.args.get("before", ""))
    lines = [(row, line_of(row, member)) for row in rows]
    return render("notifications/index.html", lines=lines, older=older, later_page="before" in request.args)


@blueprint.post("/notifications/reading")
def read_all() -> ResponseReturnValue:
    services.read(signed_in())
    return redirect(INBOX)


@blueprint.post("/notifications/<notification_id>/reading")
def read_one(notification_id: str) -> ResponseReturnValue:
    member = signed_in()
    services.read(member, queries.notification_of(member, notification_id).id)
    return redirect(safe_next(request.form.get("next"), INBOX))


@blueprint.get("/notifications/mute/<token>")
@public
def ask_to_mute(token: str) -> ResponseReturnValue:
    _member_id, group = mutes.opened(token) or abort(404)
    return render("notifications/mute.html", token=token, group=group, muted=False)


@blueprint.post("/notifications/mute/<token>")
@public
def mute(token: str) -> ResponseReturnValue:
    """A mail program posts here by itself (RFC 8058): the signed address is proof enough, without a form's token."""
    member_id, group = mutes.opened(token) or abort(404)
    mutes.mute(member_id, group)
    return render("notifications/mute.html", token=token, group=group, muted=True)
