"""What keeps the page of a firm readable when nobody of it is here any more: features say what leads there.

A trace is a condition on Organisation: what somebody wrote for the firm stays the firm's, and names it.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement

Trace = ColumnElement[bool]

_traces: dict[str, Trace] = {}


def leaves_trace(name: str, trace: Trace) -> None:
    """Keep a firm's page readable while a condition holds."""
    _traces[name] = trace


def all_of_them() -> Sequence[Trace]:
    """The conditions, each of which is enough."""
    return list(_traces.values())
