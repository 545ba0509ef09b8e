"""Erasure: plans, decisions, holds and counts, and guards that let go of what is being erased."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"

GUARDS = """
CREATE OR REPLACE FUNCTION refuse_removal_unless_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM sealed_source WHERE id IN (OLD.case_id, OLD.entry_id))
       AND NOT EXISTS (SELECT 1 FROM erasing WHERE id IN (OLD.case_id, OLD.entry_id)) THEN
        RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME;
    END IF;
    RETURN OLD;
END $$;
CREATE OR REPLACE FUNCTION refuse_removal_while_nothing_is_sealed()
RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM sealed_source) AND NOT EXISTS (SELECT 1 FROM erasing) THEN
        RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION refuse_change_unless_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.reference <> ''
       OR to_jsonb(NEW) - 'reference' <> to_jsonb(OLD) - 'reference'
       OR NOT EXISTS (SELECT 1 FROM erasing WHERE reference = OLD.reference) THEN
        RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION refuse_change_while_nothing_is_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM erasing) THEN
        RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION refuse_erased_beside_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM case_thread WHERE id = NEW.id)
       OR EXISTS (SELECT 1 FROM register_entry WHERE id = NEW.id)
       OR EXISTS (SELECT 1 FROM erasing) THEN
        RAISE EXCEPTION 'what is erased is erased whole'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'erased_whole';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER erasing_leaves_nothing AFTER INSERT ON erasing
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_erased_beside_open();
DROP TRIGGER access_log_stays ON access_log;
CREATE TRIGGER access_log_stays BEFORE DELETE OR TRUNCATE ON access_log
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER access_log_stays_while_nothing_is_erased BEFORE UPDATE ON access_log
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_while_nothing_is_erased();
CREATE TRIGGER access_log_stays_unless_erased BEFORE UPDATE ON access_log
    FOR EACH ROW EXECUTE FUNCTION refuse_change_unless_erased();
"""
UNGUARD = """
DROP TRIGGER access_log_stays_unless_erased ON access_log;
DROP TRIGGER access_log_stays_while_nothing_is_erased ON access_log;
DROP TRIGGER access_log_stays ON access_log;
CREATE TRIGGER access_log_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON access_log
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
DROP TRIGGER erasing_leaves_nothing ON erasing;
DROP FUNCTION refuse_erased_beside_open();
DROP FUNCTION refuse_change_while_nothing_is_erased();
DROP FUNCTION refuse_change_unless_erased();
CREATE OR REPLACE FUNCTION refuse_removal_unless_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM sealed_source WHERE id IN (OLD.case_id, OLD.entry_id)) THEN
        RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME;
    END IF;
    RETURN OLD;
END $$;
CREATE OR REPLACE FUNCTION refuse_removal_while_nothing_is_sealed()
RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM sealed_source) THEN
        RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END $$;
"""


def upgrade() -> None:
    op.create_table(
        "erasing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasing")),
    )
    op.create_index(op.f("ix_erasing_reference"), "erasing", ["reference"], unique=False)
    op.create_table(
        "erasure_plan",
        sa.Column("municipality_code", sa.String(), nullable=False),
        sa.Column("subject", sa.String(32), nullable=False),
        sa.Column("years", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("years BETWEEN 1 AND 100", name=op.f("ck_erasure_plan_years_are_years")),
        sa.ForeignKeyConstraint(
            ["municipality_code"],
            ["municipality.code"],
            name=op.f("fk_erasure_plan_municipality_code_municipality"),
        ),
        sa.PrimaryKeyConstraint("municipality_code", "subject", name=op.f("pk_erasure_plan")),
    )
    op.create_table(
        "erasure_decision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_code", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"], ["membership.id"], name=op.f("fk_erasure_decision_by_id_membership")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_code"],
            ["municipality.code"],
            name=op.f("fk_erasure_decision_municipality_code_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure_decision")),
    )
    op.create_index(
        "ix_erasure_decision_municipality",
        "erasure_decision",
        ["municipality_code", "on", "id"],
        unique=False,
    )
    op.create_index(
        "uq_erasure_decision_law",
        "erasure_decision",
        ["municipality_code", "on"],
        unique=True,
        postgresql_where=sa.text("by_id IS NULL"),
    )
    op.create_table(
        "erasure_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("entry_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "num_nonnulls(case_id, entry_id) = 1", name=op.f("ck_erasure_item_is_about_one_thing")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_thread.id"], name=op.f("fk_erasure_item_case_id_case_thread")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"],
            ["erasure_decision.id"],
            name=op.f("fk_erasure_item_decision_id_erasure_decision"),
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["register_entry.id"],
            name=op.f("fk_erasure_item_entry_id_register_entry"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure_item")),
        sa.UniqueConstraint("case_id", name=op.f("uq_erasure_item_case_id")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_erasure_item_entry_id")),
    )
    op.create_index(
        op.f("ix_erasure_item_decision_id"), "erasure_item", ["decision_id"], unique=False
    )
    op.create_table(
        "legal_hold",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_code", sa.String(), nullable=False),
        sa.Column("number_hash", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["membership.id"], name=op.f("fk_legal_hold_by_id_membership")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_code"],
            ["municipality.code"],
            name=op.f("fk_legal_hold_municipality_code_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_hold")),
    )
    op.create_index(
        "ix_legal_hold_person", "legal_hold", ["number_hash", "municipality_code"], unique=False
    )
    op.create_index(
        "ix_legal_hold_municipality",
        "legal_hold",
        ["municipality_code", "until", "id"],
        unique=False,
    )
    op.create_table(
        "erased_count",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("subject", sa.String(32), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("ground", sa.String(32), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"],
            ["erasure_decision.id"],
            name=op.f("fk_erased_count_decision_id_erasure_decision"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erased_count")),
        sa.UniqueConstraint(
            "decision_id",
            "on",
            "subject",
            "year",
            "ground",
            name=op.f("uq_erased_count_decision_id_on_subject_year_ground"),
        ),
    )
    op.create_index("ix_register_entry_birth", "register_entry", ["birth_date", "id"])
    # The register forgets sooner than the case it took over from.
    op.drop_constraint("ck_handover_a_yes_has_an_entry", "handover")
    op.create_check_constraint(
        op.f("ck_handover_only_a_yes_has_an_entry"),
        "handover",
        "entry_id IS NULL OR state = 'accepted'",
    )
    op.execute(GUARDS)


def downgrade() -> None:
    op.execute(UNGUARD)
    op.drop_constraint("ck_handover_only_a_yes_has_an_entry", "handover")
    op.create_check_constraint(
        op.f("ck_handover_a_yes_has_an_entry"),
        "handover",
        "(state = 'accepted') = (entry_id IS NOT NULL)",
    )
    op.drop_index("ix_register_entry_birth", table_name="register_entry")
    op.drop_table("erased_count")
    op.drop_index("ix_legal_hold_municipality", table_name="legal_hold")
    op.drop_index("ix_legal_hold_person", table_name="legal_hold")
    op.drop_table("legal_hold")
    op.drop_index(op.f("ix_erasure_item_decision_id"), table_name="erasure_item")
    op.drop_table("erasure_item")
    op.drop_index(
        "uq_erasure_decision_law",
        table_name="erasure_decision",
        postgresql_where=sa.text("by_id IS NULL"),
    )
    op.drop_index("ix_erasure_decision_municipality", table_name="erasure_decision")
    op.drop_table("erasure_decision")
    op.drop_table("erasure_plan")
    op.drop_index(op.f("ix_erasing_reference"), table_name="erasing")
    op.drop_table("erasing")
