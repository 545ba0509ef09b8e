"""People and their roles."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "login_failure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_hash", sa.String(), nullable=False),
        sa.Column("address_hash", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_failure")),
    )
    op.create_index(
        "ix_login_failure_account_at", "login_failure", ["account_hash", "at"], unique=False
    )
    op.create_index(
        "ix_login_failure_address_at", "login_failure", ["address_hash", "at"], unique=False
    )
    op.create_table(
        "user_account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("session_version", sa.Integer(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_account")),
    )
    op.create_index(
        "uq_user_account_email", "user_account", [sa.literal_column("lower(email)")], unique=True
    )
    op.create_table(
        "held_form",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("fields", sa.LargeBinary(), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_held_form_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_held_form")),
    )
    op.create_table(
        "membership",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("school_unit_code", sa.String(), nullable=True),
        sa.Column("municipality_code", sa.String(), nullable=True),
        sa.Column("organiser_id", sa.Uuid(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(organiser_id IS NOT NULL) = (role = 'organiser_admin')",
            name=op.f("ck_membership_organiser_roles_have_an_organiser"),
        ),
        sa.CheckConstraint(
            "(school_unit_code IS NOT NULL) = (role IN ('counsellor', 'rector'))",
            name=op.f("ck_membership_school_roles_have_a_school_unit"),
        ),
        sa.CheckConstraint(
            "num_nonnulls(school_unit_code, municipality_code, organiser_id) = (CASE WHEN role = 'platform_admin' THEN 0 ELSE 1 END)",
            name=op.f("ck_membership_one_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_code"],
            ["municipality.code"],
            name=op.f("fk_membership_municipality_code_municipality"),
        ),
        sa.ForeignKeyConstraint(
            ["organiser_id"], ["organiser.id"], name=op.f("fk_membership_organiser_id_organiser")
        ),
        sa.ForeignKeyConstraint(
            ["school_unit_code"],
            ["school_unit.code"],
            name=op.f("fk_membership_school_unit_code_school_unit"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_membership_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    op.create_index(
        "ix_membership_municipality_code_role",
        "membership",
        ["municipality_code", "role"],
        unique=False,
    )
    op.create_index(
        op.f("ix_membership_organiser_id"), "membership", ["organiser_id"], unique=False
    )
    op.create_index(
        "ix_membership_school_unit_code_role",
        "membership",
        ["school_unit_code", "role"],
        unique=False,
    )
    op.create_index(op.f("ix_membership_user_id"), "membership", ["user_id"], unique=False)
    op.create_index(
        "uq_membership_running",
        "membership",
        ["user_id", "role", sa.literal_column("coalesce(school_unit_code, municipality_code, '')")],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL AND organiser_id IS NULL"),
    )


def downgrade() -> None:
    op.drop_index(
        "uq_membership_running",
        table_name="membership",
        postgresql_where=sa.text("ended_at IS NULL AND organiser_id IS NULL"),
    )
    op.drop_index(op.f("ix_membership_user_id"), table_name="membership")
    op.drop_index("ix_membership_school_unit_code_role", table_name="membership")
    op.drop_index(op.f("ix_membership_organiser_id"), table_name="membership")
    op.drop_index("ix_membership_municipality_code_role", table_name="membership")
    op.drop_table("membership")
    op.drop_table("held_form")
    op.drop_index("uq_user_account_email", table_name="user_account")
    op.drop_table("user_account")
    op.drop_index("ix_login_failure_address_at", table_name="login_failure")
    op.drop_index("ix_login_failure_account_at", table_name="login_failure")
    op.drop_table("login_failure")
