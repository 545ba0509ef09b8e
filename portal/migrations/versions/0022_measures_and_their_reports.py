"""The catalogue of measures, who runs them, and how it goes for each youth."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.create_table(
        "provider",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_code"],
            ["municipality.code"],
            name=op.f("fk_provider_municipality_code_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider")),
        sa.UniqueConstraint(
            "municipality_code", "name", name=op.f("uq_provider_municipality_code_name")
        ),
    )
    op.create_table(
        "measure_offer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_code", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=True),
        sa.Column("least_age", sa.Integer(), nullable=True),
        sa.Column("most_age", sa.Integer(), nullable=True),
        sa.Column("max_months", sa.Integer(), nullable=True),
        sa.Column("first_meeting_weeks", sa.Integer(), nullable=True),
        sa.Column("report_months", sa.Integer(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint(
            "coalesce(least_age, 0) <= coalesce(most_age, 99)",
            name=op.f("ck_measure_offer_ages_follow_each_other"),
        ),
        sa.CheckConstraint(
            "least(max_months, first_meeting_weeks, report_months) >= 1",
            name=op.f("ck_measure_offer_times_are_positive"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_code"],
            ["municipality.code"],
            name=op.f("fk_measure_offer_municipality_code_municipality"),
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.id"], name=op.f("fk_measure_offer_provider_id_provider")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure_offer")),
        sa.UniqueConstraint(
            "municipality_code", "key", name=op.f("uq_measure_offer_municipality_code_key")
        ),
    )
    op.create_index(
        op.f("ix_measure_offer_provider_id"), "measure_offer", ["provider_id"], unique=False
    )
    op.create_table(
        "measure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=True),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("first_met_on", sa.Date(), nullable=True),
        sa.Column("planned_end_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.String(32), nullable=True),
        sa.Column("occupation_after", sa.String(32), nullable=True),
        sa.Column("agreed_by_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "ended_on IS NULL OR starts_on IS NULL OR starts_on <= ended_on OR end_reason = 'never_started'",
            name=op.f("ck_measure_ends_after_it_starts"),
        ),
        sa.CheckConstraint(
            "(ended_on IS NULL) = (end_reason IS NULL)", name=op.f("ck_measure_an_end_has_a_reason")
        ),
        sa.ForeignKeyConstraint(
            ["agreed_by_id"], ["membership.id"], name=op.f("fk_measure_agreed_by_id_membership")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["register_entry.id"], name=op.f("fk_measure_entry_id_register_entry")
        ),
        sa.ForeignKeyConstraint(
            ["offer_id"], ["measure_offer.id"], name=op.f("fk_measure_offer_id_measure_offer")
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.id"], name=op.f("fk_measure_provider_id_provider")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure")),
    )
    op.create_index("ix_measure_entry", "measure", ["entry_id", "agreed_on", "id"], unique=False)
    op.create_index("ix_measure_offer", "measure", ["offer_id"], unique=False)
    op.create_index(op.f("ix_measure_provider_id"), "measure", ["provider_id"], unique=False)
    op.create_index(
        "ix_measure_running",
        "measure",
        ["entry_id"],
        unique=False,
        postgresql_where=sa.text("ended_on IS NULL"),
    )
    op.create_table(
        "measure_report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("measure_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attendance", sa.String(32), nullable=True),
        sa.Column("goes_on", sa.Boolean(), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(delivered_at IS NULL) = (attendance IS NULL)",
            name=op.f("ck_measure_report_delivered_says_how_it_went"),
        ),
        sa.CheckConstraint(
            "read_at IS NULL OR delivered_at IS NOT NULL",
            name=op.f("ck_measure_report_read_when_delivered"),
        ),
        sa.ForeignKeyConstraint(
            ["measure_id"], ["measure.id"], name=op.f("fk_measure_report_measure_id_measure")
        ),
        sa.ForeignKeyConstraint(
            ["read_by_id"], ["membership.id"], name=op.f("fk_measure_report_read_by_id_membership")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure_report")),
        sa.UniqueConstraint("measure_id", "month", name=op.f("uq_measure_report_measure_id_month")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_measure_report_token_hash")),
    )


def downgrade() -> None:
    op.drop_table("measure_report")
    op.drop_index(
        "ix_measure_running", table_name="measure", postgresql_where=sa.text("ended_on IS NULL")
    )
    op.drop_index(op.f("ix_measure_provider_id"), table_name="measure")
    op.drop_index("ix_measure_offer", table_name="measure")
    op.drop_index("ix_measure_entry", table_name="measure")
    op.drop_table("measure")
    op.drop_index(op.f("ix_measure_offer_provider_id"), table_name="measure_offer")
    op.drop_table("measure_offer")
    op.drop_table("provider")
