"""date polls: options, what members said of each, and when they first answered"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "date_poll",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(80), nullable=False),
        sa.Column("once", sa.String(36), nullable=True),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column("planner_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("mode", sa.String(10), nullable=False),
        sa.Column("place", sa.String(120), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("close_reason", sa.Text(), nullable=False),
        sa.Column("meetup_id", sa.Integer(), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_end", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_end", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name="fk_date_poll_theme_id_theme", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["planner_id"], ["member.id"], name="fk_date_poll_planner_id_member"),
        sa.ForeignKeyConstraint(
            ["meetup_id"], ["meetup.id"], name="fk_date_poll_meetup_id_meetup", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_date_poll"),
        sa.UniqueConstraint("slug", name="uq_date_poll_slug"),
        sa.UniqueConstraint("once", name="uq_date_poll_once"),
        sa.UniqueConstraint("meetup_id", name="uq_date_poll_meetup_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_date_poll_theme_id", "date_poll", ["theme_id"])
    op.create_index("ix_date_poll_planner_id", "date_poll", ["planner_id"])
    op.create_index("ix_date_poll_closes_at", "date_poll", ["closes_at"])
    op.create_table(
        "poll_option",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["poll_id"], ["date_poll.id"], name="fk_poll_option_poll_id_date_poll", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_poll_option"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_poll_option_poll", "poll_option", ["poll_id", "starts_at"])
    op.create_table(
        "poll_vote",
        sa.Column("option_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(5), nullable=False),
        sa.ForeignKeyConstraint(
            ["option_id"], ["poll_option.id"], name="fk_poll_vote_option_id_poll_option", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_poll_vote_member_id_member", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("option_id", "member_id", name="pk_poll_vote"),
    )
    op.create_index("ix_poll_vote_member", "poll_vote", ["member_id"])
    op.create_table(
        "poll_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["poll_id"], ["date_poll.id"], name="fk_poll_answer_poll_id_date_poll", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name="fk_poll_answer_member_id_member", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_poll_answer"),
        sa.UniqueConstraint("poll_id", "member_id", name="uq_poll_answer_poll_id_member_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_poll_answer_member", "poll_answer", ["member_id"])


def downgrade() -> None:
    for table in ("poll_answer", "poll_vote", "poll_option", "date_poll"):
        op.drop_table(table)
