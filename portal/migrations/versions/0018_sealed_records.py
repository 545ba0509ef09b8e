"""Protected identity: sealed records, and guards that keep what is sealed out of open tables."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

GUARDED = ("case_thread", "register_entry")
GUARDS = """
CREATE FUNCTION refuse_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM sealed_source WHERE id = NEW.id) THEN
        RAISE EXCEPTION 'what is sealed stays sealed'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'sealed_stays_sealed';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION refuse_open_beside_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM case_thread WHERE id = NEW.id)
       OR EXISTS (SELECT 1 FROM register_entry WHERE id = NEW.id) THEN
        RAISE EXCEPTION 'what is sealed does not stand open too'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'sealed_stays_sealed';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER sealed_source_leaves_nothing_open AFTER INSERT ON sealed_source
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_open_beside_sealed();
CREATE FUNCTION refuse_removal_unless_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM sealed_source WHERE id IN (OLD.case_id, OLD.entry_id)) THEN
        RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME;
    END IF;
    RETURN OLD;
END $$;
CREATE FUNCTION refuse_removal_while_nothing_is_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM sealed_source) THEN
        RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END $$;
DROP TRIGGER event_stays ON event;
CREATE TRIGGER event_stays_while_nothing_is_sealed BEFORE DELETE ON event
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_removal_while_nothing_is_sealed();
CREATE TRIGGER event_stays BEFORE UPDATE OR TRUNCATE ON event
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER event_stays_unless_sealed BEFORE DELETE ON event
    FOR EACH ROW EXECUTE FUNCTION refuse_removal_unless_sealed();
"""
UNGUARD = """
DROP TRIGGER event_stays_while_nothing_is_sealed ON event;
DROP TRIGGER event_stays_unless_sealed ON event;
DROP TRIGGER event_stays ON event;
CREATE TRIGGER event_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON event
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
DROP TRIGGER sealed_source_leaves_nothing_open ON sealed_source;
DROP FUNCTION refuse_removal_unless_sealed();
DROP FUNCTION refuse_removal_while_nothing_is_sealed();
DROP FUNCTION refuse_open_beside_sealed();
"""


def upgrade() -> None:
    op.create_table(
        "officer_proposal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_code", sa.String(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_user_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_user_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved", sa.Boolean(), nullable=True),
        sa.CheckConstraint(
            "(membership_id IS NULL) = (email IS NOT NULL)",
            name=op.f("ck_officer_proposal_gives_or_ends"),
        ),
        sa.CheckConstraint(
            "decided_user_id <> asked_user_id",
            name=op.f("ck_officer_proposal_a_second_person_decides"),
        ),
        sa.CheckConstraint(
            "num_nonnulls(decided_user_id, decided_at, approved) IN (0, 3)",
            name=op.f("ck_officer_proposal_decided_by_one"),
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"],
            ["membership.id"],
            name=op.f("fk_officer_proposal_asked_by_id_membership"),
        ),
        sa.ForeignKeyConstraint(
            ["asked_user_id"],
            ["user_account.id"],
            name=op.f("fk_officer_proposal_asked_user_id_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_user_id"],
            ["user_account.id"],
            name=op.f("fk_officer_proposal_decided_user_id_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["membership_id"],
            ["membership.id"],
            name=op.f("fk_officer_proposal_membership_id_membership"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_code"],
            ["municipality.code"],
            name=op.f("fk_officer_proposal_municipality_code_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officer_proposal")),
    )
    op.create_index(
        "ix_officer_proposal_municipality",
        "officer_proposal",
        ["municipality_code", "asked_at", "id"],
        unique=False,
    )
    op.create_table(
        "sealed_record",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("pseudonym", sa.String(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("municipality_code", sa.String(), nullable=False),
        sa.Column("school_unit_code", sa.String(), nullable=True),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("sealed_later", sa.Boolean(), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=True),
        sa.Column("call_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("remind_on", sa.Date(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.String(32), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'closed') = (closed_at IS NOT NULL)",
            name=op.f("ck_sealed_record_closed_has_a_time"),
        ),
        sa.CheckConstraint(
            "(state = 'closed') = (end_reason IS NOT NULL)",
            name=op.f("ck_sealed_record_closed_says_why"),
        ),
        sa.CheckConstraint(
            "pseudonym ~ '^SKYDD-[2-9B-Z]{4}$'",
            name=op.f("ck_sealed_record_is_known_by_a_pseudonym"),
        ),
        sa.CheckConstraint(
            "state = 'closed' OR due_on IS NOT NULL", name=op.f("ck_sealed_record_open_has_a_day")
        ),
        sa.CheckConstraint(
            "sealed_later OR (phone IS NOT NULL AND call_at IS NOT NULL)",
            name=op.f("ck_sealed_record_a_referral_can_be_rung"),
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["membership.id"], name=op.f("fk_sealed_record_author_id_membership")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_code"],
            ["municipality.code"],
            name=op.f("fk_sealed_record_municipality_code_municipality"),
        ),
        sa.ForeignKeyConstraint(
            ["school_unit_code"],
            ["school_unit.code"],
            name=op.f("fk_sealed_record_school_unit_code_school_unit"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_record")),
        sa.UniqueConstraint("pseudonym", name=op.f("uq_sealed_record_pseudonym")),
    )
    op.create_index(
        "ix_sealed_record_author", "sealed_record", ["author_id", "opened_at", "id"], unique=False
    )
    op.create_index(
        "ix_sealed_record_list",
        "sealed_record",
        ["municipality_code", "state", "due_on", "id"],
        unique=False,
    )
    op.create_index("ix_sealed_record_remind", "sealed_record", ["remind_on", "id"], unique=False)
    op.create_table(
        "glass_break",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("pseudonym", sa.String(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=True),
        sa.Column("municipality_code", sa.String(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_user_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("answered_user_id", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved", sa.Boolean(), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "ends_at <= answered_at + interval '30 minutes'",
            name=op.f("ck_glass_break_for_half_an_hour"),
        ),
        sa.CheckConstraint(
            "answered_user_id <> asked_user_id", name=op.f("ck_glass_break_a_second_person_answers")
        ),
        sa.CheckConstraint(
            "coalesce(approved, false) = (ends_at IS NOT NULL)",
            name=op.f("ck_glass_break_only_a_yes_opens"),
        ),
        sa.CheckConstraint(
            "num_nonnulls(answered_by_id, answered_user_id, answered_at, approved) IN (0, 4)",
            name=op.f("ck_glass_break_answered_by_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"],
            ["membership.id"],
            name=op.f("fk_glass_break_answered_by_id_membership"),
        ),
        sa.ForeignKeyConstraint(
            ["answered_user_id"],
            ["user_account.id"],
            name=op.f("fk_glass_break_answered_user_id_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["membership.id"], name=op.f("fk_glass_break_asked_by_id_membership")
        ),
        sa.ForeignKeyConstraint(
            ["asked_user_id"],
            ["user_account.id"],
            name=op.f("fk_glass_break_asked_user_id_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_code"],
            ["municipality.code"],
            name=op.f("fk_glass_break_municipality_code_municipality"),
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["sealed_record.id"], name=op.f("fk_glass_break_record_id_sealed_record")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_glass_break")),
    )
    op.create_index(
        "ix_glass_break_asked_by", "glass_break", ["asked_by_id", "asked_at", "id"], unique=False
    )
    op.create_index(
        "ix_glass_break_municipality",
        "glass_break",
        ["municipality_code", "asked_at", "id"],
        unique=False,
    )
    op.create_index("ix_glass_break_record", "glass_break", ["record_id"], unique=False)
    op.create_table(
        "sealed_contents",
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["sealed_record.id"],
            name=op.f("fk_sealed_contents_record_id_sealed_record"),
        ),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_sealed_contents")),
    )
    op.create_table(
        "sealed_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.String(32), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("facts", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["membership.id"], name=op.f("fk_sealed_event_actor_id_membership")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["sealed_record.id"],
            name=op.f("fk_sealed_event_record_id_sealed_record"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_event")),
    )
    op.create_index(
        "ix_sealed_event_record_at", "sealed_event", ["record_id", "at", "ordinal"], unique=False
    )
    op.create_table(
        "sealed_person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("why", sa.LargeBinary(), nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_by_id", sa.Uuid(), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_why", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "num_nonnulls(removed_at, removed_by_id, removed_why) IN (0, 3)",
            name=op.f("ck_sealed_person_removed_by_somebody_who_says_why"),
        ),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["membership.id"], name=op.f("fk_sealed_person_added_by_id_membership")
        ),
        sa.ForeignKeyConstraint(
            ["membership_id"],
            ["membership.id"],
            name=op.f("fk_sealed_person_membership_id_membership"),
        ),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["sealed_record.id"],
            name=op.f("fk_sealed_person_record_id_sealed_record"),
        ),
        sa.ForeignKeyConstraint(
            ["removed_by_id"],
            ["membership.id"],
            name=op.f("fk_sealed_person_removed_by_id_membership"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_person")),
    )
    op.create_index("ix_sealed_person_membership", "sealed_person", ["membership_id"], unique=False)
    op.create_index(
        "uq_sealed_person_named",
        "sealed_person",
        ["record_id", "membership_id"],
        unique=True,
        postgresql_where=sa.text("removed_at IS NULL"),
    )
    op.create_table(
        "sealed_source",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["sealed_record.id"],
            name=op.f("fk_sealed_source_record_id_sealed_record"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_source")),
    )
    op.create_index(
        op.f("ix_sealed_source_record_id"), "sealed_source", ["record_id"], unique=False
    )
    op.execute(GUARDS)
    for table in GUARDED:
        op.execute(
            f"CREATE TRIGGER {table}_is_not_sealed BEFORE INSERT ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_sealed()"
        )


def downgrade() -> None:
    for table in GUARDED:
        op.execute(f"DROP TRIGGER {table}_is_not_sealed ON {table}")
    op.execute(UNGUARD)
    op.execute("DROP FUNCTION refuse_sealed()")
    op.drop_index(op.f("ix_sealed_source_record_id"), table_name="sealed_source")
    op.drop_table("sealed_source")
    op.drop_index(
        "uq_sealed_person_named",
        table_name="sealed_person",
        postgresql_where=sa.text("removed_at IS NULL"),
    )
    op.drop_index("ix_sealed_person_membership", table_name="sealed_person")
    op.drop_table("sealed_person")
    op.drop_index("ix_sealed_event_record_at", table_name="sealed_event")
    op.drop_table("sealed_event")
    op.drop_table("sealed_contents")
    op.drop_index("ix_glass_break_record", table_name="glass_break")
    op.drop_index("ix_glass_break_municipality", table_name="glass_break")
    op.drop_index("ix_glass_break_asked_by", table_name="glass_break")
    op.drop_table("glass_break")
    op.drop_index("ix_sealed_record_remind", table_name="sealed_record")
    op.drop_index("ix_sealed_record_list", table_name="sealed_record")
    op.drop_index("ix_sealed_record_author", table_name="sealed_record")
    op.drop_table("sealed_record")
    op.drop_index("ix_officer_proposal_municipality", table_name="officer_proposal")
    op.drop_table("officer_proposal")
