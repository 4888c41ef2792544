"""How things of the demo's story belong together, joined by the same verb that the page uses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from network.kernel.database import db
from network.links.models import Node
from network.links.relations import TOGETHER, way_by
from network.links.services import link


def join_all(lines: Sequence[Any], findings: Mapping[str, Node]) -> None:
    """Join what stands in `lines`. Raises ValueError for what there is not: a story that does not hold is a fault."""
    named = {end for one, _how, other in lines for end in (one, other)}
    nodes = {node.path: node for node in db.session.scalars(select(Node).where(Node.path.in_(named)))} | {**findings}
    for one, how, other in lines:
        if not other.startswith("/") and other not in findings:
            continue  # a network whose library is still empty
        if one not in nodes or other not in nodes:
            raise ValueError(f"nothing is called {one} or {other}")
        way = way_by(how, nodes[one].kind, nodes[other].kind)
        if way == TOGETHER:
            raise ValueError(f"{how} is no way between {one} and {other}")
        link(nodes[one], nodes[other], way)
