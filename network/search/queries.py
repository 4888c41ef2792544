"""What somebody may find, by kind, in one statement and in their own rights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

from markupsafe import Markup
from sqlalchemy import (
    REAL,
    ColumnElement,
    Select,
    String,
    Subquery,
    bindparam,
    case,
    cast,
    column,
    func,
    literal_column,
    select,
    table,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR

from network.kernel.database import db, is_postgresql
from network.links.models import Node
from network.links.queries import open_when, rights_of
from network.members.models import Member
from network.search.asking import FTS5, TSQUERY, read, written_apart
from network.search.excerpts import Marker
from network.search.models import SearchText

KINDS = ("theme", "practice", "meetup", "question", "finding", "organisation", "member")  # as they stand on the page
EXCHANGE = "exchange"  # a node of what a firm asks and offers, for members: what is found by it is the firm
MOST_OF_A_KIND = 6  # where all kinds stand on one page
MOST_RANKED = 300  # hits, of the kinds that are few and of the others: ranking them is nearly all of the time
MOST_READ = 6_000  # characters of a text in which an excerpt is looked for
HEADING, BODY = 6.0, 1.0  # how much a found word weighs there

_fts = table("fts_search", column("rowid"))
_kind = case((Node.kind == EXCHANGE, "organisation"), else_=Node.kind).label("kind")


@dataclass(frozen=True)
class Hit:
    """One thing that was found."""

    id: int  # of its node
    kind: str
    path: str
    title: Markup
    line: str
    excerpt: Markup


@dataclass(frozen=True)
class Hits:
    """What was found of one kind: the best of them, and how many there are, or at least are."""

    kind: str
    found: int
    at_least: bool
    hits: Sequence[Hit]

    @property
    def are_more(self) -> bool:
        return self.found > len(self.hits)


def search_for(reader: Member | None, text: str, most: int = 20, kind: str | None = None) -> Sequence[Hits]:
    """The best hits that the reader may see: a few of each kind, or `most` of one."""
    asked = read(text)
    if not asked.groups:
        return []
    postgresql = is_postgresql()
    few, many = written_apart(asked, TSQUERY if postgresql else FTS5)
    facts = {
        "few": few,
        "many": many,
        "most": MOST_OF_A_KIND if kind is None else most,
        **({"kind": kind} if kind else {}),
        **rights_of(reader),
    }
    rows = db.session.execute(_best(postgresql, reader is not None, kind is not None), facts).all()
    in_order = sorted(rows, key=lambda row: (KINDS.index(row.kind), row.place))
    marker = Marker(asked)
    return [_group(each, list(rows), marker) for each, rows in groupby(in_order, lambda row: row.kind)]


def on_sqlite(wanted: str) -> Select[Any]:
    """The newest hits with their rank, best lowest; `wanted` is the parameter that says of what."""
    whole: ColumnElement[Any] = literal_column("fts_search")
    rank = func.bm25(whole, HEADING, BODY).label("rank")
    hits = select(Node.id, _kind, Node.subject_id, rank).select_from(_fts).join(Node, Node.id == _fts.c.rowid)
    return hits.where(whole.op("MATCH")(bindparam(wanted, type_=String))).order_by(_fts.c.rowid.desc())


def on_postgresql(wanted: str) -> Select[Any]:
    """The same. What is asked stands in the statement itself, as does how much: a plan made without knowing them, which
    PostgreSQL keeps after some rounds, takes four times as long. Only letters and digits get there, see `asking`."""
    vector: ColumnElement[Any] = literal_column("search_text.fts_vector", TSVECTOR)
    query = func.to_tsquery(literal_column("'simple'"), bindparam(wanted, type_=String, literal_execute=True))
    weights = cast([0.0, 0.0, BODY / 10, HEADING / 10], ARRAY(REAL))  # of the classes D, C, B and A
    hits = select(Node.id, _kind, Node.subject_id, (-func.ts_rank(weights, vector, query)).label("rank"))
    joined = hits.join(SearchText, SearchText.node_id == Node.id).where(vector.op("@@")(query))
    return joined.order_by(SearchText.node_id.desc())


def _seen(hits: Select[Any], signed_in: bool, one_kind: bool) -> Subquery:
    """Of these hits the ones that the reader may know of."""
    kinds = _kind == bindparam("kind") if one_kind else Node.kind.in_((*KINDS, EXCHANGE))
    return hits.where(open_when(signed_in), kinds).limit(literal_column(str(MOST_RANKED))).subquery()


def _once(hit: Subquery) -> Select[Any]:
    """Of two nodes of one firm the one in which more was found."""
    best = func.row_number().over(partition_by=(hit.c.kind, hit.c.subject_id), order_by=(hit.c.rank, hit.c.id.desc()))
    turns = select(hit, func.count().over().label("ranked"), best.label("turn")).subquery()
    return select(turns.c.id, turns.c.kind, turns.c.rank, turns.c.ranked).where(turns.c.turn == 1)


@cache  # made once: making a statement costs more than running it
def _best(postgresql: bool, signed_in: bool, one_kind: bool) -> Select[Any]:
    """The best of each kind, with what is shown of them."""
    matching = on_postgresql if postgresql else on_sqlite
    few, many = (_seen(matching(wanted), signed_in, one_kind) for wanted in ("few", "many"))
    many_counted = select(many.c.id, many.c.kind, many.c.rank, func.count().over().label("ranked"))
    hit = union_all(_once(few), many_counted).subquery()
    place = func.row_number().over(partition_by=hit.c.kind, order_by=(hit.c.rank, hit.c.id.desc())).label("place")
    found = func.count().over(partition_by=hit.c.kind).label("found")
    placed = select(hit.c.id, hit.c.kind, hit.c.ranked, place, found).subquery()
    body = func.substr(SearchText.body, 1, MOST_READ).label("body")
    shown = select(Node, placed.c.kind, body, placed.c.found, placed.c.ranked, placed.c.place)
    joined = shown.join(placed, placed.c.id == Node.id).join(SearchText, SearchText.node_id == Node.id)
    return joined.where(placed.c.place <= bindparam("most"))


def _group(kind: str, rows: Sequence[Any], marker: Marker) -> Hits:
    return Hits(
        kind, rows[0].found, rows[0].ranked >= MOST_RANKED, [_hit(kind, row.Node, row.body, marker) for row in rows]
    )


def _hit(kind: str, node: Node, body: str, marker: Marker) -> Hit:
    return Hit(node.id, kind, node.path, marker.mark(node.title), node.line, marker.excerpt(body))
