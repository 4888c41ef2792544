"""who helps at the door of a meetup, and what was sent from there"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "door_helper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meetup_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["meetup_id"], ["meetup.id"], name="fk_door_helper_meetup_id_meetup", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name="fk_door_helper_member_id_member", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["by_id"], ["member.id"], name="fk_door_helper_by_id_member", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_door_helper"),
        sa.UniqueConstraint("meetup_id", "member_id", name="uq_door_helper_meetup_id_member_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_door_helper_member", "door_helper", ["member_id"])
    op.create_table(
        "door_deed",
        sa.Column("meetup_id", sa.Integer(), nullable=False),
        sa.Column("once", sa.String(36), nullable=False),
        sa.ForeignKeyConstraint(["meetup_id"], ["meetup.id"], name="fk_door_deed_meetup_id_meetup", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("meetup_id", "once", name="pk_door_deed"),
    )


def downgrade() -> None:
    op.drop_table("door_deed")
    op.drop_index("ix_door_helper_member", "door_helper")
    op.drop_table("door_helper")
