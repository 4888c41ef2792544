"""What a text that somebody writes may belong with, out of all that they may know of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, literal_column, or_, select, union_all

from network.kernel.database import db, is_postgresql
from network.links.models import Node
from network.links.queries import open_when, rights_of
from network.members.models import Member
from network.search.asking import FTS5, TSQUERY, written_apart
from network.search.likeness import Candidate, any_of, nearest, telling, terms_of_each
from network.search.models import SearchText
from network.search.queries import MOST_RANKED, on_postgresql, on_sqlite

MOST_WEIGHED = 25  # candidates of a kind
MOST_OF_A_KIND, MOST = 3, 8  # that are proposed: a longer list is not read
MOST_READ = 8_000  # letters of a candidate's stems


def proposals_for(
    reader: Member, title: str, text: str, kinds: Sequence[str], of: tuple[str, int], besides: Collection[int] = ()
) -> list[Node]:
    """What shares most telling words with a text, nearest first, in one statement.

    `of` is the thing whose text it is (its kind, and its number or 0), which is no proposal; nor are the nodes `besides`.
    """
    words = telling(title, text)
    if not words:
        return []
    postgresql = is_postgresql()
    few, many = written_apart(any_of(terms_of_each(words)), TSQUERY if postgresql else FTS5)
    facts = {"few": few, "many": many, "kinds": list(kinds), "besides": [*besides, 0], **rights_of(reader)}
    facts |= {"own_kind": of[0], "own_id": of[1]}
    rows = db.session.execute(_near(postgresql), facts).all()
    candidates = [
        Candidate(row.Node.id, row.Node.kind, set(row.heading_stems.split()), set(row.stems.split())) for row in rows
    ]
    nodes = {row.Node.id: row.Node for row in rows}
    return _a_few_of_each([nodes[each] for each in nearest(words, candidates)])


@cache  # made once: making a statement costs more than running it
def _near(postgresql: bool) -> Select[Any]:
    """The best ranked hits of each kind, with their stems."""
    matching = on_postgresql if postgresql else on_sqlite
    hits = union_all(*(_best(matching(wanted)) for wanted in ("few", "many"))).subquery()
    stems = func.substr(SearchText.body_stems, 1, MOST_READ).label("stems")
    shown = select(Node, SearchText.heading_stems, stems).join(hits, hits.c.id == Node.id)
    return shown.join(SearchText, SearchText.node_id == Node.id)


def _best(hits: Select[Any]) -> Select[Any]:
    known = (
        open_when(signed_in=True),
        Node.kind.in_(bindparam("kinds", expanding=True)),
        Node.id.not_in(bindparam("besides", expanding=True)),
        or_(Node.kind != bindparam("own_kind"), Node.subject_id != bindparam("own_id")),
    )
    ranked = hits.where(*known).limit(literal_column(str(MOST_RANKED))).subquery()
    turn = (
        func.row_number().over(partition_by=ranked.c.kind, order_by=(ranked.c.rank, ranked.c.id.desc())).label("turn")
    )
    turns = select(ranked.c.id, turn).subquery()
    return select(turns.c.id).where(turns.c.turn <= MOST_WEIGHED)


def _a_few_of_each(nodes: Sequence[Node]) -> list[Node]:
    """Not more than a few of a kind, so that one does not crowd out the others; of dates of one series the nearest."""
    by_name = {(node.kind, node.title): node for node in reversed(nodes)}
    once = [node for node in nodes if by_name[node.kind, node.title] is node]
    turns = Counter[str]()
    few = []
    for node in once:
        turns[node.kind] += 1
        if turns[node.kind] <= MOST_OF_A_KIND:
            few.append(node)
    return few[:MOST]
