"""Reads and writes on both databases: what a request holds of the pool."""

from conftest import both_databases
from sqlalchemy import text

from network.kernel.database import db


@both_databases
def test_the_reads_of_a_request_share_a_connection(app):
    db.session.commit()

    for _each in range(5):
        db.session.execute(text("SELECT 1"))

    assert db.engine.pool.checkedout() == 1
