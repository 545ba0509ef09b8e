"""Drafts and filings."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "filing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("legal_ground", sa.String(32), nullable=False),
        sa.Column("school_unit_code", sa.String(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("municipality_code", sa.String(), nullable=False),
        sa.Column("home_ground", sa.String(32), nullable=False),
        sa.Column("given_name", sa.String(), nullable=False),
        sa.Column("family_name", sa.String(), nullable=False),
        sa.Column("number", sa.LargeBinary(), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("programme_code", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("event_on", sa.Date(), nullable=False),
        sa.Column("answers", sa.LargeBinary(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("correction_reason", sa.LargeBinary(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        postgresql.ExcludeConstraint(
            (sa.column("case_id"), "="),
            (sa.column("ordinal"), "="),
            where=sa.text("current"),
            deferrable="True",
            initially="DEFERRED",
            using="btree",
            name="uq_filing_current",
        ),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_at IS NOT NULL)",
            name=op.f("ck_filing_withdrawn_has_a_time"),
        ),
        sa.CheckConstraint(
            "version = 1 OR correction_reason <> ''", name=op.f("ck_filing_a_correction_says_why")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["membership.id"], name=op.f("fk_filing_author_id_membership")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_thread.id"], name=op.f("fk_filing_case_id_case_thread")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_code"],
            ["municipality.code"],
            name=op.f("fk_filing_municipality_code_municipality"),
        ),
        sa.ForeignKeyConstraint(
            ["school_unit_code"],
            ["school_unit.code"],
            name=op.f("fk_filing_school_unit_code_school_unit"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filing")),
        sa.UniqueConstraint(
            "case_id", "ordinal", "version", name=op.f("uq_filing_case_id_ordinal_version")
        ),
        sa.UniqueConstraint("draft_id", name=op.f("uq_filing_draft_id")),
    )
    op.create_index(
        "ix_filing_author_filed", "filing", ["author_id", "filed_at", "id"], unique=False
    )
    op.create_index("ix_filing_case", "filing", ["case_id", "filed_at"], unique=False)
    op.create_index(
        "ix_filing_school_unit_filed",
        "filing",
        ["school_unit_code", "filed_at", "id"],
        unique=False,
    )
    op.create_table(
        "draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("school_unit_code", sa.String(), nullable=False),
        sa.Column("answers", sa.LargeBinary(), nullable=False),
        sa.Column("corrects_id", sa.Uuid(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["membership.id"], name=op.f("fk_draft_author_id_membership")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_thread.id"], name=op.f("fk_draft_case_id_case_thread")
        ),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["filing.id"], name=op.f("fk_draft_corrects_id_filing")
        ),
        sa.ForeignKeyConstraint(
            ["school_unit_code"],
            ["school_unit.code"],
            name=op.f("fk_draft_school_unit_code_school_unit"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
    )
    op.create_index(
        "ix_draft_author_changed", "draft", ["author_id", "changed_at", "id"], unique=False
    )


def downgrade() -> None:
    op.drop_index("ix_draft_author_changed", table_name="draft")
    op.drop_table("draft")
    op.drop_index("ix_filing_school_unit_filed", table_name="filing")
    op.drop_index("ix_filing_case", table_name="filing")
    op.drop_index("ix_filing_author_filed", table_name="filing")
    op.drop_table("filing")
