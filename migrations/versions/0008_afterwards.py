"""what comes after a meetup: its report, what people answer, and what they mean to do"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)
ON_MEETUP = ("takeaways", "present", "closed_at", "report_wanted_at", "feedback_asked_at")


def upgrade() -> None:
    # Column by column: SQLite would otherwise make the table anew, without what it checks of the seats.
    op.add_column("meetup", sa.Column("takeaways", JSON, nullable=False, server_default=sa.text("'[]'")))
    op.add_column("meetup", sa.Column("present", sa.Integer(), nullable=True))
    for name in ("closed_at", "report_wanted_at", "feedback_asked_at"):
        op.add_column("meetup", sa.Column(name, MOMENT, nullable=True))
    op.execute("UPDATE meetup SET closed_at = ends_at WHERE outcome <> ''")
    _feedback()
    _intentions()
    op.create_table(
        "meetup_figures",
        sa.Column("meetup_id", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("worth", JSON, nullable=False),
        sa.Column("would_host", sa.Integer(), nullable=False),
        sa.Column("intentions", sa.Integer(), nullable=False),
        sa.Column("told", JSON, nullable=False),
        _of("meetup", "meetup_figures"),
        sa.PrimaryKeyConstraint("meetup_id", name="pk_meetup_figures"),
    )


def _feedback() -> None:
    op.create_table(
        "meetup_feedback",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meetup_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("worth", sa.Integer(), nullable=False),
        sa.Column("would_host", sa.Boolean(), nullable=True),
        sa.Column("may_be_named", sa.Boolean(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("counted", sa.Boolean(), nullable=False),
        _of("meetup", "meetup_feedback"),
        _of("member", "meetup_feedback"),
        sa.PrimaryKeyConstraint("id", name="pk_meetup_feedback"),
        sa.UniqueConstraint("meetup_id", "member_id", name="uq_meetup_feedback_meetup_id_member_id"),
        sa.CheckConstraint("worth BETWEEN 1 AND 4", name="ck_meetup_feedback_worth_on_scale"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_meetup_feedback_member", "meetup_feedback", ["member_id"])


def _intentions() -> None:
    op.create_table(
        "intention",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meetup_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.Column("shown", sa.Text(), nullable=True),
        sa.Column("asked_at", MOMENT, nullable=True),
        sa.Column("answer", sa.String(6), nullable=True),
        sa.Column("what_changed", sa.Text(), nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("counted", sa.Boolean(), nullable=False),
        _of("meetup", "intention"),
        _of("member", "intention"),
        sa.PrimaryKeyConstraint("id", name="pk_intention"),
        sa.UniqueConstraint("meetup_id", "member_id", name="uq_intention_meetup_id_member_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_intention_member", "intention", ["member_id"])
    unasked = sa.text("asked_at IS NULL")
    op.create_index("ix_intention_to_ask", "intention", ["meetup_id"], sqlite_where=unasked, postgresql_where=unasked)


def _of(table: str, child: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{child}_{table}_id_{table}"
    return sa.ForeignKeyConstraint([f"{table}_id"], [f"{table}.id"], name=name, ondelete="CASCADE")


def downgrade() -> None:
    for table in ("meetup_figures", "intention", "meetup_feedback"):
        op.drop_table(table)
    for name in reversed(ON_MEETUP):
        op.drop_column("meetup", name)
