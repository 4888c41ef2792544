"""letters about a practice, from one person to another"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("asker_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("once", sa.String(length=64), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practice.id"], name="fk_letter_practice_id_practice", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["asker_id"], ["member.id"], name="fk_letter_asker_id_member", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["author_id"], ["member.id"], name="fk_letter_author_id_member", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["member.id"], name="fk_letter_recipient_id_member", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_letter"),
        sa.UniqueConstraint("author_id", "once", name="uq_letter_author_id_once"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_letter_exchange", "letter", ["practice_id", "asker_id", "id"])
    op.create_index("ix_letter_author", "letter", ["author_id", "written_at"])
    op.create_index("ix_letter_recipient_id", "letter", ["recipient_id"])


def downgrade() -> None:
    op.drop_table("letter")
