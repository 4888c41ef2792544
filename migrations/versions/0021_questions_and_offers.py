"""what members ask a theme, and what they offer it"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(80), nullable=False),
        sa.Column("once", sa.String(36), nullable=True),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("accepted_id", sa.Integer(), nullable=True),
        sa.Column("comment_count", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closing_words", sa.String(300), nullable=False),
        sa.Column("forwarded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name="fk_question_theme_id_theme", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["author_id"], ["member.id"], name="fk_question_author_id_member"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_question_organisation_id_organisation"
        ),
        sa.ForeignKeyConstraint(
            ["accepted_id"], ["comment.id"], name="fk_question_accepted_id_comment", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_question"),
        sa.UniqueConstraint("slug", name="uq_question_slug"),
        sa.UniqueConstraint("once", name="uq_question_once"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_question_list", "question", ["theme_id", "created_at", "id"])
    op.create_index("ix_question_author_id", "question", ["author_id"])
    op.create_index("ix_question_organisation_id", "question", ["organisation_id"])


def downgrade() -> None:
    op.drop_table("question")
