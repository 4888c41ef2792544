"""full-text search on both databases, one member an address, and the one row that counts SQLite's commits"""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ON_SQLITE = (
    """CREATE VIRTUAL TABLE fts_search USING fts5(
         heading_stems, body_stems, content='search_text', content_rowid='node_id', tokenize='unicode61')""",
    """CREATE TRIGGER fts_search_insert AFTER INSERT ON search_text BEGIN
         INSERT INTO fts_search (rowid, heading_stems, body_stems)
         VALUES (new.node_id, new.heading_stems, new.body_stems); END""",
    """CREATE TRIGGER fts_search_delete AFTER DELETE ON search_text BEGIN
         INSERT INTO fts_search (fts_search, rowid, heading_stems, body_stems)
         VALUES ('delete', old.node_id, old.heading_stems, old.body_stems); END""",
    """CREATE TRIGGER fts_search_update AFTER UPDATE ON search_text BEGIN
         INSERT INTO fts_search (fts_search, rowid, heading_stems, body_stems)
         VALUES ('delete', old.node_id, old.heading_stems, old.body_stems);
         INSERT INTO fts_search (rowid, heading_stems, body_stems)
         VALUES (new.node_id, new.heading_stems, new.body_stems); END""",
    "INSERT INTO fts_search (fts_search) VALUES ('rebuild')",
)
ON_POSTGRESQL = (
    """ALTER TABLE search_text ADD COLUMN fts_vector tsvector GENERATED ALWAYS AS (
         setweight(to_tsvector('simple', heading_stems), 'A') || setweight(to_tsvector('simple', body_stems), 'B')) STORED""",
    "CREATE INDEX ix_fts_search ON search_text USING gin (fts_vector)",
)


def upgrade() -> None:
    for statement in ON_SQLITE if op.get_bind().dialect.name == "sqlite" else ON_POSTGRESQL:
        op.execute(statement)
    # An index on an expression, which autogenerate does not see on SQLite.
    op.execute("CREATE UNIQUE INDEX uq_member_email_lower ON member (lower(email))")
    op.execute("INSERT INTO change_counter (id, number) VALUES (1, 0)")


def downgrade() -> None:
    op.execute("DELETE FROM change_counter")
    op.execute("DROP INDEX uq_member_email_lower")
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER fts_search_insert")
        op.execute("DROP TRIGGER fts_search_delete")
        op.execute("DROP TRIGGER fts_search_update")
        op.execute("DROP TABLE fts_search")
    else:
        op.execute("ALTER TABLE search_text DROP COLUMN fts_vector")
