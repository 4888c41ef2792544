"""search knows the kinds of which there are few, so that a word in thousands of practices still finds a theme"""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "UPDATE search_text SET heading_stems = heading_stems || ' 0scarce'"
        " WHERE node_id IN (SELECT id FROM node WHERE kind NOT IN ('practice', 'meetup'))"
    )


def downgrade() -> None:
    op.execute("UPDATE search_text SET heading_stems = replace(heading_stems, ' 0scarce', '')")
