"""How the statistics file is written, and which files have been made."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    op.create_table(
        "statistics_mapping",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_code", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_statistics_mapping_counts_from_one")),
        sa.ForeignKeyConstraint(
            ["by_id"], ["membership.id"], name=op.f("fk_statistics_mapping_by_id_membership")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_code"],
            ["municipality.code"],
            name=op.f("fk_statistics_mapping_municipality_code_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statistics_mapping")),
        sa.UniqueConstraint(
            "municipality_code",
            "version",
            name=op.f("uq_statistics_mapping_municipality_code_version"),
        ),
    )
    op.create_table(
        "statistics_mapping_row",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("mapping_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("block", sa.String(32), nullable=True),
        sa.Column("field", sa.String(32), nullable=False),
        sa.Column("heading", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(block IS NULL) = (value <> '')",
            name=op.f("ck_statistics_mapping_row_is_a_column_or_a_value"),
        ),
        sa.ForeignKeyConstraint(
            ["mapping_id"],
            ["statistics_mapping.id"],
            name=op.f("fk_statistics_mapping_row_mapping_id_statistics_mapping"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statistics_mapping_row")),
        sa.UniqueConstraint(
            "mapping_id", "ordinal", name=op.f("uq_statistics_mapping_row_mapping_id_ordinal")
        ),
    )
    op.create_table(
        "statistics_export",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_code", sa.String(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("half", sa.Integer(), nullable=False),
        sa.Column("shape", sa.String(32), nullable=False),
        sa.Column("purpose", sa.String(32), nullable=False),
        sa.Column("mapping_version", sa.Integer(), nullable=False),
        sa.Column("youths", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("findings", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.Integer(), nullable=False),
        sa.Column("checksum", sa.String(), nullable=False),
        sa.CheckConstraint(
            "half IN (1, 2)", name=op.f("ck_statistics_export_a_year_has_two_halves")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["membership.id"], name=op.f("fk_statistics_export_by_id_membership")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_code"],
            ["municipality.code"],
            name=op.f("fk_statistics_export_municipality_code_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statistics_export")),
    )
    op.create_index(
        "ix_statistics_export_municipality",
        "statistics_export",
        ["municipality_code", "at", "id"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index("ix_statistics_export_municipality", table_name="statistics_export")
    op.drop_table("statistics_export")
    op.drop_table("statistics_mapping_row")
    op.drop_table("statistics_mapping")
