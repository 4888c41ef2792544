"""what members keep at hand"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bookmark",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_bookmark_member_id_member", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practice.id"], name="fk_bookmark_practice_id_practice", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", "practice_id", name="pk_bookmark"),
    )
    op.create_index("ix_bookmark_practice_id", "bookmark", ["practice_id"])


def downgrade() -> None:
    op.drop_table("bookmark")
