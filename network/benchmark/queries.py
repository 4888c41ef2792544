"""What one can do tomorrow: practices, meetups and findings that belong to a question, as far as the reader may know."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from network.benchmark.lines import Compared
from network.links.queries import Linked, linked_to_each
from network.members.models import Member

PRACTICES = 3


class Steps(NamedTuple):
    """A few things to do, each from a question in which you differ most."""

    practices: Sequence[Linked]
    meetup: Linked | None
    finding: Compared | None


def steps_for(reader: Member, lines: Iterable[Compared], now: datetime) -> Steps:
    """One statement. From the question in which the reader is furthest from the study, to the one where they are nearest."""
    order = sorted((each for each in lines if each.finding), key=lambda each: -each.head.gap)
    ids = [each.finding.id for each in order if each.finding]
    joined = linked_to_each("finding", ids, reader, ("practice", "meetup"))
    nodes = [each for key in ids for each in joined.get(key, ())]
    practices = {node.path: node for node, _at in nodes if node.kind == "practice"}
    meetups = sorted((at, node) for node, at in nodes if node.kind == "meetup" and at > now)
    return Steps(
        list(practices.values())[:PRACTICES],
        meetups[0][1] if meetups else None,
        order[0] if order and order[0].head.gap else None,
    )
