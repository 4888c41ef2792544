"""Two addresses for machines: `/healthz` says the process lives, `/readyz` that it can do its work."""

from __future__ import annotations

from flask import Flask, Response, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from network.kernel.database import db
from network.kernel.guards import public


def init_app(app: Flask) -> None:
    app.add_url_rule("/healthz", "health.alive", alive)
    app.add_url_rule("/readyz", "health.ready", ready)


@public
def alive() -> ResponseReturnValue:
    """This process answers."""
    return Response("ok\n", mimetype="text/plain")


@public
def ready() -> ResponseReturnValue:
    """The database answers and has its tables."""
    try:
        version = db.session.execute(text("SELECT version_num FROM alembic_version")).scalar()
    except SQLAlchemyError as error:
        return jsonify(ready=False, database=type(error).__name__), 503
    return jsonify(ready=True, migration=version)
