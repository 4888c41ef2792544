"""What forms show of the web: things to tick, each with how it belongs; and what they send back of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

from flask import request
from wtforms import SelectMultipleField

from network.joining.kinds import JOINABLE
from network.kernel.text import whole_number
from network.links.models import Node
from network.links.queries import Chosen, chosen, may_know
from network.links.relations import BELONGS, TOGETHER, Way, way_by, ways_between
from network.members.models import Member
from network.search.proposals import proposals_for

MOST = 300  # things on one form; a longer one is not ours
TICKED, SHOWN = "others", "shown"
NOT_TYPED = frozenset({"title", "csrf_token", "once", "version", "kind", "theme", TICKED, SHOWN})
SHORTEST = 20  # letters of a field that tells what a text is about; the others are choices

_TAG = re.compile(r"<[^<>]*>")  # of an editor; only words are read here, so nothing has to be cleaned


class Item(NamedTuple):
    """A thing to tick, and the ways in which it can belong."""

    node: Node
    ticked: bool = False
    way: Way = TOGETHER
    ways: Sequence[Way] = ()


def ticked_on(member: Member, *lists: SelectMultipleField) -> Chosen:
    """What a form ties a thing to: by lists of its own, and by what was proposed on it."""
    ids = {value for each in lists for value in each.data or ()} | _sent(TICKED)
    shown = {int(value) for each in lists for value, *_rest in each.iter_choices()} | _sent(SHOWN)
    return chosen(member, JOINABLE, ids, shown)


def ways_on(member: Member, kind: str, kinds: Sequence[str], joined: Collection[int]) -> Chosen:
    """The same of the page on which one joins things of some `kinds` to one of a kind, and says how each belongs.

    Who says how something belongs that is not `joined` yet means it to be joined, and need not tick it as well.
    """
    said = {each for each in _sent(SHOWN) if request.form.get(f"way-{each}", BELONGS) != BELONGS}
    told = chosen(member, kinds, _sent(TICKED) | said.difference(joined), _sent(SHOWN))
    ways = {node.id: way_by(request.form.get(f"way-{node.id}", ""), kind, node.kind) for node in told.ticked}
    return told._replace(ways=ways)


def items_beside(
    member: Member,
    of: tuple[str, int],
    title: str,
    text: str,
    linked: Iterable[Node] = (),
    listed: Collection[str] = (),
) -> list[Item]:
    """What stands to be ticked on the form of a thing: what is joined already, then what its words propose.

    `of` is its kind and number, 0 for one that is yet to come. `listed` are the kinds of which the form has a list of
    its own; of those only proposals stand here. A form that comes back keeps what it showed.
    """
    if SHOWN in request.form:
        told = ticked_on(member)
        return [Item(node, node in told.ticked) for node in known(member, told.shown)]
    joined = [node for node in linked if may_know(member, node)]
    own = [Item(node, ticked=True) for node in joined if node.kind not in listed]
    proposed = proposals_for(member, title, text, JOINABLE, of, [node.id for node in linked])
    return [*own, *map(Item, proposed)]


def proposed_now(member: Member, of: tuple[str, int]) -> list[Item]:
    """What the words propose that somebody is writing in a form, besides what stands there already."""
    title, text = words_typed()
    return [Item(node) for node in proposals_for(member, title, text, JOINABLE, of, _sent(SHOWN))]


def known(member: Member, ids: Collection[int]) -> Sequence[Node]:
    """These nodes, as far as the member may know of them, in the order of their ids."""
    return sorted(chosen(member, JOINABLE, ids).ticked, key=lambda node: node.id)


def with_ways(kind: str, items: Iterable[tuple[Node, Way | None]]) -> list[Item]:
    """Things to tick beside one of a kind, with the ways; those that come with a way are joined."""
    return [Item(node, way is not None, way or TOGETHER, ways_between(kind, node.kind)) for node, way in items]


def words_typed() -> tuple[str, str]:
    """The title and the rest of what stands in a form that somebody is writing, whatever its fields are called."""
    fields: Any = request.form
    rest = (value for name, value in fields.items(multi=True) if name not in NOT_TYPED and len(value) > SHORTEST)
    return fields.get("title", ""), _TAG.sub(" ", "\n".join(rest))


def _sent(name: str) -> set[int]:
    return {number for each in request.form.getlist(name)[:MOST] if (number := whole_number(each))}
