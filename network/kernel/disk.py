"""Letting go of rows before the disk has them, and waiting for the disk together. For PostgreSQL only.

PostgreSQL holds a transaction's locks until its commit is on the disk. A statement that many queue for may say
`let_go_early`: its rows are free for the next one as soon as they are committed, and whoever sent it waits afterwards, in
`wait_for_disk`, before anything is answered. The log is written in order, so what is on the disk of a later commit is
there of all before it. Nothing that was told is ever lost, and one wait serves all who came before it began.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from threading import Lock

from flask import Flask, current_app
from sqlalchemy import Connection, func, select

let_go_early = func.set_config("synchronous_commit", "off", True)  # until the end of the transaction that it stands in
_MARK = select(func.pg_logical_emit_message(True, "network", ""))  # the smallest thing whose commit waits for the disk


def init_app(app: Flask) -> None:
    """Make the queue before the disk: one for each process."""
    app.extensions["disk"] = Disk()


def wait_for_disk(connection: Connection) -> None:
    """Return once all that this process has committed by now is on the disk; `connection` is in autocommit.

    Raises what the database raises when it cannot say so: then it may be there or not.
    """
    current_app.extensions["disk"].wait(lambda: connection.execute(_MARK))


class Disk:
    """Those who wait take a number; one of them asks the disk for all whose number is below theirs."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self._reached = 0
        self._asking = Lock()

    def wait(self, ask: Callable[[], object]) -> None:
        """Ask the disk, unless somebody began to do so since we came."""
        mine = next(self._numbers)
        with self._asking:
            if self._reached < mine:
                last = next(self._numbers)
                ask()
                self._reached = last
