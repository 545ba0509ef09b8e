"""Lines for absence, what a school says instead of filing, whom a municipality asks about."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.add_column("routine", sa.Column("absence_hours", sa.Integer(), nullable=True))
    op.add_column("routine", sa.Column("absence_occasions", sa.Integer(), nullable=True))
    # As in routines/standard.toml: rows that are there already get them here.
    op.execute("UPDATE routine SET absence_hours = 4, absence_occasions = 2 WHERE kind = 'absence'")
    op.create_table(
        "roll_handled",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("pupil_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["pupil_id"], ["roll_pupil.id"], name=op.f("fk_roll_handled_pupil_id_roll_pupil")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["membership.id"], name=op.f("fk_roll_handled_by_id_membership")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roll_handled")),
    )
    op.create_index("ix_roll_handled_pupil", "roll_handled", ["pupil_id", "kind", "until"])
    op.create_table(
        "sought_youth",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_code", sa.String(), nullable=False),
        sa.Column("pupil_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.LargeBinary(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_code"],
            ["municipality.code"],
            name=op.f("fk_sought_youth_municipality_code_municipality"),
        ),
        sa.ForeignKeyConstraint(
            ["pupil_id"], ["roll_pupil.id"], name=op.f("fk_sought_youth_pupil_id_roll_pupil")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["membership.id"], name=op.f("fk_sought_youth_asked_by_id_membership")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sought_youth")),
    )
    op.create_index(
        "uq_sought_youth_open",
        "sought_youth",
        ["municipality_code", "pupil_id"],
        unique=True,
        postgresql_where=sa.text("answered_at IS NULL"),
    )
    op.create_index("ix_sought_youth_pupil", "sought_youth", ["pupil_id"])
    op.create_index(
        "ix_sought_youth_asked", "sought_youth", ["municipality_code", "asked_at", "id"]
    )
    op.create_table(
        "pupil_source",
        sa.Column("school_unit_code", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=True),
        sa.Column("certificate", sa.LargeBinary(), nullable=True),
        sa.Column("private_key", sa.LargeBinary(), nullable=True),
        sa.Column("authority", sa.LargeBinary(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(certificate IS NULL) = (private_key IS NULL)",
            name=op.f("ck_pupil_source_a_pair_is_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["school_unit_code"],
            ["school_unit.code"],
            name=op.f("fk_pupil_source_school_unit_code_school_unit"),
        ),
        sa.PrimaryKeyConstraint("school_unit_code", name=op.f("pk_pupil_source")),
    )
    op.create_index("ix_pupil_source_next", "pupil_source", ["next_at", "school_unit_code"])
    op.alter_column("roll_import", "by_id", nullable=True)


def downgrade() -> None:
    op.execute("DELETE FROM roll_import WHERE by_id IS NULL")
    op.alter_column("roll_import", "by_id", nullable=False)
    op.drop_table("pupil_source")
    op.drop_table("sought_youth")
    op.drop_table("roll_handled")
    op.drop_column("routine", "absence_occasions")
    op.drop_column("routine", "absence_hours")
