"""Cases and their deadlines."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "case_thread",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("municipality_code", sa.String(), nullable=False),
        sa.Column("home_ground", sa.String(32), nullable=False),
        sa.Column("school_unit_code", sa.String(), nullable=False),
        sa.Column("author_ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("caseworker_id", sa.Uuid(), nullable=True),
        sa.Column("routine_id", sa.Uuid(), nullable=False),
        sa.Column("given_name", sa.String(), nullable=False),
        sa.Column("family_name", sa.String(), nullable=False),
        sa.Column("search_name", sa.String(), nullable=False),
        sa.Column("number", sa.LargeBinary(), nullable=False),
        sa.Column("number_hash", sa.String(), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("programme_code", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("latest_kind", sa.String(32), nullable=False),
        sa.Column("latest_filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("filings_count", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_kind", sa.String(32), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(32), nullable=True),
        sa.Column("answer_text", sa.LargeBinary(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("question", sa.LargeBinary(), nullable=True),
        sa.Column("close_reason", sa.String(32), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("duplicate_of_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(duplicate_of_id IS NOT NULL) = coalesce(close_reason = 'duplicate', false)",
            name=op.f("ck_case_thread_duplicate_names_its_original"),
        ),
        sa.CheckConstraint(
            "(state = 'closed') = (close_reason IS NOT NULL) OR state = 'reopen_requested'",
            name=op.f("ck_case_thread_closed_has_a_reason"),
        ),
        sa.CheckConstraint(
            "state <> 'in_progress' OR caseworker_id IS NOT NULL",
            name=op.f("ck_case_thread_in_progress_has_somebody"),
        ),
        sa.CheckConstraint(
            "state IN ('handed_over', 'closed') OR due_on IS NOT NULL",
            name=op.f("ck_case_thread_open_has_a_day"),
        ),
        sa.ForeignKeyConstraint(
            ["caseworker_id"],
            ["membership.id"],
            name=op.f("fk_case_thread_caseworker_id_membership"),
        ),
        sa.ForeignKeyConstraint(
            ["duplicate_of_id"],
            ["case_thread.id"],
            name=op.f("fk_case_thread_duplicate_of_id_case_thread"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_code"],
            ["municipality.code"],
            name=op.f("fk_case_thread_municipality_code_municipality"),
        ),
        sa.ForeignKeyConstraint(
            ["routine_id"], ["routine.id"], name=op.f("fk_case_thread_routine_id_routine")
        ),
        sa.ForeignKeyConstraint(
            ["school_unit_code"],
            ["school_unit.code"],
            name=op.f("fk_case_thread_school_unit_code_school_unit"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_thread")),
        sa.UniqueConstraint("reference", name=op.f("uq_case_thread_reference")),
    )
    op.create_index(
        "ix_case_thread_caseworker", "case_thread", ["caseworker_id", "due_on"], unique=False
    )
    op.create_index(
        "ix_case_thread_duplicate_of",
        "case_thread",
        ["duplicate_of_id"],
        unique=False,
        postgresql_where=sa.text("duplicate_of_id IS NOT NULL"),
    )
    op.create_index(
        "ix_case_thread_ended",
        "case_thread",
        ["municipality_code", "latest_filed_at", "id"],
        unique=False,
        postgresql_where=sa.text("state IN ('handed_over', 'closed')"),
    )
    op.create_index(
        "ix_case_thread_municipality_name",
        "case_thread",
        ["municipality_code", "search_name"],
        unique=False,
        postgresql_ops={"search_name": "text_pattern_ops"},
    )
    op.create_index(
        "ix_case_thread_municipality_number",
        "case_thread",
        ["municipality_code", "number_hash"],
        unique=False,
    )
    op.create_index(
        "ix_case_thread_queue",
        "case_thread",
        ["municipality_code", "due_on", "id"],
        unique=False,
        postgresql_include=["state", "latest_kind", "school_unit_code", "caseworker_id"],
        postgresql_where=sa.text("state NOT IN ('handed_over', 'closed')"),
    )
    op.create_index(
        "ix_case_thread_school_recent",
        "case_thread",
        ["school_unit_code", "latest_filed_at", "id"],
        unique=False,
    )
    op.create_index(
        "uq_case_thread_open",
        "case_thread",
        ["number_hash", "school_unit_code", "municipality_code"],
        unique=True,
        postgresql_where=sa.text("state NOT IN ('handed_over', 'closed')"),
    )
    op.create_table(
        "deadline",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("municipality_code", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("met_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        postgresql.ExcludeConstraint(
            (sa.column("case_id"), "="),
            (sa.column("kind"), "="),
            where=sa.text("met_at IS NULL AND stopped_at IS NULL"),
            deferrable="True",
            initially="DEFERRED",
            using="btree",
            name="uq_deadline_running",
        ),
        sa.CheckConstraint(
            "num_nonnulls(met_at, stopped_at) <= 1",
            name=op.f("ck_deadline_is_met_or_stopped_not_both"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_thread.id"], name=op.f("fk_deadline_case_id_case_thread")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_code"],
            ["municipality.code"],
            name=op.f("fk_deadline_municipality_code_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline")),
    )
    op.create_index("ix_deadline_case", "deadline", ["case_id"], unique=False)
    op.create_table(
        "rerouting",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("from_code", sa.String(), nullable=False),
        sa.Column("to_code", sa.String(), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("from_code <> to_code", name=op.f("ck_rerouting_goes_somewhere_else")),
        sa.ForeignKeyConstraint(
            ["by_id"], ["membership.id"], name=op.f("fk_rerouting_by_id_membership")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_thread.id"], name=op.f("fk_rerouting_case_id_case_thread")
        ),
        sa.ForeignKeyConstraint(
            ["from_code"], ["municipality.code"], name=op.f("fk_rerouting_from_code_municipality")
        ),
        sa.ForeignKeyConstraint(
            ["to_code"], ["municipality.code"], name=op.f("fk_rerouting_to_code_municipality")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rerouting")),
        sa.UniqueConstraint("case_id", "at", name=op.f("uq_rerouting_case_id_at")),
    )
    op.create_index("ix_rerouting_from_at", "rerouting", ["from_code", "at", "id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_rerouting_from_at", table_name="rerouting")
    op.drop_table("rerouting")
    op.drop_index("ix_deadline_case", table_name="deadline")
    op.drop_table("deadline")
    op.drop_index(
        "uq_case_thread_open",
        table_name="case_thread",
        postgresql_where=sa.text("state NOT IN ('handed_over', 'closed')"),
    )
    op.drop_index("ix_case_thread_school_recent", table_name="case_thread")
    op.drop_index(
        "ix_case_thread_queue",
        table_name="case_thread",
        postgresql_where=sa.text("state NOT IN ('handed_over', 'closed')"),
    )
    op.drop_index("ix_case_thread_municipality_number", table_name="case_thread")
    op.drop_index(
        "ix_case_thread_municipality_name",
        table_name="case_thread",
        postgresql_ops={"search_name": "text_pattern_ops"},
    )
    op.drop_index(
        "ix_case_thread_ended",
        table_name="case_thread",
        postgresql_where=sa.text("state IN ('handed_over', 'closed')"),
    )
    op.drop_index(
        "ix_case_thread_duplicate_of",
        table_name="case_thread",
        postgresql_where=sa.text("duplicate_of_id IS NOT NULL"),
    )
    op.drop_index("ix_case_thread_caseworker", table_name="case_thread")
    op.drop_table("case_thread")
