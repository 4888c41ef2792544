"""lists are read in the order of an index: meetups by their start, firms and people by their name, offers by their end"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_meetup_starts", "meetup", ["starts_at", "id"])
    offered = sa.text("status = 'offered'")
    op.create_index("ix_signup_offers", "signup", ["offer_until"], postgresql_where=offered, sqlite_where=offered)
    # Indexes on an expression, which autogenerate does not see on SQLite.
    op.execute("CREATE INDEX ix_organisation_name_lower ON organisation (lower(name), id)")
    op.execute("CREATE INDEX ix_member_name_lower ON member (lower(name), id)")


def downgrade() -> None:
    op.execute("DROP INDEX ix_member_name_lower")
    op.execute("DROP INDEX ix_organisation_name_lower")
    op.drop_index("ix_signup_offers", "signup")
    op.drop_index("ix_meetup_starts", "meetup")
