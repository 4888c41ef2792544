"""how two things belong together, and which way that goes"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("link", sa.Column("relation", sa.String(length=16), nullable=False, server_default="belongs"))
    op.add_column("link", sa.Column("from_left", sa.Boolean(), nullable=False, server_default=sa.true()))


def downgrade() -> None:
    op.drop_column("link", "from_left")
    op.drop_column("link", "relation")
