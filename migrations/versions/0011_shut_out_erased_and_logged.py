"""members who are shut out or erased, and the log of who did what to whom"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Not in a batch: making the table anew would lose its indexes on lower(...).
    op.add_column("member", sa.Column("suspended_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("member", sa.Column("suspension_reason", sa.Text(), server_default="", nullable=False))
    op.add_column("member", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(120), nullable=False),
        sa.Column("act", sa.String(40), nullable=False),
        sa.Column("about_kind", sa.String(16), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.Column("about_name", sa.String(200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_act", "audit", ["act", "id"])
    op.create_index("ix_audit_about", "audit", ["about_kind", "about_id"])
    op.create_index("ix_audit_by", "audit", ["by_id"])


def downgrade() -> None:
    op.drop_table("audit")
    for name in ("erased_at", "suspension_reason", "suspended_at"):
        op.drop_column("member", name)
