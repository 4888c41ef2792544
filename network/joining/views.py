"""What belongs with a thing: its page, and proposals while somebody writes. HTTP only."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from network.joining.forms import known, proposed_now, ways_on, with_ways
from network.joining.kinds import Tended, kinds_for, tended_by
from network.kernel.i18n import render
from network.kernel.text import tidy_line, whole_number
from network.links.models import Node
from network.links.queries import joined_to, node_of
from network.links.relations import words_of
from network.links.services import join
from network.members.current import signed_in
from network.search.asking import MOST_LETTERS
from network.search.proposals import proposals_for
from network.search.queries import search_for

blueprint = Blueprint("joining", __name__)


@blueprint.post("/links/proposals")
def propose() -> str:
    """A piece of a page: what may belong with a text that is being written."""
    of = request.args.get("kind", ""), whole_number(request.args.get("id"))
    return render("joining/_items.html", items=proposed_now(signed_in(), of))


@blueprint.get("/links/<kind>/<int(max=2147483647):subject_id>")
def show(kind: str, subject_id: int) -> str:
    member = signed_in()
    thing, node = _tended(kind, subject_id)
    text = tidy_line(request.args.get("q"))[:MOST_LETTERS]
    kinds = kinds_for(kind)
    joined = [(other, way) for other, way in joined_to(node, member) if other.kind in kinds]
    besides = {node.id, *(other.id for other, _way in joined)}
    hits = (hit.id for group in search_for(member, text) if group.kind in kinds for hit in group.hits) if text else ()
    found = known(member, set(hits) - besides)
    proposed = proposals_for(
        member, thing.title, thing.text, kinds, (kind, subject_id), besides | {other.id for other in found}
    )
    return render(
        "joining/show.html", thing=thing, kind=kind, text=text, words_of=words_of,
        joined=with_ways(kind, joined), found=with_ways(kind, ((each, None) for each in found)),
        proposed=with_ways(kind, ((each, None) for each in proposed)), address=f"/links/{kind}/{subject_id}",
    )  # fmt: skip


@blueprint.post("/links/<kind>/<int(max=2147483647):subject_id>")
def save(kind: str, subject_id: int) -> ResponseReturnValue:
    _thing, node = _tended(kind, subject_id)
    joined = {other.id for other, _way in joined_to(node, signed_in())}
    join(node, ways_on(signed_in(), kind, kinds_for(kind), joined))
    flash(_("Saved. It stands at both ends."))
    return redirect(f"/links/{kind}/{subject_id}")


def _tended(kind: str, subject_id: int) -> tuple[Tended, Node]:
    thing, node = tended_by(signed_in(), kind, subject_id), node_of(kind, subject_id)
    if node is None:
        raise NotFound
    return thing, node
