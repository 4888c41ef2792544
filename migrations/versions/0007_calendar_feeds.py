"""calendars at secret addresses, and when a meetup was last revised"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar_feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column("nonce", sa.String(24), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name="fk_calendar_feed_member_id_member", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name="fk_calendar_feed_theme_id_theme", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_calendar_feed"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_calendar_feed_theme_id", "calendar_feed", ["theme_id"])
    for name, column, where in (
        ("uq_calendar_feed_theme", "theme_id", sa.text("theme_id IS NOT NULL")),
        ("uq_calendar_feed_kind", "kind", sa.text("theme_id IS NULL")),
    ):
        op.create_index(
            name, "calendar_feed", ["member_id", column], unique=True, postgresql_where=where, sqlite_where=where
        )
    op.add_column("meetup", sa.Column("revised_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("meetup", "revised_at")
    op.drop_table("calendar_feed")
