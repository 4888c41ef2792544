"""reminders at moments that coordinators set, what they say, and who wants none"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
TO_BEGIN_WITH = """UPDATE meetup SET reminders = '[[10080, "before"], [1440, "before"]]' WHERE mode = 'in_person'"""
ONLINE = """UPDATE meetup SET reminders = '[[10080, "before"], [1440, "before"], [120, "before"]]' WHERE mode <> 'in_person'"""
MOMENTS = {
    "sqlite": "UPDATE signup SET reminded_moment = datetime(reminded_start, '-' || reminded_days || ' days')",
    "postgresql": "UPDATE signup SET reminded_moment = reminded_start - make_interval(days => reminded_days)",
}
DAYS = {
    "sqlite": "UPDATE signup SET reminded_days = CAST(julianday(reminded_start) - julianday(reminded_moment) AS INTEGER)",
    "postgresql": "UPDATE signup SET reminded_days = extract(day FROM reminded_start - reminded_moment)",
}


def upgrade() -> None:
    op.add_column("meetup", sa.Column("route", sa.Text(), nullable=False, server_default=""))
    op.add_column("meetup", sa.Column("prepare", sa.Text(), nullable=False, server_default=""))
    op.add_column("meetup", sa.Column("reminders", JSON, nullable=False, server_default=sa.text("'[]'")))
    op.execute(TO_BEGIN_WITH)
    op.execute(ONLINE)
    op.add_column("signup", sa.Column("muted", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("signup", sa.Column("reminded_moment", sa.DateTime(timezone=True), nullable=True))
    op.execute(MOMENTS[op.get_bind().dialect.name])
    op.drop_column("signup", "reminded_days")


def downgrade() -> None:
    op.add_column("signup", sa.Column("reminded_days", sa.Integer(), nullable=True))
    op.execute(DAYS[op.get_bind().dialect.name])
    for column in ("reminded_moment", "muted"):
        op.drop_column("signup", column)
    for column in ("reminders", "prepare", "route"):
        op.drop_column("meetup", column)
