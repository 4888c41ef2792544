"""the weekly digest, and choices of practices that somebody keeps"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("member", sa.Column("mail_digest", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.create_table(
        "saved_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=1200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name="fk_saved_choice_member_id_member", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_saved_choice"),
        sa.UniqueConstraint("member_id", "address", name="uq_saved_choice_member_id_address"),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("saved_choice")
    op.drop_column("member", "mail_digest")
