"""What hangs on what, in the rights of the reader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import aliased

from network.kernel.database import db, json_rows
from network.kernel.i18n import both
from network.links.models import EVERYONE, MEMBERS, THEME, Link, Node
from network.links.relations import BELONGS, Way, words_of
from network.members.models import Member

MOST_LINKS, MOST_THINGS = 400, 200  # that a web or a list is made of: the newest


def open_to(reader: Member | None, node: Any = Node) -> ColumnElement[bool]:
    """The nodes whose existence a reader may know; the one rule that lists, links and search share. `node` is Node or an alias."""
    return node.audience == EVERYONE if reader is None else _known_inside(sorted(reader.theme_ids), node)


def open_when(signed_in: bool) -> ColumnElement[bool]:
    """The same rule for a statement that is made once: `rights_of` says who runs it."""
    return _known_inside(bindparam("theme_ids", expanding=True)) if signed_in else Node.audience == EVERYONE


def rights_of(reader: Member | None) -> dict[str, Any]:
    """What a statement with this rule must be told of its reader."""
    return {} if reader is None else {"theme_ids": sorted(reader.theme_ids)}


def _known_inside(theme_ids: Any, node: Any = Node) -> ColumnElement[bool]:
    inside = and_(node.audience == THEME, node.theme_id.in_(theme_ids))
    return or_(node.audience.in_((EVERYONE, MEMBERS)), inside)


@cache  # made once: making a statement costs more than running it
def _linked(signed_in: bool) -> Select[Any]:
    here = (
        select(Node.id)
        .where(Node.kind == bindparam("kind"), Node.subject_id == bindparam("subject_id"))
        .scalar_subquery()
    )
    other = case((Link.left_id == here, Link.right_id), else_=Link.left_id)
    ends = or_(Link.left_id == here, Link.right_id == here)
    columns: tuple[Any, ...] = (Node.kind, Node.path, Node.titles, Node.lines, Link.relation, _goes_out(here))
    statement = select(*columns).join(Link, and_(ends, Node.id == other)).where(open_when(signed_in))
    themes_first = case((Node.kind == "theme", 0), else_=1)
    return statement.order_by(themes_first, Node.at.desc(), Node.id.desc()).limit(bindparam("most"))


def _goes_out(here: Any) -> ColumnElement[bool]:
    """Whether the relation of a link goes out from `here`."""
    return case((Link.left_id == here, Link.from_left), else_=~Link.from_left).label("forth")


def linked_to(kind: str, subject_id: int, reader: Member | None, most: int = 24) -> Sequence[Linked]:
    """Everything joined to a thing that the reader may see, themes first, then the newest, in one statement."""
    facts = {"kind": kind, "subject_id": subject_id, "most": most}
    return [Linked(*row) for row in db.session.execute(_linked(reader is not None), {**facts, **rights_of(reader)})]


@cache
def _linked_each(signed_in: bool) -> Select[Any]:
    here = aliased(Node)
    across = case((Link.left_id == here.id, Link.right_id), else_=Link.left_id)
    ends = or_(Link.left_id == here.id, Link.right_id == here.id)
    columns: tuple[Any, ...] = (here.subject_id, Node.kind, Node.path, Node.titles, Node.lines, Node.at)
    joined = select(*columns).select_from(here).join(Link, ends).join(Node, Node.id == across)
    ours = (here.kind == bindparam("kind"), here.subject_id.in_(bindparam("subject_ids", expanding=True)))
    theirs = (Node.kind.in_(bindparam("kinds", expanding=True)), open_when(signed_in))
    newest_first = (Node.at.desc(), Node.id.desc())
    return joined.where(*ours, *theirs).order_by(*newest_first).limit(bindparam("most"))


def linked_to_each(
    kind: str, subject_ids: Sequence[int], reader: Member | None, kinds: Sequence[str], most: int = MOST_LINKS
) -> dict[int, list[tuple[Linked, datetime]]]:
    """What of some kinds is joined to several things and known to the reader, by thing, with its moment; the newest first.

    One statement.
    """
    facts = {"kind": kind, "subject_ids": list(subject_ids), "kinds": list(kinds), "most": most, **rights_of(reader)}
    found: dict[int, list[tuple[Linked, datetime]]] = {}
    for subject_id, *shown, at in db.session.execute(_linked_each(reader is not None), facts):
        found.setdefault(subject_id, []).append((Linked(*shown), at))
    return found


class Linked(NamedTuple):
    """What a list shows of a node."""

    kind: str
    path: str
    titles: dict[str, Any]
    lines: dict[str, Any]
    relation: str = BELONGS
    forth: bool = True

    @property
    def title(self) -> str:
        return both(self.titles)  # type: ignore[no-any-return]

    @property
    def line(self) -> str:
        return both(self.lines)  # type: ignore[no-any-return]

    @property
    def how(self) -> Any:
        """How it belongs with the thing whose list this is, in words; nothing where it just does."""
        return words_of(Way(self.relation, self.forth))


class Web(NamedTuple):
    """What belongs with what around a theme, as far as its reader may know: all that stands in it, and what that is
    joined to; `joined` are (id, id, how the second belongs with the first)."""

    things: dict[int, Linked]
    joined: Sequence[tuple[int, int, Way]]

    def beside(self) -> dict[int, list[Linked]]:
        """What is joined to each of the things, as its own page has it."""
        found: dict[int, list[Linked]] = {key: [] for key in self.things}
        for one, other, (relation, forth) in self.joined:
            found[one].append(self.things[other]._replace(relation=relation, forth=forth))
            found[other].append(self.things[one]._replace(relation=relation, forth=not forth))
        return found


def web_of(theme_id: int, reader: Member | None, kinds: Sequence[str]) -> Web:
    """The web around a theme, of these kinds of things, in the reader's rights. Two statements."""
    left, right = aliased(Node), aliased(Node)
    inside = select(Node.id).where(Node.theme_id == theme_id).scalar_subquery()
    around = or_(Link.left_id.in_(inside), Link.right_id.in_(inside))
    links = (
        select(Link, left, right)
        .join(left, left.id == Link.left_id)
        .join(right, right.id == Link.right_id)
        .where(around, left.kind.in_(kinds), right.kind.in_(kinds), open_to(reader, left), open_to(reader, right))
    )
    newest = links.order_by(Link.created_at.desc(), Link.left_id, Link.right_id).limit(MOST_LINKS)
    rows = db.session.execute(newest).all()
    own = select(Node).where(Node.theme_id == theme_id, Node.kind.in_(kinds), open_to(reader))
    nodes = db.session.scalars(own.order_by(Node.at.desc(), Node.id.desc()).limit(MOST_THINGS)).all()
    known = {node.id: node for row in rows for node in row[1:]} | {node.id: node for node in nodes}
    things = {node.id: Linked(node.kind, node.path, node.titles, node.lines) for node in known.values()}
    return Web(things, [(link.left_id, link.right_id, Way(link.relation, link.from_left)) for link, *_ends in rows])


@cache
def _untouched() -> Select[Any]:
    """Things of a kind that everybody may see, joined to nothing of some kinds that every member may know of."""
    other = aliased(Node)
    across = case((Link.left_id == Node.id, Link.right_id), else_=Link.left_id)
    ends = or_(Link.left_id == Node.id, Link.right_id == Node.id)
    known = (other.kind.in_(bindparam("kinds", expanding=True)), other.audience.in_((EVERYONE, MEMBERS)))
    joined = select(Link.left_id).join(other, other.id == across).where(ends, *known).correlate(Node)
    columns: tuple[Any, ...] = (Node.kind, Node.path, Node.titles, Node.lines)
    here = select(*columns).where(Node.kind == bindparam("kind"), Node.audience == EVERYONE)
    return here.where(~joined.exists()).order_by(Node.subject_id)


def untouched(kind: str, kinds: Sequence[str]) -> list[Linked]:
    """The things of a kind to which nothing of some other kinds is joined: the white spots of the web, in their order.

    What stands in a closed theme does not count, so that no spot tells of it.
    """
    rows = db.session.execute(_untouched(), {"kind": kind, "kinds": list(kinds)})
    return [Linked(*row) for row in rows]


def linked_rows(kind: str, subject_id: Any, other_kind: str) -> ScalarSelect[Any]:
    """A column for a statement on `subject_id`'s table: what of another kind is joined to each row and open to everyone."""
    here, other = aliased(Node), aliased(Node)
    across = case((Link.left_id == here.id, Link.right_id), else_=Link.left_id)
    joined = (
        select(json_rows(other.id, other.kind, other.path, other.titles, other.lines))
        .select_from(here)
        .join(Link, or_(Link.left_id == here.id, Link.right_id == here.id))
        .join(other, other.id == across)
    )
    only = (here.kind == kind, here.subject_id == subject_id, other.kind == other_kind, other.audience == EVERYONE)
    return joined.where(*only).correlate(subject_id.class_).scalar_subquery()


def brought_along(rows: Sequence[Any]) -> list[Linked]:
    """The rows of `linked_rows`, the newest first."""
    return [Linked(*row[1:]) for row in sorted(rows, key=lambda row: row[0], reverse=True)]


def nodes_linked_to(kind: str, subject_id: int, *kinds: str) -> Sequence[Node]:
    """All of some kinds that is joined to a thing, whoever may see it: for whoever changes its links."""
    here = select(Node.id).where(Node.kind == kind, Node.subject_id == subject_id).scalar_subquery()
    other = case((Link.left_id == here, Link.right_id), else_=Link.left_id)
    ends = or_(Link.left_id == here, Link.right_id == here)
    return db.session.scalars(
        select(Node).join(Link, and_(ends, Node.id == other)).where(Node.kind.in_(kinds)).order_by(Node.id)
    ).all()


def joined_to(node: Node, reader: Member) -> list[tuple[Node, Way]]:
    """What is joined to a thing and known to the reader, and how, seen from that thing; by kind, the oldest first."""
    other = case((Link.left_id == node.id, Link.right_id), else_=Link.left_id)
    ends = or_(Link.left_id == node.id, Link.right_id == node.id)
    statement = select(Node, Link.relation, _goes_out(node.id)).join(Link, and_(ends, Node.id == other))
    rows = db.session.execute(statement.where(open_to(reader)).order_by(Node.kind, Node.id)).all()
    return [(other, Way(relation, forth)) for other, relation, forth in rows]


def node_of(kind: str, subject_id: int) -> Node | None:
    """What the web knows of a thing."""
    return db.session.scalar(select(Node).where(Node.kind == kind, Node.subject_id == subject_id))


def links_of(kind: str, subject_id: int) -> int:
    """How many links a thing has, whoever may see them: for who is about to take it away."""
    here = select(Node.id).where(Node.kind == kind, Node.subject_id == subject_id).scalar_subquery()
    ends = or_(Link.left_id == here, Link.right_id == here)
    return db.session.scalar(select(func.count()).select_from(Link).where(ends)) or 0


def may_know(reader: Member, node: Node) -> bool:
    """Whether a reader may know of a node at hand: the rule of `open_to`."""
    return node.audience in (EVERYONE, MEMBERS) or (node.audience == THEME and node.theme_id in reader.theme_ids)


def nodes_for(reader: Member, kinds: Sequence[str], linked: Iterable[Node] = (), most: int = 200) -> Sequence[Node]:
    """Things of some kinds that the reader may choose among: the newest of each, and always those `linked` already."""
    turn = func.row_number().over(partition_by=Node.kind, order_by=(Node.at.desc(), Node.id.desc())).label("turn")
    known = select(Node.id, turn).where(Node.kind.in_(kinds), open_to(reader)).subquery()
    newest = db.session.scalars(select(Node).join(known, known.c.id == Node.id).where(known.c.turn <= most)).all()
    own = [node for node in linked if node.kind in kinds and may_know(reader, node)]
    among = {node.id: node for node in (*newest, *own)}
    return sorted(among.values(), key=lambda node: node.id)


class Chosen(NamedTuple):
    """What a form ties a thing to: of the nodes that it `shown`, just those that were `ticked`, in which way.

    What the form did not show stays as it is: what its reader may not see, and what others joined meanwhile.
    """

    ticked: Sequence[Node] = ()
    shown: frozenset[int] = frozenset()
    ways: Mapping[int, Way] = {}


NOTHING = Chosen()


def chosen(reader: Member, kinds: Sequence[str], ids: Iterable[int], shown: Iterable[int] = ()) -> Chosen:
    """These ids, of those that a form showed, of some kinds and as far as its reader may know of them.

    One that was slipped into a form gives nothing.
    """
    wanted = set(ids)
    asked = wanted.union(shown)
    known = select(Node).where(Node.id.in_(asked), Node.kind.in_(kinds), open_to(reader))
    nodes = db.session.scalars(known).all() if asked else []
    return Chosen([node for node in nodes if node.id in wanted], frozenset(node.id for node in nodes))
