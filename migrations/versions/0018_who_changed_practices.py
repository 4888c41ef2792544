"""how practices stood before, and who writes them along"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "practice_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practice.id"], name="fk_practice_revision_practice_id_practice", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["by_id"], ["member.id"], name="fk_practice_revision_by_id_member"),
        sa.PrimaryKeyConstraint("id", name="pk_practice_revision"),
        sa.UniqueConstraint("practice_id", "number", name="uq_practice_revision_practice_id_number"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_practice_revision_by_id", "practice_revision", ["by_id"])
    op.create_table(
        "practice_author",
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practice.id"], name="fk_practice_author_practice_id_practice", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name="fk_practice_author_member_id_member", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("practice_id", "member_id", name="pk_practice_author"),
    )
    op.create_index("ix_practice_author_member_id", "practice_author", ["member_id"])


def downgrade() -> None:
    op.drop_table("practice_author")
    op.drop_table("practice_revision")
