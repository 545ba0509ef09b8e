"""A municipality that has not joined picks its filings up by link and code."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

DAYS = (
    "acknowledge_days, first_answer_days, meeting_days, handover_days, question_days, "
    "next_step_days, first_contact_days, remind_before_days, remind_coordinator_days, "
    "remind_leader_days, first_follow_up_days, second_follow_up_days, renew_months"
)
CHASE = {"at_risk": 3, "absence": 3, "dropout": 2, "start": 5}
"""As in routines/standard.toml: rows that are there already get them here."""


def upgrade() -> None:
    op.create_table(
        "pickup",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("municipality_code", sa.String(), nullable=False),
        sa.Column("code", sa.LargeBinary(), nullable=False),
        sa.Column("tries_left", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_why", sa.String(32), nullable=True),
        sa.CheckConstraint("tries_left >= 0", name=op.f("ck_pickup_tries_are_counted")),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_why IS NULL)", name=op.f("ck_pickup_an_end_has_a_reason")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_thread.id"], name=op.f("fk_pickup_case_id_case_thread")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_code"],
            ["municipality.code"],
            name=op.f("fk_pickup_municipality_code_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pickup")),
    )
    op.create_exclude_constraint(
        "uq_pickup_running",
        "pickup",
        ("case_id", "="),
        using="btree",
        where=sa.text("ended_at IS NULL"),
        deferrable=True,
        initially="DEFERRED",
    )
    op.create_index("ix_pickup_case", "pickup", ["case_id", "created_at", "id"])
    op.create_index(
        "ix_pickup_next",
        "pickup",
        ["next_at", "id"],
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.alter_column("access_log", "membership_id", nullable=True)
    op.create_check_constraint(
        op.f("ck_access_log_somebody_opened_it"),
        "access_log",
        "num_nonnulls(membership_id, municipality_code) >= 1",
    )
    op.alter_column("rerouting", "by_id", nullable=True)
    _add_chase_days()


def _add_chase_days() -> None:
    op.add_column("routine", sa.Column("chase_days", sa.Integer(), nullable=True))
    for kind, days in CHASE.items():
        of_kind = sa.table("routine", sa.column("kind"), sa.column("chase_days"))
        op.execute(of_kind.update().where(of_kind.c.kind == kind).values(chase_days=days))
    op.alter_column("routine", "chase_days", nullable=False)
    op.drop_constraint(op.f("ck_routine_days_are_positive"), "routine")
    op.create_check_constraint(
        op.f("ck_routine_days_are_positive"), "routine", f"least({DAYS}, chase_days) >= 1"
    )


def downgrade() -> None:
    op.drop_constraint(op.f("ck_routine_days_are_positive"), "routine")
    op.create_check_constraint(
        op.f("ck_routine_days_are_positive"), "routine", f"least({DAYS}) >= 1"
    )
    op.drop_column("routine", "chase_days")
    op.alter_column("rerouting", "by_id", nullable=False)
    op.drop_constraint(op.f("ck_access_log_somebody_opened_it"), "access_log")
    op.alter_column("access_log", "membership_id", nullable=False)
    op.drop_index("ix_pickup_next", "pickup")
    op.drop_index("ix_pickup_case", "pickup")
    op.drop_table("pickup")
