"""series: the rule, which meetup is which date, and who comes to all"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "meetup_series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(80), nullable=False),
        sa.Column("once", sa.String(36), nullable=True),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column("planner_id", sa.Integer(), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=True),
        sa.Column("rule", sa.String(120), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("facts", JSON, nullable=False),
        sa.Column("made_until", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name="fk_meetup_series_theme_id_theme", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["planner_id"], ["member.id"], name="fk_meetup_series_planner_id_member"),
        sa.ForeignKeyConstraint(
            ["host_id"], ["organisation.id"], name="fk_meetup_series_host_id_organisation", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_meetup_series"),
        sa.UniqueConstraint("slug", name="uq_meetup_series_slug"),
        sa.UniqueConstraint("once", name="uq_meetup_series_once"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_meetup_series_theme_id", "meetup_series", ["theme_id"])
    op.create_table(
        "series_occurrence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("meetup_id", sa.Integer(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("differs", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["series_id"], ["meetup_series.id"], name="fk_series_occurrence_series_id_meetup_series", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["meetup_id"], ["meetup.id"], name="fk_series_occurrence_meetup_id_meetup", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_series_occurrence"),
        sa.UniqueConstraint("meetup_id", name="uq_series_occurrence_meetup_id"),
        sa.UniqueConstraint("series_id", "on_date", name="uq_series_occurrence_series_id_on_date"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "series_signup",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("had_before", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["series_id"], ["meetup_series.id"], name="fk_series_signup_series_id_meetup_series", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name="fk_series_signup_member_id_member", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_series_signup"),
        sa.UniqueConstraint("series_id", "member_id", name="uq_series_signup_series_id_member_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_series_signup_member", "series_signup", ["member_id"])


def downgrade() -> None:
    op.drop_index("ix_series_signup_member", "series_signup")
    op.drop_table("series_signup")
    op.drop_table("series_occurrence")
    op.drop_index("ix_meetup_series_theme_id", "meetup_series")
    op.drop_table("meetup_series")
