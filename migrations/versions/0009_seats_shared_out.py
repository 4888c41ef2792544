"""seats shared out: online beside the room, by invitation, a share for each firm, days to sign up, decisions written down"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(  # both databases know a column with its own check; SQLite would otherwise copy the whole table
        "ALTER TABLE meetup ADD COLUMN online_count INTEGER NOT NULL DEFAULT 0"
        " CONSTRAINT ck_meetup_online_not_negative CHECK (online_count >= 0)"
    )
    for name in ("opens_at", "closes_at", "firm_limit_until"):
        op.add_column("meetup", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.add_column("meetup", sa.Column("seats_per_firm", sa.Integer(), nullable=True))
    op.add_column("meetup", sa.Column("filled_told", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("signup", sa.Column("online", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "invitee",
        sa.Column("meetup_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["member.id"], name="fk_invitee_by_id_member", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["meetup_id"], ["meetup.id"], name="fk_invitee_meetup_id_meetup", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_invitee_member_id_member", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("meetup_id", "member_id", name="pk_invitee"),
    )
    op.create_index("ix_invitee_member_id", "invitee", ["member_id"])
    op.create_table(
        "seat_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meetup_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("act", sa.String(10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["member.id"], name="fk_seat_decision_by_id_member", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["meetup_id"], ["meetup.id"], name="fk_seat_decision_meetup_id_meetup", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name="fk_seat_decision_member_id_member", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_seat_decision"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_seat_decision_meetup", "seat_decision", ["meetup_id", "id"])


def downgrade() -> None:
    op.drop_table("seat_decision")
    op.drop_table("invitee")
    op.drop_column("signup", "online")
    for name in ("filled_told", "firm_limit_until", "seats_per_firm", "closes_at", "opens_at", "online_count"):
        op.drop_column("meetup", name)
