"""The list of practices, and choosing from it. HTTP only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from network.kernel.guards import public
from network.kernel.i18n import render
from network.members.current import current_member
from network.members.rules import SECTORS, SIZE_CLASSES
from network.practices.finding import queries
from network.practices.finding.queries import Counts
from network.practices.finding.rules import BELOW_EUROS, BELOW_HOURS, BITS, COUNTED, SEVERAL, Choice, chosen
from network.practices.words import DIMENSIONS, FACET_WORDS, OUTCOMES, STAGES, value_words
from network.themes.models import Theme
from network.themes.queries import themes_for

blueprint = Blueprint("finding", __name__)

FIXED: Mapping[str, Sequence[str]] = {
    "sector": tuple(SECTORS), "size_class": SIZE_CLASSES, "hr": ("none",), "cost": tuple(map(str, BELOW_EUROS)),
    "hours": tuple(map(str, BELOW_HOURS)), "maturity": tuple(STAGES), "outcome": tuple(OUTCOMES),
    **{name: tuple(words) for name, words in BITS.items()},
}  # fmt: skip


@blueprint.get("/practices")
@public
def index() -> ResponseReturnValue:
    reader = current_member()
    themes = themes_for(reader)
    offered = {"theme": tuple(each.slug for each in themes), **FIXED}
    choice = chosen({name: request.args.getlist(name) for name in offered}, offered)
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
        words=lambda name, value: _words(name, value, themes),
        address=_address,
        is_first="before" not in request.args,
    )


def _left(choice: Choice, counts: Counts, offered: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The values of each dimension that would leave something, and those that were chosen."""
    return {
        name: [value for value in values if counts.of[name, value] or choice.has(name, value)]
        for name, values in offered.items()
    }


def _words(name: str, value: str, themes: Sequence[Theme]) -> object:
    if name == "theme":
        return next(each.title for each in themes if each.slug == value)
    return value_words(name, value)


def _address(choice: Choice, **more: str) -> str:
    pairs = [*choice.in_address, *((name, value) for name, value in more.items() if value)]
    return f"/practices?{urlencode(pairs)}" if pairs else "/practices"
