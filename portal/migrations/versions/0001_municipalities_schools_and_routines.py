"""Municipalities, schools and routines."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "municipality",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("county", sa.String(), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=True),
        sa.Column("kaa_name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("phone_hours", sa.String(), nullable=False),
        sa.Column("protected_phone", sa.String(), nullable=False),
        sa.Column("routine_preset", sa.String(), nullable=False),
        sa.CheckConstraint("code ~ '^[0-9]{4}$'", name=op.f("ck_municipality_code_is_four_digits")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_municipality")),
        sa.UniqueConstraint("name", name=op.f("uq_municipality_name")),
    )
    op.create_table(
        "programme",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("form", sa.String(32), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("curriculum", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_programme")),
    )
    op.create_table(
        "organiser",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("municipality_code", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_code"],
            ["municipality.code"],
            name=op.f("fk_organiser_municipality_code_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organiser")),
        sa.UniqueConstraint("municipality_code", name=op.f("uq_organiser_municipality_code")),
        sa.UniqueConstraint("name", name=op.f("uq_organiser_name")),
    )
    op.create_table(
        "routine",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_code", sa.String(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("acknowledge_days", sa.Integer(), nullable=False),
        sa.Column("first_answer_days", sa.Integer(), nullable=False),
        sa.Column("opens_meeting", sa.Boolean(), nullable=False),
        sa.Column("meeting_days", sa.Integer(), nullable=False),
        sa.Column("handover_days", sa.Integer(), nullable=False),
        sa.Column("question_days", sa.Integer(), nullable=False),
        sa.Column("next_step_days", sa.Integer(), nullable=False),
        sa.Column("first_contact_days", sa.Integer(), nullable=False),
        sa.Column("absence_trigger", sa.String(32), nullable=True),
        sa.Column("absence_percent", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "least(acknowledge_days, first_answer_days, meeting_days, handover_days, question_days, next_step_days, first_contact_days) >= 1",
            name=op.f("ck_routine_days_are_positive"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_code"],
            ["municipality.code"],
            name=op.f("fk_routine_municipality_code_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_routine")),
        sa.UniqueConstraint(
            "municipality_code", "kind", name=op.f("uq_routine_municipality_code_kind")
        ),
    )
    op.create_table(
        "school_unit",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("form", sa.String(32), nullable=False),
        sa.Column("organiser_kind", sa.String(32), nullable=True),
        sa.Column("organiser_id", sa.Uuid(), nullable=True),
        sa.Column("municipality_code", sa.String(), nullable=True),
        sa.Column("town", sa.String(), nullable=False),
        sa.Column("programme_codes", sa.String(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("shares_filings", sa.Boolean(), nullable=False),
        sa.Column("edited", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "NOT complete OR (name <> '' AND municipality_code IS NOT NULL AND organiser_kind IS NOT NULL)",
            name=op.f("ck_school_unit_complete_has_its_facts"),
        ),
        sa.CheckConstraint("code ~ '^[0-9]{8}$'", name=op.f("ck_school_unit_code_is_eight_digits")),
        sa.ForeignKeyConstraint(
            ["municipality_code"],
            ["municipality.code"],
            name=op.f("fk_school_unit_municipality_code_municipality"),
        ),
        sa.ForeignKeyConstraint(
            ["organiser_id"], ["organiser.id"], name=op.f("fk_school_unit_organiser_id_organiser")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_school_unit")),
    )
    op.create_index(
        op.f("ix_school_unit_municipality_code"), "school_unit", ["municipality_code"], unique=False
    )
    op.create_index(
        op.f("ix_school_unit_organiser_id"), "school_unit", ["organiser_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_school_unit_organiser_id"), table_name="school_unit")
    op.drop_index(op.f("ix_school_unit_municipality_code"), table_name="school_unit")
    op.drop_table("school_unit")
    op.drop_table("routine")
    op.drop_table("organiser")
    op.drop_table("programme")
    op.drop_table("municipality")
