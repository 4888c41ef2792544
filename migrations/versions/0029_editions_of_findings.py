"""figures of findings that changed stay as editions, and findings that left their publication keep their address"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("finding", sa.Column("edition", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("finding", sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "finding_edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "figures", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False
        ),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["finding_id"], ["finding.id"], name="fk_finding_edition_finding_id_finding", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_finding_edition"),
        sa.UniqueConstraint("finding_id", "number", name="uq_finding_edition_finding_id_number"),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("finding_edition")
    op.drop_column("finding", "withdrawn_at")
    op.drop_column("finding", "edition")
