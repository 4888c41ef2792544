"""The search page. HTTP only."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from network.kernel.guards import public
from network.kernel.i18n import render
from network.kernel.text import tidy_line
from network.members.current import current_member
from network.search.asking import MOST_LETTERS
from network.search.queries import KINDS, search_for

MOST_OF_ONE_KIND = 50  # on a page of one kind; who needs more, types more

NAMES = {  # what a kind is called, and its sign
    "theme": (_l("Themes"), "shapes"),
    "practice": (_l("Practices"), "hammer"),
    "meetup": (_l("Meetups"), "calendar-days"),
    "question": (_l("Questions and offers"), "message-circle"),
    "finding": (_l("Findings"), "book-open"),
    "organisation": (_l("Firms"), "building-2"),
    "member": (_l("People"), "users"),
}

blueprint = Blueprint("search", __name__)


@blueprint.get("/search")
@public
def show() -> ResponseReturnValue:
    text = tidy_line(request.args.get("q"))[:MOST_LETTERS]
    kind = request.args.get("kind") if request.args.get("kind") in KINDS else None
    groups = search_for(current_member(), text, kind=kind, most=MOST_OF_ONE_KIND) if text else []
    return render("search/show.html", text=text, kind=kind, groups=groups, names=NAMES)
