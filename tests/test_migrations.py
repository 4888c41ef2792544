"""Migrations keep what people wrote, and the tables are what the models say."""

from __future__ import annotations

import hashlib
import warnings

import pytest
from alembic.script import ScriptDirectory
from conftest import both_databases
from flask_migrate import check, downgrade, upgrade
from sqlalchemy import MetaData, select
from sqlalchemy.exc import IntegrityError

from network.kernel import migrations
from network.kernel.database import db, writing
from network.links.models import EVERYONE
from network.links.services import register
from network.members.models import Member
from network.notifications.services import notify
from network.search.services import index
from network.seed import seed

COUNTS_ONLY = {"alembic_version", "change_counter"}  # say where the database stands, not what people wrote


def checksums() -> dict[str, tuple[int, str]]:
    """For every column of every table: how many rows, and a digest of the values in the order of the key."""
    found = {}
    tables = MetaData()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # full-text columns and expression indexes cannot be read back
        tables.reflect(db.engine)
    with db.engine.connect() as connection:
        for table in tables.sorted_tables:
            if table.name in COUNTS_ONLY or table.name.startswith("fts_"):
                continue
            rows = connection.execute(select(table).order_by(*table.primary_key.columns)).all()
            for at, column in enumerate(table.columns):
                digest = hashlib.sha256(repr([row[at] for row in rows]).encode()).hexdigest()
                found[f"{table.name}.{column.name}"] = len(rows), digest
    return found


@both_databases
def test_a_filled_database_goes_down_and_up_and_keeps_everything(app):
    seed(12, "een lange zin om mee in te loggen")
    with writing() as session:
        for member in session.scalars(select(Member)).all():
            notify(member, "themes.join_granted", title="Één")
    before = checksums()
    assert before["member.email"][0] == 12

    db.session.remove()
    downgrade()
    upgrade()

    assert checksums() == before


@both_databases
def test_the_migrations_make_what_the_models_say(app):
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*expression-based index.*")
        check()


def test_the_newest_revision_is_known_without_alembic(app):
    with app.app_context():
        script = ScriptDirectory(str(migrations.FOLDER))

    assert script.get_heads() == [migrations.newest()]
    assert migrations.current() == migrations.newest()


@both_databases
def test_one_address_is_one_member_however_it_is_written(app, bram, make_member):
    with pytest.raises(IntegrityError):
        make_member("Bram Dubbel", email="BRAM@example.org")


@both_databases
def test_search_finds_what_it_found_after_going_down_and_up(app, visitor, theme):
    index(register("theme", theme.id, path=theme.path, titles={}, lines={}, audience=EVERYONE), "Scholing", "")
    asked = "/search?q=scholing"
    assert theme.path in visitor.get(asked).text

    db.session.remove()
    downgrade()
    upgrade()

    assert theme.path in visitor.get(asked).text
