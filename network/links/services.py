"""Verbs of the web: put a thing in it, join two things, take one out."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, or_, select, update

from network.kernel import clock
from network.kernel.database import added, db, transactional
from network.links.models import NOBODY, THEME, Link, Node
from network.links.queries import Chosen
from network.links.relations import TOGETHER, Way


@transactional
def register(
    kind: str, subject_id: int, *, path: str, titles: dict[str, Any], lines: dict[str, Any], audience: str,
    theme_id: int | None = None, at: datetime | None = None,
) -> Node:  # fmt: skip
    """Put a thing in the web, or bring what is known of it up to date. `titles` and `lines` go by language."""
    node = db.session.scalar(select(Node).where(Node.kind == kind, Node.subject_id == subject_id))
    if node is None:
        node = Node(kind=kind, subject_id=subject_id)
        db.session.add(node)
    node.path, node.titles, node.lines = path, titles, lines
    node.audience, node.theme_id, node.at = audience, theme_id, at or clock.now()
    db.session.flush()
    return node


@transactional
def link(one: Node, other: Node, way: Way | None = None) -> None:
    """Join two nodes, in a way as seen from `one`. Joining them again changes the way, where one is given."""
    if one.id == other.id:
        return
    left, right = sorted((one.id, other.id))
    wanted = way or TOGETHER
    joined = Link(left_id=left, right_id=right, relation=wanted.relation, from_left=wanted.forth == (one.id == left))
    known = db.session.get(Link, (left, right))
    if known is None and added(joined):
        return
    if way is not None and (known := known or db.session.get(Link, (left, right))):
        known.relation, known.from_left = joined.relation, joined.from_left
        db.session.flush()


@transactional
def join(node: Node, chosen: Chosen) -> None:
    """Join a node to what was ticked on a form, and to nothing else that stood there."""
    gone = chosen.shown - {other.id for other in chosen.ticked}
    if gone:
        db.session.execute(delete(Link).where(_between(node, gone)))
    ticked = db.session.scalars(select(Link).where(_between(node, [other.id for other in chosen.ticked]))).all()
    there = {end for each in ticked for end in (each.left_id, each.right_id)}
    for other in chosen.ticked:
        if other.id not in there or other.id in chosen.ways:
            link(node, other, chosen.ways.get(other.id))


def _between(node: Node, other_ids: Collection[int]) -> ColumnElement[bool]:
    """The links of a node with any of some others."""
    left_here = and_(Link.left_id == node.id, Link.right_id.in_(other_ids))
    return or_(left_here, and_(Link.right_id == node.id, Link.left_id.in_(other_ids)))


@transactional
def close(theme_id: int) -> None:
    """From now on only a theme's own members know of what stands in it, of whatever kind.

    Opening it again is for each feature: it knows who each of its things was meant for.
    """
    inside = update(Node).where(Node.theme_id == theme_id, Node.audience != NOBODY)
    db.session.execute(inside.values(audience=THEME))


@transactional
def forget(kind: str, subject_id: int) -> None:
    """Take a thing out of the web, with its links and what search knows of it."""
    db.session.execute(delete(Node).where(Node.kind == kind, Node.subject_id == subject_id))
