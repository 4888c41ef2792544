"""The search page. HTTP only."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from network.kernel.guards import public
from network.kernel.i18n import render
from network.kernel.text import tidy_line
from network.members.current import current_member
from network.search.asking import MOST_LETTERS
from network.search.queries import KINDS, search_for

blueprint = Blueprint("search", __name__)


@blueprint.get("/search")
@public
def show() -> ResponseReturnValue:
    text = tidy_line(request.args.get("q"))[:MOST_LETTERS]
    wanted = request.args.get("kind")
    kind = wanted if wanted in KINDS else None
    groups = search_for(current_member(), text, kind=kind, most=50) if text else []
    return render("search/show.html", text=text, kind=kind, groups=groups, found=sum(group.found for group in groups))
