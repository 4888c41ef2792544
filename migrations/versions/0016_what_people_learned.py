"""certificates of attendance, and what members write down of their learning"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "certificate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(19), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("meetup_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("firm", sa.String(120), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name="fk_certificate_member_id_member", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["meetup_id"], ["meetup.id"], name="fk_certificate_meetup_id_meetup", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_certificate"),
        sa.UniqueConstraint("code", name="uq_certificate_code"),
        sa.UniqueConstraint("member_id", "meetup_id", name="uq_certificate_member_id_meetup_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_certificate_meetup", "certificate", ["meetup_id"])
    op.create_table(
        "learning_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("once", sa.String(36), nullable=True),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(160), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(12), nullable=False),
        sa.Column("learned_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("minutes > 0", name="ck_learning_entry_took_time"),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name="fk_learning_entry_member_id_member", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_learning_entry"),
        sa.UniqueConstraint("once", name="uq_learning_entry_once"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_learning_entry_member", "learning_entry", ["member_id", "learned_on", "id"])


def downgrade() -> None:
    op.drop_index("ix_learning_entry_member", "learning_entry")
    op.drop_table("learning_entry")
    op.drop_index("ix_certificate_meetup", "certificate")
    op.drop_table("certificate")
