"""who was there: members and guests, each counted once"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("once", sa.String(36), nullable=True),
        sa.Column("meetup_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("guest_name", sa.String(120), nullable=False),
        sa.Column("guest_firm", sa.String(120), nullable=False),
        sa.Column("came_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["meetup_id"], ["meetup.id"], name="fk_attendance_meetup_id_meetup", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name="fk_attendance_member_id_member", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["noted_by_id"], ["member.id"], name="fk_attendance_noted_by_id_member", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_attendance"),
        sa.UniqueConstraint("once", name="uq_attendance_once"),
        sa.UniqueConstraint("meetup_id", "member_id", name="uq_attendance_meetup_id_member_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_attendance_member", "attendance", ["member_id", "meetup_id"])


def downgrade() -> None:
    op.drop_index("ix_attendance_member", "attendance")
    op.drop_table("attendance")
