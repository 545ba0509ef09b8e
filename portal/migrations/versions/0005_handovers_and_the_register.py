"""Handovers and the register."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "register_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("municipality_code", sa.String(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("given_name", sa.String(), nullable=False),
        sa.Column("family_name", sa.String(), nullable=False),
        sa.Column("search_name", sa.String(), nullable=False),
        sa.Column("number", sa.LargeBinary(), nullable=False),
        sa.Column("number_hash", sa.String(), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("email", sa.LargeBinary(), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=False),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("caseworker_id", sa.Uuid(), nullable=True),
        sa.Column("next_follow_up_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.String(32), nullable=True),
        sa.Column("ended_to", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'open') = (closed_on IS NULL)",
            name=op.f("ck_register_entry_closed_has_a_day"),
        ),
        sa.CheckConstraint(
            "(state = 'open') = (end_reason IS NULL)",
            name=op.f("ck_register_entry_closed_has_a_reason"),
        ),
        sa.CheckConstraint(
            "state <> 'open' OR next_follow_up_on IS NOT NULL",
            name=op.f("ck_register_entry_open_has_a_follow_up"),
        ),
        sa.ForeignKeyConstraint(
            ["caseworker_id"],
            ["membership.id"],
            name=op.f("fk_register_entry_caseworker_id_membership"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_code"],
            ["municipality.code"],
            name=op.f("fk_register_entry_municipality_code_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_entry")),
        sa.UniqueConstraint("reference", name=op.f("uq_register_entry_reference")),
    )
    op.create_index(
        op.f("ix_register_entry_caseworker_id"), "register_entry", ["caseworker_id"], unique=False
    )
    op.create_index(
        "ix_register_entry_list",
        "register_entry",
        ["municipality_code", "state", "next_follow_up_on", "id"],
        unique=False,
    )
    op.create_index(
        "ix_register_entry_name",
        "register_entry",
        ["municipality_code", "search_name"],
        unique=False,
        postgresql_ops={"search_name": "text_pattern_ops"},
    )
    op.create_index(
        "uq_register_entry_open",
        "register_entry",
        ["number_hash", "municipality_code"],
        unique=True,
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "occupation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("tense", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("what", sa.LargeBinary(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("known_on", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "until IS NULL OR since IS NULL OR since <= until",
            name=op.f("ck_occupation_ends_after_start"),
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["register_entry.id"], name=op.f("fk_occupation_entry_id_register_entry")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occupation")),
    )
    op.create_index(op.f("ix_occupation_entry_id"), "occupation", ["entry_id"], unique=False)
    op.create_table(
        "handover",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("filing_id", sa.Uuid(), nullable=False),
        sa.Column("municipality_code", sa.String(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("decline_reason", sa.String(32), nullable=True),
        sa.Column("decline_text", sa.LargeBinary(), nullable=True),
        sa.Column("read_filing", sa.Boolean(), nullable=False),
        sa.Column("called_school", sa.Boolean(), nullable=False),
        sa.Column("met_youth", sa.Boolean(), nullable=False),
        sa.Column("shown", sa.LargeBinary(), nullable=True),
        sa.Column("entry_id", sa.Uuid(), nullable=True),
        postgresql.ExcludeConstraint(
            (sa.column("case_id"), "="),
            where=sa.text("state = 'offered'"),
            deferrable="True",
            initially="DEFERRED",
            using="btree",
            name="uq_handover_offered",
        ),
        sa.CheckConstraint(
            "(state = 'accepted') = (entry_id IS NOT NULL)",
            name=op.f("ck_handover_a_yes_has_an_entry"),
        ),
        sa.CheckConstraint(
            "(state = 'declined') = (decline_reason IS NOT NULL)",
            name=op.f("ck_handover_a_no_says_why"),
        ),
        sa.CheckConstraint(
            "(state = 'offered') = (answered_at IS NULL)",
            name=op.f("ck_handover_offered_until_answered"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('accepted', 'declined') OR shown IS NOT NULL",
            name=op.f("ck_handover_keeps_its_evidence"),
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"],
            ["membership.id"],
            name=op.f("fk_handover_answered_by_id_membership"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_thread.id"], name=op.f("fk_handover_case_id_case_thread")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["register_entry.id"], name=op.f("fk_handover_entry_id_register_entry")
        ),
        sa.ForeignKeyConstraint(
            ["filing_id"], ["filing.id"], name=op.f("fk_handover_filing_id_filing")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_code"],
            ["municipality.code"],
            name=op.f("fk_handover_municipality_code_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
    )
    op.create_index("ix_handover_case", "handover", ["case_id", "offered_at"], unique=False)
    op.create_index(op.f("ix_handover_entry_id"), "handover", ["entry_id"], unique=False)
    op.create_index(op.f("ix_handover_filing_id"), "handover", ["filing_id"], unique=False)
    op.create_index(
        "ix_handover_municipality_offered",
        "handover",
        ["municipality_code", "offered_at"],
        unique=False,
        postgresql_where=sa.text("state = 'offered'"),
    )


def downgrade() -> None:
    op.drop_index(
        "ix_handover_municipality_offered",
        table_name="handover",
        postgresql_where=sa.text("state = 'offered'"),
    )
    op.drop_index(op.f("ix_handover_filing_id"), table_name="handover")
    op.drop_index(op.f("ix_handover_entry_id"), table_name="handover")
    op.drop_index("ix_handover_case", table_name="handover")
    op.drop_table("handover")
    op.drop_index(op.f("ix_occupation_entry_id"), table_name="occupation")
    op.drop_table("occupation")
    op.drop_index(
        "uq_register_entry_open",
        table_name="register_entry",
        postgresql_where=sa.text("state = 'open'"),
    )
    op.drop_index(
        "ix_register_entry_name",
        table_name="register_entry",
        postgresql_ops={"search_name": "text_pattern_ops"},
    )
    op.drop_index("ix_register_entry_list", table_name="register_entry")
    op.drop_index(op.f("ix_register_entry_caseworker_id"), table_name="register_entry")
    op.drop_table("register_entry")
