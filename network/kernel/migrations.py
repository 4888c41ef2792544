"""Where migrations stand, and how far the database is. What runs them is loaded when one is asked for.

Alembic has no place in a web process: it would add a fifth to its memory for something that happens once a release.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import inspect, text

from network.config import ROOT
from network.kernel.database import db

FOLDER = ROOT / "migrations"


def init_app(app: Flask) -> None:
    """Say where migrations stand, without loading what runs them."""
    app.extensions["migrate"] = _NotYet(app, db, FOLDER)


def newest() -> str:
    """The revision that this code needs: files are numbered by their revisions."""
    return max(path.name.partition("_")[0] for path in (FOLDER / "versions").glob("[0-9]*.py"))


def current() -> str | None:
    """The revision of the database; None when it holds no tables of ours yet."""
    if not inspect(db.engine).has_table("alembic_version"):
        return None
    with db.engine.connect() as connection:
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


class _NotYet:
    """Stands where Flask-Migrate looks for itself, and makes way at the first question."""

    def __init__(self, app: Flask, database: SQLAlchemy, folder: Path) -> None:
        self._made_with = app, database, folder

    def __getattr__(self, name: str) -> Any:
        from flask_migrate import Migrate

        app, database, folder = self._made_with
        Migrate(app, database, directory=str(folder), render_as_batch=True, compare_type=True)
        return getattr(app.extensions["migrate"], name)
