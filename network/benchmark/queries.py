"""What one can do tomorrow: practices, meetups and findings that belong to a question, as far as the reader may know."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from network.benchmark.lines import Compared
from network.links.queries import Linked, linked_to_each
from network.members.models import Member

PRACTICES, OTHERS = 3, 2
KINDS = ("practice", "meetup", "question", "theme")


class Steps(NamedTuple):
    """A few things to do, from the question in which the reader is furthest from the study to the nearest."""

    nodes: Sequence[Linked]
    finding: Compared | None


def steps_for(reader: Member, lines: Iterable[Compared], now: datetime) -> Steps:
    """Three practices, the next meetup, and the finding of the question in which the reader differs most. One statement."""
    order = sorted((each for each in lines if each.finding), key=lambda each: -each.head.gap)
    nodes = _joined_to(reader, order, KINDS[:2])
    few = [*_of(nodes, "practice")[:PRACTICES], *_coming(nodes, now)[:1]]
    return Steps(few, order[0] if order and order[0].head.gap else None)


def steps_of(reader: Member, each: Compared, now: datetime) -> Sequence[Linked]:
    """What belongs to one question: a few practices, the next meetups, questions and themes. One statement."""
    nodes = _joined_to(reader, [each], KINDS)
    others = (_coming(nodes, now), _of(nodes, "question"), _of(nodes, "theme"))
    return [*_of(nodes, "practice")[:PRACTICES], *(node for some in others for node in some[:OTHERS])]


def _joined_to(reader: Member, lines: Iterable[Compared], kinds: Sequence[str]) -> list[tuple[Linked, datetime]]:
    """Each thing once, in the order of the lines and then the newest first."""
    ids = [each.finding.id for each in lines if each.finding]
    joined = linked_to_each("finding", ids, reader, kinds)
    return list(
        {node.path: (node, at) for key in reversed(ids) for node, at in reversed(joined.get(key, []))}.values()
    )[::-1]


def _of(nodes: Iterable[tuple[Linked, datetime]], kind: str) -> list[Linked]:
    return [node for node, _at in nodes if node.kind == kind]


def _coming(nodes: Iterable[tuple[Linked, datetime]], now: datetime) -> list[Linked]:
    coming = sorted((at, node) for node, at in nodes if node.kind == "meetup" and at > now)
    return [node for _at, node in coming]
