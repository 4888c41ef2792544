"""Migrations by Flask-Migrate, which is loaded when one is asked for: alembic has no place in a web process."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy


def init_app(app: Flask, db: SQLAlchemy, folder: Path) -> None:
    """Say where migrations stand, without loading what runs them."""
    app.extensions["migrate"] = _NotYet(app, db, folder)


class _NotYet:
    """Stands where Flask-Migrate looks for itself, and makes way at the first question."""

    def __init__(self, app: Flask, db: SQLAlchemy, folder: Path) -> None:
        self._made_with = app, db, folder

    def __getattr__(self, name: str) -> Any:
        from flask_migrate import Migrate

        app, db, folder = self._made_with
        Migrate(app, db, directory=str(folder), render_as_batch=True, compare_type=True)
        return getattr(app.extensions["migrate"], name)
