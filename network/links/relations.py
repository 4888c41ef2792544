"""How two things belong together: which relations there are between kinds, and how each end says it.

Most links only say that two things belong together. A relation says more, and has a direction: it goes out from one
thing (forth) and reads otherwise on the page of the other (back). Kinds that no room registers yet may stand here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l

BELONGS = "belongs"  # nothing more than that


@dataclass(frozen=True)
class Relation:
    """What stands with the other thing: `forth` on the page from which it goes out, `back` on the other's page."""

    goes: frozenset[tuple[str, str]]  # from which kinds to which
    forth: Any
    back: Any


class Way(NamedTuple):
    """A relation as seen from one of its ends."""

    relation: str
    forth: bool

    @property
    def key(self) -> str:
        """As it stands in a form."""
        return self.relation if self.forth else f"{self.relation}-back"


def _goes(*kinds: str, to: str) -> frozenset[tuple[str, str]]:
    return frozenset((kind, to) for kind in kinds)


RELATIONS = {
    "supports": Relation(_goes("practice", to="finding"), _l("was seen here as well"), _l("saw the same")),
    "contradicts": Relation(_goes("practice", to="finding"), _l("went otherwise here"), _l("saw otherwise")),
    "answers": Relation(_goes("practice", to="question"), _l("finds an answer here"), _l("is an answer")),
    "builds_on": Relation(_goes("practice", to="practice"), _l("is what this builds on"), _l("builds on this")),
    "instead_of": Relation(
        _goes("practice", to="practice"), _l("is another way to the same end"), _l("is another way to the same end")
    ),
    "came_from": Relation(_goes("practice", to="meetup"), _l("is where this came from"), _l("came out of this")),
    "shows": Relation(_goes("meetup", to="practice"), _l("is shown here"), _l("shows this")),
    "about": Relation(
        _goes("meetup", "question", "scan_question", to="finding"), _l("is what this is about"), _l("is about this")
    ),
    "treats": Relation(_goes("meetup", to="question"), _l("is talked about here"), _l("talks about this")),
}  # fmt: skip
TOGETHER = Way(BELONGS, True)


def ways_between(kind: str, other: str) -> Sequence[Way]:
    """How a thing of one kind can belong with one of another, the plain way first."""
    ways = [TOGETHER]
    for name, relation in RELATIONS.items():
        if (kind, other) in relation.goes:
            ways.append(Way(name, True))
        if (other, kind) in relation.goes and not (kind == other and relation.forth == relation.back):
            ways.append(Way(name, False))
    return ways


def way_by(key: str, kind: str, other: str) -> Way:
    """The way that a form names; the plain one for whatever cannot be between these kinds."""
    return next((way for way in ways_between(kind, other) if way.key == key), TOGETHER)


def words_of(way: Way) -> Any:
    """What stands with the other thing; nothing for the plain way, and for one of a later release."""
    relation = RELATIONS.get(way.relation)
    return "" if relation is None else relation.forth if way.forth else relation.back
