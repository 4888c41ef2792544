"""Several people at the same moment: each act in a thread and an application context of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from flask import Flask

from network.kernel.database import db


def at_once(app: Flask, *acts: Callable[[], Any]) -> list[Any]:
    """Do all acts at once. Gives what each gave, or the exception that it raised, in their order."""
    answers: list[Any] = [None] * len(acts)
    gate = threading.Barrier(len(acts))

    def run(at: int, act: Callable[[], Any]) -> None:
        with app.app_context():
            gate.wait(20)
            try:
                answers[at] = act()
            except Exception as refusal:
                answers[at] = refusal
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    db.session.rollback()
    db.session.expire_all()  # a new look at what they left behind
    return answers
