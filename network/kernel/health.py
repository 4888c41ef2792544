"""Two addresses for machines: `/healthz` says the process lives, `/readyz` that it can do its work.

The worker leaves the time of its last round in the database, where every web process can see it.
"""

from __future__ import annotations

from datetime import datetime

from flask import Flask, Response, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import Engine, String, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column

from network.kernel import clock
from network.kernel.database import OWN_KEY, Model, db, is_postgresql
from network.kernel.guards import public

WORKER = "worker"


class Heartbeat(Model):
    """When a process that works by itself was last seen."""

    __tablename__ = "heartbeat"
    __table_args__ = OWN_KEY

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    at: Mapped[datetime]


def init_app(app: Flask) -> None:
    app.add_url_rule("/healthz", "health.alive", alive)
    app.add_url_rule("/readyz", "health.ready", ready)


@public
def alive() -> ResponseReturnValue:
    """This process answers."""
    return Response("ok\n", mimetype="text/plain")


@public
def ready() -> ResponseReturnValue:
    """The database answers and has its tables; `worker` is how many seconds ago the worker was seen, if ever."""
    try:
        version = db.session.execute(text("SELECT version_num FROM alembic_version")).scalar()
        worker = worker_age(clock.now())
    except SQLAlchemyError as error:
        return jsonify(ready=False, database=type(error).__name__), 503
    return jsonify(ready=True, migration=version, worker=worker)


def worker_age(now: datetime) -> int | None:
    """Seconds since the worker was last seen; None when it never was."""
    seen = db.session.scalar(select(Heartbeat.at).where(Heartbeat.name == WORKER))
    return None if seen is None else max(0, int((now - seen).total_seconds()))


def beat(now: datetime) -> None:
    """Note that the worker is alive.

    Past the session on purpose: a verb would count as a change, and every visitor's page would have to be made anew.
    """
    engine: Engine = db.engine
    insert = (postgresql.insert if is_postgresql() else sqlite.insert)(Heartbeat).values(name=WORKER, at=now)
    with engine.begin() as connection:
        connection.execute(insert.on_conflict_do_update(index_elements=[Heartbeat.name], set_={"at": now}))
