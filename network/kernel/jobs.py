"""How jobs go through rows: one at a time, each in its own transaction, none in the way of another."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable

from network.kernel.database import db

log = logging.getLogger(__name__)


def each_by_itself(ids: Iterable[int], act: Callable[[int], int]) -> int:
    """Act on every row of these ids; what goes wrong with one is logged, and the next has its turn. Gives the sum."""
    done = 0
    for row_id in ids:
        try:
            done += act(row_id)
        except Exception:
            db.session.rollback()
            log.exception("%s of row %s", act.__qualname__, row_id)
    return done
