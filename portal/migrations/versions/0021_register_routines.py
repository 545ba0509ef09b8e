"""The register's routines as rows, and who changed them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.create_table(
        "register_routine",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_code", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("area", sa.String(32), nullable=False),
        sa.Column("trigger", sa.String(32), nullable=False),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("channels", postgresql.ARRAY(sa.String(32)), nullable=False),
        sa.Column("after", sa.Integer(), nullable=True),
        sa.Column("within", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(32), nullable=False),
        sa.Column("season", sa.String(32), nullable=True),
        sa.Column("repeats", sa.Boolean(), nullable=False),
        sa.Column("guardian_under_18", sa.Boolean(), nullable=False),
        sa.Column("only_under_18", sa.Boolean(), nullable=False),
        sa.Column("staff", sa.Integer(), nullable=False),
        sa.Column("responsible", postgresql.ARRAY(sa.String(32)), nullable=False),
        sa.Column("follow_up", sa.String(32), nullable=True),
        sa.Column("follow_up_channels", postgresql.ARRAY(sa.String(32)), nullable=False),
        sa.Column("follow_up_after", sa.Integer(), nullable=True),
        sa.Column("follow_up_unit", sa.String(32), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("ours", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(follow_up IS NULL) = (follow_up_after IS NULL) AND (follow_up IS NULL) = (follow_up_unit IS NULL)",
            name=op.f("ck_register_routine_follow_up_has_a_time"),
        ),
        sa.CheckConstraint(
            "coalesce(after, within) <= within",
            name=op.f("ck_register_routine_begins_before_it_is_due"),
        ),
        sa.CheckConstraint("staff >= 1", name=op.f("ck_register_routine_somebody_does_it")),
        sa.CheckConstraint(
            "within >= 1 AND coalesce(after, 1) >= 1",
            name=op.f("ck_register_routine_times_are_positive"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_code"],
            ["municipality.code"],
            name=op.f("fk_register_routine_municipality_code_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_routine")),
        sa.UniqueConstraint(
            "municipality_code", "key", name=op.f("uq_register_routine_municipality_code_key")
        ),
    )
    op.create_index(
        "ix_register_routine_municipality",
        "register_routine",
        ["municipality_code", "trigger", "ordinal"],
        unique=False,
    )
    op.create_table(
        "routine_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_code", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"], ["membership.id"], name=op.f("fk_routine_change_by_id_membership")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_code"],
            ["municipality.code"],
            name=op.f("fk_routine_change_municipality_code_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_routine_change")),
    )
    op.create_index(
        "ix_routine_change_municipality",
        "routine_change",
        ["municipality_code", "at", "id"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index("ix_routine_change_municipality", table_name="routine_change")
    op.drop_table("routine_change")
    op.drop_index("ix_register_routine_municipality", table_name="register_routine")
    op.drop_table("register_routine")
