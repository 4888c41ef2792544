"""How migrations run: the same for SQLite and PostgreSQL."""

from __future__ import annotations

from alembic import context
from flask import current_app

database = current_app.extensions["migrate"].db


def include_object(_object: object, name: str | None, kind: str, reflected: bool, compare_to: object) -> bool:
    """Leave the full-text tables that SQLite keeps by itself, and the search column of PostgreSQL, alone."""
    return not (
        reflected
        and compare_to is None
        and name is not None
        and name.startswith(("fts_", "ix_fts_"))
        and kind in ("table", "column", "index")
    )


def render_item(kind: str, item: object, _context: object) -> str | bool:
    """Write our own column types by what they are in the database, so that a migration never needs our code."""
    if kind != "type":
        return False
    if type(item).__name__ == "UtcDateTime":
        return "sa.DateTime(timezone=True)"
    return "JSON" if type(item).__name__ == "JSON" else False


def run() -> None:
    """Migrate inside one transaction, with SQLite's foreign keys off: recreating a table would delete its children."""
    with database.engine.connect() as connection:
        raw = connection.connection.driver_connection
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            raw.execute("PRAGMA foreign_keys=OFF")  # inside a transaction it would be ignored
        context.configure(
            connection=connection,
            target_metadata=database.metadata,
            include_object=include_object,
            render_item=render_item,
            transaction_per_migration=False,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()
        if connection.in_transaction():
            connection.commit()
        if sqlite:
            broken = raw.execute("PRAGMA foreign_key_check").fetchall()
            raw.execute("PRAGMA foreign_keys=ON")
            if broken:
                raise RuntimeError(f"migration broke references: {broken[:5]}")


run()
