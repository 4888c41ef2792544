"""Verbs of the web: put a thing in it, join two things, take one out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select, update

from network.kernel import clock
from network.kernel.database import db, transactional
from network.links.models import NOBODY, THEME, Link, Node


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
def link(one: Node, other: Node) -> None:
    """Join two nodes; joining them again changes nothing."""
    if one.id == other.id:
        return
    left, right = sorted((one.id, other.id))
    if db.session.get(Link, (left, right)) is None:
        db.session.add(Link(left_id=left, right_id=right))
        db.session.flush()


@transactional
def link_only(node: Node, kind: str, others: Iterable[Node]) -> None:
    """Join a node to just these of a kind: links to others of that kind go."""
    wanted = {other.id for other in others}
    ends = or_(Link.left_id == node.id, Link.right_id == node.id)
    of_kind = select(Node.id).where(Node.kind == kind)
    for each in db.session.scalars(
        select(Link).where(ends, or_(Link.left_id.in_(of_kind), Link.right_id.in_(of_kind)))
    ):
        other_id = each.right_id if each.left_id == node.id else each.left_id
        if other_id not in wanted and other_id != node.id:
            db.session.delete(each)
    for other in others:
        link(node, other)


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
