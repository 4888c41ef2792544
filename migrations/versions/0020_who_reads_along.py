"""what was useful to somebody, and where people stand in conversations"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("comment", sa.Column("thanks_count", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "comment_thanks",
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], name="fk_comment_thanks_comment_id_comment", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name="fk_comment_thanks_member_id_member", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("comment_id", "member_id", name="pk_comment_thanks"),
    )
    op.create_index("ix_comment_thanks_member_id", "comment_thanks", ["member_id"])
    op.create_table(
        "reading",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(16), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("seen_id", sa.Integer(), nullable=False),
        sa.Column("follows", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_reading_member_id_member", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("member_id", "subject_kind", "subject_id", name="pk_reading"),
    )
    op.create_index("ix_reading_subject", "reading", ["subject_kind", "subject_id"])


def downgrade() -> None:
    op.drop_table("reading")
    op.drop_table("comment_thanks")
    op.drop_column("comment", "thanks_count")
