"""files that stand beside something, and the materials of meetups"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stored_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(32), nullable=False),
        sa.Column("subject_kind", sa.String(16), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["member.id"], name="fk_stored_file_uploaded_by_id_member", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_stored_file"),
        sa.UniqueConstraint("key", name="uq_stored_file_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_stored_file_subject", "stored_file", ["subject_kind", "subject_id"])
    op.create_index("ix_stored_file_uploaded_by_id", "stored_file", ["uploaded_by_id"])
    op.create_table(
        "material",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("once", sa.String(36), nullable=True),
        sa.Column("meetup_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(6), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("url", sa.String(500), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["meetup_id"], ["meetup.id"], name="fk_material_meetup_id_meetup", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["member.id"], name="fk_material_added_by_id_member", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_material"),
        sa.UniqueConstraint("once", name="uq_material_once"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_material_meetup", "material", ["meetup_id", "id"])
    op.create_index("ix_material_told", "material", ["told_at", "created_at"])
    op.create_index("ix_material_added_by_id", "material", ["added_by_id"])


def downgrade() -> None:
    op.drop_table("material")
    op.drop_table("stored_file")
