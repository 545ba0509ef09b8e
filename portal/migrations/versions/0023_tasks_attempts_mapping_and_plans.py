"""What is to be done about a youth, attempts to reach them, mapping and plan."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    op.create_table(
        "mapping_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.String(32), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("wants_guidance", sa.Boolean(), nullable=True),
        sa.Column("wants_measure", sa.Boolean(), nullable=True),
        sa.Column("wishes", postgresql.ARRAY(sa.String(32)), nullable=False),
        sa.Column("handover_asked", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["membership.id"], name=op.f("fk_mapping_step_by_id_membership")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["register_entry.id"],
            name=op.f("fk_mapping_step_entry_id_register_entry"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mapping_step")),
    )
    op.create_index("ix_mapping_step_entry", "mapping_step", ["entry_id", "on", "id"], unique=False)
    op.create_table(
        "plan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("goal", sa.LargeBinary(), nullable=False),
        sa.Column("youth_does", sa.LargeBinary(), nullable=False),
        sa.Column("municipality_does", sa.LargeBinary(), nullable=False),
        sa.Column("others_do", sa.LargeBinary(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.String(32), nullable=True),
        sa.Column("follow_up_on", sa.Date(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "starts_on <= coalesce(ends_on, starts_on)", name=op.f("ck_plan_ends_after_it_starts")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["membership.id"], name=op.f("fk_plan_by_id_membership")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["register_entry.id"], name=op.f("fk_plan_entry_id_register_entry")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
        sa.UniqueConstraint("entry_id", "version", name=op.f("uq_plan_entry_id_version")),
    )
    op.create_table(
        "task",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("municipality_code", sa.String(), nullable=False),
        sa.Column("routine_id", sa.Uuid(), nullable=True),
        sa.Column("follows_up", sa.Boolean(), nullable=False),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("channel", sa.String(32), nullable=True),
        sa.Column("measure_id", sa.Uuid(), nullable=True),
        sa.Column("earliest_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("skipped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("skip_reason", sa.String(32), nullable=True),
        sa.Column("called_off_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(skipped_at IS NULL) = (skip_reason IS NULL)",
            name=op.f("ck_task_skipped_has_a_reason"),
        ),
        sa.CheckConstraint("earliest_on <= due_on", name=op.f("ck_task_begins_before_it_is_due")),
        sa.CheckConstraint(
            "num_nonnulls(done_at, skipped_at, called_off_at) <= 1",
            name=op.f("ck_task_ends_in_one_way"),
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["membership.id"], name=op.f("fk_task_by_id_membership")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["register_entry.id"], name=op.f("fk_task_entry_id_register_entry")
        ),
        sa.ForeignKeyConstraint(
            ["measure_id"], ["measure.id"], name=op.f("fk_task_measure_id_measure")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_code"],
            ["municipality.code"],
            name=op.f("fk_task_municipality_code_municipality"),
        ),
        sa.ForeignKeyConstraint(
            ["routine_id"],
            ["register_routine.id"],
            name=op.f("fk_task_routine_id_register_routine"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
    )
    op.create_index("ix_task_entry", "task", ["entry_id", "due_on", "id"], unique=False)
    op.create_index(op.f("ix_task_measure_id"), "task", ["measure_id"], unique=False)
    op.create_index(
        "ix_task_open",
        "task",
        ["municipality_code", "due_on", "id"],
        unique=False,
        postgresql_include=["entry_id", "action"],
        postgresql_where=sa.text(
            "done_at IS NULL AND skipped_at IS NULL AND called_off_at IS NULL"
        ),
    )
    op.create_index(op.f("ix_task_routine_id"), "task", ["routine_id"], unique=False)
    op.create_table(
        "contact_attempt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("to_guardian", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(32), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("second_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "channel <> 'home_visit' OR second_id IS NOT NULL",
            name=op.f("ck_contact_attempt_a_visit_is_by_two"),
        ),
        sa.CheckConstraint("second_id <> by_id", name=op.f("ck_contact_attempt_two_are_not_one")),
        sa.ForeignKeyConstraint(
            ["by_id"], ["membership.id"], name=op.f("fk_contact_attempt_by_id_membership")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["register_entry.id"],
            name=op.f("fk_contact_attempt_entry_id_register_entry"),
        ),
        sa.ForeignKeyConstraint(
            ["second_id"], ["membership.id"], name=op.f("fk_contact_attempt_second_id_membership")
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["task.id"], name=op.f("fk_contact_attempt_task_id_task")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_attempt")),
    )
    op.create_index(
        "ix_contact_attempt_entry", "contact_attempt", ["entry_id", "on", "id"], unique=False
    )
    op.create_index(
        op.f("ix_contact_attempt_task_id"), "contact_attempt", ["task_id"], unique=False
    )
    op.add_column(
        "register_entry",
        sa.Column("origin", sa.String(32), nullable=False, server_default="handover"),
    )
    op.add_column(
        "register_entry",
        sa.Column("summer", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.alter_column("register_entry", "origin", server_default=None)
    op.alter_column("register_entry", "summer", server_default=None)
    # The follow-up of each open entry has been a day of its own; now it is a task.
    op.execute(
        "INSERT INTO task (id, entry_id, municipality_code, follows_up, action, earliest_on, due_on, began_at) SELECT gen_random_uuid(), id, municipality_code, false, 'follow_up', next_follow_up_on, next_follow_up_on, registered_at FROM register_entry WHERE state = 'open'"
    )


def downgrade() -> None:
    op.drop_column("register_entry", "summer")
    op.drop_column("register_entry", "origin")
    op.drop_index(op.f("ix_contact_attempt_task_id"), table_name="contact_attempt")
    op.drop_index("ix_contact_attempt_entry", table_name="contact_attempt")
    op.drop_table("contact_attempt")
    op.drop_index(op.f("ix_task_routine_id"), table_name="task")
    op.drop_index(
        "ix_task_open",
        table_name="task",
        postgresql_include=["entry_id", "action"],
        postgresql_where=sa.text(
            "done_at IS NULL AND skipped_at IS NULL AND called_off_at IS NULL"
        ),
    )
    op.drop_index(op.f("ix_task_measure_id"), table_name="task")
    op.drop_index("ix_task_entry", table_name="task")
    op.drop_table("task")
    op.drop_table("plan")
    op.drop_index("ix_mapping_step_entry", table_name="mapping_step")
    op.drop_table("mapping_step")
