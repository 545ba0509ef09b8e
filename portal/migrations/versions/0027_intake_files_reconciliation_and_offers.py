"""Files to the register, the reconciliation after the summer, and youths who move on."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    op.create_table(
        "register_column",
        sa.Column("municipality_code", sa.String(), nullable=False),
        sa.Column("use", sa.String(32), nullable=False),
        sa.Column("header", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_code"],
            ["municipality.code"],
            name=op.f("fk_register_column_municipality_code_municipality"),
        ),
        sa.PrimaryKeyConstraint(
            "municipality_code", "use", "header", name=op.f("pk_register_column")
        ),
    )
    op.create_table(
        "register_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_code", sa.String(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("use", sa.String(32), nullable=False),
        sa.Column("stage", sa.String(32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("rows", sa.LargeBinary(), nullable=True),
        sa.Column("headers", sa.JSON(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("faults", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "stage NOT IN ('stored', 'aborted', 'refused') OR (content IS NULL AND rows IS NULL)",
            name=op.f("ck_register_file_an_end_keeps_no_file"),
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["membership.id"], name=op.f("fk_register_file_by_id_membership")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_code"],
            ["municipality.code"],
            name=op.f("fk_register_file_municipality_code_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_file")),
    )
    op.create_index(
        "ix_register_file_municipality",
        "register_file",
        ["municipality_code", "created_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_register_file_waiting",
        "register_file",
        ["created_at", "id"],
        unique=False,
        postgresql_where=sa.text("stage NOT IN ('stored', 'aborted', 'refused')"),
    )
    op.create_table(
        "entry_offer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("municipality_code", sa.String(), nullable=False),
        sa.Column("from_code", sa.String(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("moved_on", sa.Date(), nullable=False),
        sa.Column("shown", sa.LargeBinary(), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offered_by_id", sa.Uuid(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("return_reason", sa.String(32), nullable=True),
        sa.Column("taken_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(state = 'accepted') = (taken_id IS NOT NULL)",
            name=op.f("ck_entry_offer_a_yes_has_an_entry"),
        ),
        sa.CheckConstraint(
            "(state = 'declined') = (return_reason IS NOT NULL)",
            name=op.f("ck_entry_offer_a_no_says_why"),
        ),
        sa.CheckConstraint(
            "(state = 'offered') = (answered_at IS NULL)",
            name=op.f("ck_entry_offer_offered_until_answered"),
        ),
        sa.CheckConstraint(
            "municipality_code <> from_code", name=op.f("ck_entry_offer_goes_somewhere_else")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"],
            ["membership.id"],
            name=op.f("fk_entry_offer_answered_by_id_membership"),
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["register_entry.id"], name=op.f("fk_entry_offer_entry_id_register_entry")
        ),
        sa.ForeignKeyConstraint(
            ["from_code"], ["municipality.code"], name=op.f("fk_entry_offer_from_code_municipality")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_code"],
            ["municipality.code"],
            name=op.f("fk_entry_offer_municipality_code_municipality"),
        ),
        sa.ForeignKeyConstraint(
            ["offered_by_id"],
            ["membership.id"],
            name=op.f("fk_entry_offer_offered_by_id_membership"),
        ),
        sa.ForeignKeyConstraint(
            ["taken_id"], ["register_entry.id"], name=op.f("fk_entry_offer_taken_id_register_entry")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry_offer")),
    )
    op.create_index(op.f("ix_entry_offer_entry_id"), "entry_offer", ["entry_id"], unique=False)
    op.create_index(
        "ix_entry_offer_list",
        "entry_offer",
        ["municipality_code", "answer_by", "id"],
        unique=False,
        postgresql_where=sa.text("state = 'offered'"),
    )
    op.create_index(
        "ix_entry_offer_sent",
        "entry_offer",
        ["from_code", "answer_by", "id"],
        unique=False,
        postgresql_where=sa.text("state = 'offered'"),
    )
    op.create_index("ix_entry_offer_taken", "entry_offer", ["taken_id"], unique=False)
    op.create_index(
        "uq_entry_offer_open",
        "entry_offer",
        ["entry_id"],
        unique=True,
        postgresql_where=sa.text("state = 'offered'"),
    )
    op.create_table(
        "reconciliation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("municipality_code", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("suggested", sa.String(32), nullable=False),
        sa.Column("school", sa.LargeBinary(), nullable=False),
        sa.Column("compared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided", sa.String(32), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(decided IS NULL) = (decided_at IS NULL)",
            name=op.f("ck_reconciliation_decided_has_a_time"),
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["membership.id"], name=op.f("fk_reconciliation_by_id_membership")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["register_entry.id"],
            name=op.f("fk_reconciliation_entry_id_register_entry"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_code"],
            ["municipality.code"],
            name=op.f("fk_reconciliation_municipality_code_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reconciliation")),
        sa.UniqueConstraint("entry_id", "year", name=op.f("uq_reconciliation_entry_id_year")),
    )
    op.create_index(
        "ix_reconciliation_list",
        "reconciliation",
        ["municipality_code", "year", "id"],
        unique=False,
    )
    op.add_column(
        "municipality",
        sa.Column("database_closed_from", sa.String(), nullable=False, server_default="06-01"),
    )
    op.add_column(
        "municipality",
        sa.Column("database_closed_to", sa.String(), nullable=False, server_default="09-15"),
    )
    op.alter_column("municipality", "database_closed_from", server_default=None)
    op.alter_column("municipality", "database_closed_to", server_default=None)
    op.create_check_constraint(
        op.f("ck_municipality_database_closes_within_a_year"),
        "municipality",
        "database_closed_from ~ '^[0-9]{2}-[0-9]{2}$' AND database_closed_to ~ '^[0-9]{2}-[0-9]{2}$' AND database_closed_from <= database_closed_to",
    )
    # Norrköping's plan says when its own database stands still.
    op.execute(
        "UPDATE municipality SET database_closed_to = '08-31' WHERE routine_preset = 'norrkoping'"
    )
    op.create_index(
        "ix_register_entry_born",
        "register_entry",
        ["municipality_code", "birth_date", "id"],
        unique=False,
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index(
        "ix_register_entry_summer",
        "register_entry",
        ["municipality_code", "id"],
        unique=False,
        postgresql_where=sa.text("state = 'open' AND summer"),
    )


def downgrade() -> None:
    op.drop_index(
        "ix_register_entry_summer",
        table_name="register_entry",
        postgresql_where=sa.text("state = 'open' AND summer"),
    )
    op.drop_index(
        "ix_register_entry_born",
        table_name="register_entry",
        postgresql_where=sa.text("state = 'open'"),
    )
    op.drop_column("municipality", "database_closed_to")
    op.drop_column("municipality", "database_closed_from")
    op.drop_index("ix_reconciliation_list", table_name="reconciliation")
    op.drop_table("reconciliation")
    op.drop_index(
        "uq_entry_offer_open",
        table_name="entry_offer",
        postgresql_where=sa.text("state = 'offered'"),
    )
    op.drop_index("ix_entry_offer_taken", table_name="entry_offer")
    op.drop_index(
        "ix_entry_offer_sent",
        table_name="entry_offer",
        postgresql_where=sa.text("state = 'offered'"),
    )
    op.drop_index(
        "ix_entry_offer_list",
        table_name="entry_offer",
        postgresql_where=sa.text("state = 'offered'"),
    )
    op.drop_index(op.f("ix_entry_offer_entry_id"), table_name="entry_offer")
    op.drop_table("entry_offer")
    op.drop_index(
        "ix_register_file_waiting",
        table_name="register_file",
        postgresql_where=sa.text("stage NOT IN ('stored', 'aborted', 'refused')"),
    )
    op.drop_index("ix_register_file_municipality", table_name="register_file")
    op.drop_table("register_file")
    op.drop_table("register_column")
