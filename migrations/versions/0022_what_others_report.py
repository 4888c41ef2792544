"""what others report of a practice, summed up, and whether their amounts may stand with their names"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.add_column("practice", sa.Column("evidence", JSON, nullable=False, server_default=sa.text("'{}'")))
    # Whoever told their hours until now did so to have them stand with their name.
    op.add_column("replication", sa.Column("shows_amounts", sa.Boolean(), nullable=False, server_default=sa.true()))


def downgrade() -> None:
    op.drop_column("replication", "shows_amounts")
    op.drop_column("practice", "evidence")
