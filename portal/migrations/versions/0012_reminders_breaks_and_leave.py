"""Reminders of deadlines, the breaks of school units, leave and who stands in."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

RUNS = sa.text("met_at IS NULL AND stopped_at IS NULL")
DAYS = (
    "acknowledge_days, first_answer_days, meeting_days, handover_days, question_days, "
    "next_step_days, first_contact_days"
)
NUMBERS = {
    "remind_before_days": "2",
    "remind_coordinator_days": "2",
    "remind_leader_days": "5",
    "first_follow_up_days": "30",
    "second_follow_up_days": "90",
    "renew_months": "6",
}
WEEKS = {"ask_again_weeks": "4", "ask_again_spring_week": "11", "ask_again_autumn_week": "41"}
"""What municipalities that have rows already begin with: the standard of today."""


def upgrade() -> None:
    for name, usual in (NUMBERS | WEEKS).items():
        op.add_column(
            "routine", sa.Column(name, sa.Integer(), nullable=False, server_default=usual)
        )
        op.alter_column("routine", name, server_default=None)
    _check_days(f"{DAYS}, {', '.join(NUMBERS)}")
    op.create_check_constraint(
        op.f("ck_routine_weeks_are_weeks"),
        "routine",
        "ask_again_weeks >= 0 AND ask_again_spring_week BETWEEN 1 AND 52 "
        "AND ask_again_autumn_week BETWEEN 1 AND 52",
    )
    op.add_column("deadline", sa.Column("remind_on", sa.Date(), nullable=True))
    op.execute("UPDATE deadline SET remind_on = due_on WHERE met_at IS NULL AND stopped_at IS NULL")
    op.create_index("ix_deadline_remind", "deadline", ["remind_on", "id"], postgresql_where=RUNS)
    op.create_table(
        "reminder",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("deadline_id", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.String(32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["deadline_id"], ["deadline.id"], name=op.f("fk_reminder_deadline_id_deadline")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint("deadline_id", "stage", name=op.f("uq_reminder_deadline_id_stage")),
    )
    op.create_table(
        "school_break",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("school_unit_code", sa.String(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "first_on <= last_on", name=op.f("ck_school_break_ends_after_it_begins")
        ),
        sa.ForeignKeyConstraint(
            ["school_unit_code"],
            ["school_unit.code"],
            name=op.f("fk_school_break_school_unit_code_school_unit"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_break")),
        sa.UniqueConstraint(
            "school_unit_code",
            "first_on",
            "last_on",
            name=op.f("uq_school_break_school_unit_code_first_on_last_on"),
        ),
    )
    op.create_table(
        "leave",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.CheckConstraint("first_on <= last_on", name=op.f("ck_leave_ends_after_it_begins")),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name=op.f("fk_leave_membership_id_membership")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leave")),
    )
    op.create_index("ix_leave_membership", "leave", ["membership_id", "first_on"])
    op.create_table(
        "substitute",
        sa.Column("municipality_code", sa.String(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_code"],
            ["municipality.code"],
            name=op.f("fk_substitute_municipality_code_municipality"),
        ),
        sa.ForeignKeyConstraint(
            ["membership_id"],
            ["membership.id"],
            name=op.f("fk_substitute_membership_id_membership"),
        ),
        sa.PrimaryKeyConstraint("municipality_code", name=op.f("pk_substitute")),
    )


def downgrade() -> None:
    op.drop_table("substitute")
    op.drop_table("leave")
    op.drop_table("school_break")
    op.drop_table("reminder")
    op.drop_index("ix_deadline_remind", table_name="deadline")
    op.drop_column("deadline", "remind_on")
    op.drop_constraint(op.f("ck_routine_days_are_positive"), "routine", type_="check")
    op.drop_constraint(op.f("ck_routine_weeks_are_weeks"), "routine", type_="check")
    for name in (*NUMBERS, *WEEKS):
        op.drop_column("routine", name)
    op.create_check_constraint(
        op.f("ck_routine_days_are_positive"), "routine", f"least({DAYS}) >= 1"
    )


def _check_days(days: str) -> None:
    op.drop_constraint(op.f("ck_routine_days_are_positive"), "routine", type_="check")
    op.create_check_constraint(
        op.f("ck_routine_days_are_positive"), "routine", f"least({days}) >= 1"
    )
