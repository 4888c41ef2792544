"""the scan: answers, submissions, and the figures that are drawn of them"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def _json() -> sa.types.TypeEngine:
    return sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def _moment(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "scan_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("answers", _json(), nullable=False),
        _moment("changed_at"),
        _moment("done_at", nullable=True),
        sa.Column("counted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name="fk_scan_answers_member_id_member", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name="fk_scan_answers_organisation_id_organisation",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_scan_answers"),
        sa.UniqueConstraint(
            "member_id", "organisation_id", "year", name="uq_scan_answers_member_id_organisation_id_year"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_scan_answers_firm", "scan_answers", ["organisation_id", "year"])
    op.create_table(
        "scan_picture",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("differ", _json(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name="fk_scan_picture_organisation_id_organisation",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("organisation_id", "year", name="pk_scan_picture"),
    )
    op.create_table(
        "scan_submission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("answers", _json(), nullable=False),
        sa.Column("size_class", sa.String(length=8), nullable=False),
        sa.Column("sector", sa.String(length=20), nullable=False),
        sa.Column("typology", sa.String(length=8), nullable=False),
        sa.Column("province", sa.String(length=20), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        _moment("confirmed_at"),
        _moment("replaced_at", nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name="fk_scan_submission_organisation_id_organisation",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["member.id"], name="fk_scan_submission_confirmed_by_id_member", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_scan_submission"),
        sa.UniqueConstraint("organisation_id", "year", "number", name="uq_scan_submission_organisation_id_year_number"),
        sqlite_autoincrement=True,
    )
    current = sa.text("replaced_at IS NULL")
    op.create_index(
        "uq_scan_submission_current",
        "scan_submission",
        ["organisation_id", "year"],
        unique=True,
        sqlite_where=current,
        postgresql_where=current,
    )
    op.create_index("ix_scan_submission_year", "scan_submission", ["year"])
    op.create_index("ix_scan_submission_confirmed_by_id", "scan_submission", ["confirmed_by_id"])
    op.create_table(
        "scan_drawing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("division", sa.String(length=12), nullable=False),
        sa.Column("value", sa.String(length=20), nullable=False),
        _moment("drawn_at"),
        sa.Column("behind", _json(), nullable=False),
        sa.Column("figures", _json(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_scan_drawing"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_scan_drawing_group", "scan_drawing", ["division", "value", "drawn_at"])
    op.create_table(
        "scan_figure",
        sa.Column("division", sa.String(length=12), nullable=False),
        sa.Column("value", sa.String(length=20), nullable=False),
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("shares", _json(), nullable=False),
        _moment("drawn_at"),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("division", "value", "question", name="pk_scan_figure"),
    )


def downgrade() -> None:
    for table in ("scan_figure", "scan_drawing", "scan_submission", "scan_picture", "scan_answers"):
        op.drop_table(table)
