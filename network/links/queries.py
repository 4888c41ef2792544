"""What hangs on what, in the rights of the reader."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, and_, case, or_, select

from network.kernel.database import db
from network.links.models import EVERYONE, MEMBERS, THEME, Link, Node
from network.members.models import Member


def open_to(reader: Member | None) -> ColumnElement[bool]:
    """The nodes whose existence a reader may know; the one rule that lists, links and search share."""
    if reader is None:
        return Node.audience == EVERYONE
    return or_(
        Node.audience.in_((EVERYONE, MEMBERS)),
        and_(Node.audience == THEME, Node.theme_id.in_(reader.theme_ids)),
    )


def linked_to(kind: str, subject_id: int, reader: Member | None, most: int = 24) -> Sequence[Node]:
    """Everything joined to a thing that the reader may see, newest first, in one statement."""
    here = select(Node.id).where(Node.kind == kind, Node.subject_id == subject_id).scalar_subquery()
    other = case((Link.left_id == here, Link.right_id), else_=Link.left_id)
    ends = or_(Link.left_id == here, Link.right_id == here)
    statement = select(Node).join(Link, and_(ends, Node.id == other)).where(open_to(reader))
    return db.session.scalars(statement.order_by(Node.at.desc(), Node.id.desc()).limit(most)).all()


def nodes_of(kind: str, subject_ids: Iterable[int]) -> Sequence[Node]:
    """The nodes of some things of a kind, for linking them."""
    return db.session.scalars(select(Node).where(Node.kind == kind, Node.subject_id.in_(list(subject_ids)))).all()


def nodes_for(reader: Member | None, kinds: Sequence[str], most: int = 200) -> Sequence[Node]:
    """Things of some kinds that the reader may see, for choosing among them; findings in the report's order."""
    statement = select(Node).where(Node.kind.in_(kinds), open_to(reader))
    return db.session.scalars(statement.order_by(Node.kind, Node.id).limit(most)).all()


def nodes_with(reader: Member | None, ids: Sequence[int]) -> Sequence[Node]:
    """Just these nodes, as far as the reader may see them: an id that was slipped into a form gives nothing."""
    return db.session.scalars(select(Node).where(Node.id.in_(ids), open_to(reader))).all() if ids else []
