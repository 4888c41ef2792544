"""the look of a practice's parts beside their words, and the files that belong to a practice"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.add_column("practice", sa.Column("rich", JSON, nullable=False, server_default=sa.text("'{}'")))
    op.add_column("practice", sa.Column("files", JSON, nullable=False, server_default=sa.text("'[]'")))


def downgrade() -> None:
    op.drop_column("practice", "files")
    op.drop_column("practice", "rich")
