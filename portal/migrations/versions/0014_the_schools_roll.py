"""The school's roll: who goes to a school unit, its imports, and whom a draft is about."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "roll_columns",
        sa.Column("school_unit_code", sa.String(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_unit_code"],
            ["school_unit.code"],
            name=op.f("fk_roll_columns_school_unit_code_school_unit"),
        ),
        sa.PrimaryKeyConstraint("school_unit_code", name=op.f("pk_roll_columns")),
    )
    op.create_table(
        "roll_pupil",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("school_unit_code", sa.String(), nullable=False),
        sa.Column("protected", sa.Boolean(), nullable=False),
        sa.Column("number", sa.LargeBinary(), nullable=True),
        sa.Column("number_hash", sa.String(), nullable=True),
        sa.Column("name_hash", sa.String(), nullable=True),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("given_name", sa.String(), nullable=False),
        sa.Column("family_name", sa.String(), nullable=False),
        sa.Column("search_name", sa.String(), nullable=False),
        sa.Column("class_name", sa.String(), nullable=False),
        sa.Column("programme_code", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("home_municipality_code", sa.String(), nullable=True),
        sa.Column("contact", sa.LargeBinary(), nullable=True),
        sa.Column("guardians", sa.LargeBinary(), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attendance_from", sa.Date(), nullable=True),
        sa.Column("attendance_to", sa.Date(), nullable=True),
        sa.Column("unexcused_minutes", sa.Integer(), nullable=True),
        sa.Column("valid_minutes", sa.Integer(), nullable=True),
        sa.Column("offered_minutes", sa.Integer(), nullable=True),
        sa.Column("reported_minutes", sa.Integer(), nullable=True),
        sa.Column("occasions", sa.Integer(), nullable=True),
        sa.Column("absent_since", sa.Date(), nullable=True),
        sa.Column("origins", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "NOT protected OR (number IS NULL AND birth_date IS NULL AND contact IS NULL AND guardians IS NULL AND home_municipality_code IS NULL AND given_name || family_name || search_name || class_name || programme_code = '')",
            name=op.f("ck_roll_pupil_protected_are_nobody"),
        ),
        sa.CheckConstraint(
            "protected OR number_hash IS NOT NULL OR name_hash IS NOT NULL",
            name=op.f("ck_roll_pupil_can_be_found"),
        ),
        sa.ForeignKeyConstraint(
            ["home_municipality_code"],
            ["municipality.code"],
            name=op.f("fk_roll_pupil_home_municipality_code_municipality"),
        ),
        sa.ForeignKeyConstraint(
            ["school_unit_code"],
            ["school_unit.code"],
            name=op.f("fk_roll_pupil_school_unit_code_school_unit"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roll_pupil")),
    )
    op.create_index(
        "ix_roll_pupil_class",
        "roll_pupil",
        ["school_unit_code", "class_name", "search_name", "id"],
        unique=False,
        postgresql_where=sa.text("NOT protected"),
    )
    op.create_index(
        "ix_roll_pupil_guardians",
        "roll_pupil",
        ["birth_date"],
        unique=False,
        postgresql_where=sa.text("guardians IS NOT NULL"),
    )
    op.create_index(
        "ix_roll_pupil_name",
        "roll_pupil",
        ["school_unit_code", "search_name", "id"],
        unique=False,
        postgresql_where=sa.text("NOT protected"),
    )
    op.create_index(
        "uq_roll_pupil_number",
        "roll_pupil",
        ["school_unit_code", "number_hash"],
        unique=True,
        postgresql_where=sa.text("number_hash IS NOT NULL"),
    )
    op.create_index(
        "ix_roll_pupil_number",
        "roll_pupil",
        ["number_hash"],
        postgresql_where=sa.text("number_hash IS NOT NULL"),
    )
    op.create_table(
        "roll_import",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("school_unit_code", sa.String(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.String(32), nullable=False),
        sa.Column("stage", sa.String(32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("rows", sa.LargeBinary(), nullable=True),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("headers", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("faults", sa.JSON(), nullable=False),
        sa.Column("marks_left", sa.Boolean(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "stage NOT IN ('stored', 'aborted', 'refused') OR (content IS NULL AND rows IS NULL)",
            name=op.f("ck_roll_import_an_end_keeps_no_file"),
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["membership.id"], name=op.f("fk_roll_import_by_id_membership")
        ),
        sa.ForeignKeyConstraint(
            ["school_unit_code"],
            ["school_unit.code"],
            name=op.f("fk_roll_import_school_unit_code_school_unit"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roll_import")),
    )
    op.create_index(
        "ix_roll_import_unit", "roll_import", ["school_unit_code", "created_at", "id"], unique=False
    )
    op.create_index(
        "ix_roll_import_waiting",
        "roll_import",
        ["created_at", "id"],
        unique=False,
        postgresql_where=sa.text("stage NOT IN ('stored', 'aborted', 'refused')"),
    )
    op.add_column("draft", sa.Column("pupil_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_draft_pupil_id_roll_pupil"), "draft", "roll_pupil", ["pupil_id"], ["id"]
    )


def downgrade() -> None:
    op.drop_constraint(op.f("fk_draft_pupil_id_roll_pupil"), "draft", type_="foreignkey")
    op.drop_column("draft", "pupil_id")
    op.drop_index(
        "ix_roll_import_waiting",
        table_name="roll_import",
        postgresql_where=sa.text("stage NOT IN ('stored', 'aborted', 'refused')"),
    )
    op.drop_index("ix_roll_import_unit", table_name="roll_import")
    op.drop_table("roll_import")
    op.drop_index(
        "ix_roll_pupil_number",
        table_name="roll_pupil",
        postgresql_where=sa.text("number_hash IS NOT NULL"),
    )
    op.drop_index(
        "uq_roll_pupil_number",
        table_name="roll_pupil",
        postgresql_where=sa.text("number_hash IS NOT NULL"),
    )
    op.drop_index(
        "ix_roll_pupil_name", table_name="roll_pupil", postgresql_where=sa.text("NOT protected")
    )
    op.drop_index(
        "ix_roll_pupil_guardians",
        table_name="roll_pupil",
        postgresql_where=sa.text("guardians IS NOT NULL"),
    )
    op.drop_index(
        "ix_roll_pupil_class", table_name="roll_pupil", postgresql_where=sa.text("NOT protected")
    )
    op.drop_table("roll_pupil")
    op.drop_table("roll_columns")
