"""Verbs of search: know a thing by its words, or forget it."""

from __future__ import annotations

from network.kernel.database import db, transactional
from network.links.models import Node
from network.search.models import SearchText
from network.search.words import heading_stems, stems

MOST_TEXT = 100_000  # letters of one thing that are searched


@transactional
def index(node: Node, heading: str, body: str) -> None:
    """Find `node` by these words from now on; give both languages where there are two.

    The excerpt is made of `body`. Indexing again replaces what was known.
    """
    row = db.session.get(SearchText, node.id)
    if row is None:
        row = SearchText(node_id=node.id)
        db.session.add(row)
    row.body = body[:MOST_TEXT]
    row.heading_stems, row.body_stems = heading_stems(node.kind, heading), stems(row.body)
    db.session.flush()


@transactional
def forget(node_id: int) -> None:
    """Find a node no more; the web's own `forget` does this by itself."""
    row = db.session.get(SearchText, node_id)
    if row is not None:
        db.session.delete(row)
        db.session.flush()
