"""Reports on measures: when they are asked for and chased, the code, and the mail that asks."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    op.add_column(
        "measure_offer", sa.Column("report_days", sa.Integer(), nullable=False, server_default="5")
    )
    op.alter_column("measure_offer", "report_days", server_default=None)
    op.drop_constraint(op.f("ck_measure_offer_times_are_positive"), "measure_offer")
    op.create_check_constraint(
        op.f("ck_measure_offer_times_are_positive"),
        "measure_offer",
        "least(max_months, first_meeting_weeks, report_months, report_days) >= 1",
    )
    op.add_column("measure", sa.Column("report_code", sa.LargeBinary(), nullable=False))
    op.add_column("measure", sa.Column("next_report_on", sa.Date(), nullable=True))
    op.create_index(
        "ix_measure_next_report",
        "measure",
        ["next_report_on", "id"],
        postgresql_where=sa.text("next_report_on IS NOT NULL"),
    )
    op.add_column("measure_report", sa.Column("links", sa.Integer(), nullable=False))
    op.add_column("measure_report", sa.Column("tries_left", sa.Integer(), nullable=False))
    op.add_column("measure_report", sa.Column("chase_on", sa.Date(), nullable=True))
    op.create_check_constraint(
        op.f("ck_measure_report_tries_are_counted"), "measure_report", "tries_left >= 0"
    )
    op.create_index(
        "ix_measure_report_chase",
        "measure_report",
        ["chase_on", "id"],
        postgresql_where=sa.text("chase_on IS NOT NULL"),
    )
    op.add_column("message", sa.Column("report_id", sa.Uuid(), nullable=True))
    op.create_index(op.f("ix_message_report_id"), "message", ["report_id"])
    op.create_foreign_key(
        op.f("fk_message_report_id_measure_report"),
        "message",
        "measure_report",
        ["report_id"],
        ["id"],
    )


def downgrade() -> None:
    op.drop_column("message", "report_id")
    op.drop_index("ix_measure_report_chase", table_name="measure_report")
    op.drop_constraint(op.f("ck_measure_report_tries_are_counted"), "measure_report")
    op.drop_column("measure_report", "chase_on")
    op.drop_column("measure_report", "tries_left")
    op.drop_column("measure_report", "links")
    op.drop_index("ix_measure_next_report", table_name="measure")
    op.drop_column("measure", "next_report_on")
    op.drop_column("measure", "report_code")
    op.drop_constraint(op.f("ck_measure_offer_times_are_positive"), "measure_offer")
    op.drop_column("measure_offer", "report_days")
    op.create_check_constraint(
        op.f("ck_measure_offer_times_are_positive"),
        "measure_offer",
        "least(max_months, first_meeting_weeks, report_months) >= 1",
    )
