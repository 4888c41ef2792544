"""The list of practices, choosing from it, and keeping a choice. HTTP only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from network.kernel.guards import public
from network.kernel.i18n import render
from network.members.current import current_member, signed_in
from network.practices.finding import queries, saved
from network.practices.finding.queries import Counts
from network.practices.finding.rules import BITS, COUNTED, SEVERAL, Choice, chosen
from network.practices.finding.words import offered_to, words_of
from network.practices.words import DIMENSIONS, FACET_WORDS

blueprint = Blueprint("finding", __name__)


@blueprint.get("/practices")
@public
def index() -> ResponseReturnValue:
    reader = current_member()
    offered, titles = offered_to(reader)
    choice = chosen(request.args.to_dict(flat=False), offered)
    page = queries.page_for(reader, choice, request.args.get("before", ""))
    counts = queries.counts_for(reader, choice, offered)
    return render(
        "practices/index.html",
        page=page,
        choice=choice,
        counts=counts,
        counted=COUNTED,
        left=_left(choice, counts, offered),
        in_words="words" in request.args or any(name in BITS for name in choice.dimensions),
        dimensions=DIMENSIONS,
        facets=FACET_WORDS,
        several=SEVERAL,
        words=lambda name, value: words_of(name, value, titles),
        address=_address,
        is_first="before" not in request.args,
    )


@blueprint.get("/practices/choices")
def choices() -> ResponseReturnValue:
    """What a member is told of in the weekly digest."""
    return render("practices/choices.html", choices=saved.saved_by(signed_in()))


@blueprint.post("/practices/choices")
def save() -> ResponseReturnValue:
    member = signed_in()
    choice = chosen(request.form.to_dict(flat=False), offered_to(member)[0])
    if choice.values:
        saved.save(member, choice)
        flash(_("Kept. New practices that fit come in your mail on Monday."))
    return redirect("/practices/choices" if choice.values else "/practices")


@blueprint.post("/practices/choices/<int(max=2147483647):choice_id>/removal")
def stop(choice_id: int) -> ResponseReturnValue:
    saved.stop(signed_in(), choice_id)
    flash(_("You hear no more of this choice."))
    return redirect("/practices/choices")


def _left(choice: Choice, counts: Counts, offered: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The values of each dimension that would leave something, and those that were chosen."""
    return {
        name: [value for value in values if counts.of[name, value] or choice.has(name, value)]
        for name, values in offered.items()
    }


def _address(choice: Choice, **more: str) -> str:
    pairs = [*choice.in_address, *((name, value) for name, value in more.items() if value)]
    return f"/practices?{urlencode(pairs)}" if pairs else "/practices"
