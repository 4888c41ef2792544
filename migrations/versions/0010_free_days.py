"""free days: public and school holidays, of which who plans a meetup is warned"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "free_period",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(60), nullable=True),
        sa.Column("once", sa.String(36), nullable=True),
        sa.Column("kind", sa.String(6), nullable=False),
        sa.Column("region", sa.String(6), nullable=False),
        sa.Column("name_nl", sa.String(60), nullable=False),
        sa.Column("name_en", sa.String(60), nullable=False),
        sa.Column("begins_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("begins_at < ends_at", name=op.f("ck_free_period_lasts")),
        sa.PrimaryKeyConstraint("id", name="pk_free_period"),
        sa.UniqueConstraint("key", name="uq_free_period_key"),
        sa.UniqueConstraint("once", name="uq_free_period_once"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_free_period_ends", "free_period", ["ends_at", "begins_at"])


def downgrade() -> None:
    op.drop_table("free_period")
