"""A sign-up in one statement: PostgreSQL only, since SQLite's one writer waits for the disk in its own transaction."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from sqlalchemy import text

from network.kernel.database import db
from network.meetups.seats import sign_up

pytestmark = pytest.mark.parametrize("app", ["postgresql"], indirect=True)


def test_who_hears_that_they_are_in_can_count_on_the_disk(app, make_meetup, make_member):
    meetup, members = make_meetup(seats=3), [make_member(name) for name in ("Eva", "Fay", "Gil", "Hui", "Ida")]
    flushed = text("SELECT pg_current_wal_flush_lsn() >= pg_current_wal_insert_lsn()")
    with waiting_for_the_disk():
        on_disk = [sign_up(meetup, member) and db.session.scalar(flushed) for member in members]
    assert sum(on_disk) >= 4  # something else may be written at that moment


@contextmanager
def waiting_for_the_disk():
    """Commits wait for the disk, which elsewhere in the tests they do not."""
    try:
        _alter_database("SET synchronous_commit = on")
        yield
    finally:
        _alter_database("RESET synchronous_commit")


def _alter_database(setting):
    with db.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(
            text(f"ALTER DATABASE test_network {setting}")
        )
    db.session.remove()
    db.engine.dispose()
