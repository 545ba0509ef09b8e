"""Meetings."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "meeting",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("municipality_code", sa.String(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("proposed_times", postgresql.ARRAY(sa.DateTime(timezone=True)), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("minutes_long", sa.Integer(), nullable=False),
        sa.Column("place", sa.LargeBinary(), nullable=False),
        sa.Column("purpose", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaces_id", sa.Uuid(), nullable=True),
        sa.Column("moved_for", sa.String(32), nullable=True),
        sa.Column("ended_reason", sa.LargeBinary(), nullable=True),
        sa.Column("outcome", sa.String(32), nullable=True),
        sa.Column("outcome_text", sa.LargeBinary(), nullable=True),
        sa.Column("follow_up_on", sa.Date(), nullable=True),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=True),
        postgresql.ExcludeConstraint(
            (sa.column("case_id"), "="),
            where=sa.text("state IN ('to_book', 'proposed', 'booked')"),
            deferrable="True",
            initially="DEFERRED",
            using="btree",
            name="uq_meeting_running",
        ),
        sa.CheckConstraint(
            "(follow_up_on IS NOT NULL) OR outcome IS DISTINCT FROM 'stays_with_support'",
            name=op.f("ck_meeting_support_is_followed_up"),
        ),
        sa.CheckConstraint(
            "(state = 'held') = (outcome IS NOT NULL)", name=op.f("ck_meeting_held_has_an_outcome")
        ),
        sa.CheckConstraint(
            "state <> 'proposed' OR cardinality(proposed_times) >= 1",
            name=op.f("ck_meeting_proposed_has_times"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('booked', 'held') OR starts_at IS NOT NULL",
            name=op.f("ck_meeting_booked_has_a_time"),
        ),
        sa.CheckConstraint(
            "cardinality(proposed_times) <= 3", name=op.f("ck_meeting_at_most_three_times")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_thread.id"], name=op.f("fk_meeting_case_id_case_thread")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_code"],
            ["municipality.code"],
            name=op.f("fk_meeting_municipality_code_municipality"),
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["meeting.id"], name=op.f("fk_meeting_replaces_id_meeting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_meeting_replaces_id")),
    )
    op.create_index("ix_meeting_case_created", "meeting", ["case_id", "created_at"], unique=False)
    op.create_index(
        "ix_meeting_municipality_starts",
        "meeting",
        ["municipality_code", "starts_at", "id"],
        unique=False,
    )
    op.create_table(
        "commitment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("side", sa.String(32), nullable=False),
        sa.Column("owner", sa.LargeBinary(), nullable=False),
        sa.Column("what", sa.LargeBinary(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("kept_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_thread.id"], name=op.f("fk_commitment_case_id_case_thread")
        ),
        sa.ForeignKeyConstraint(
            ["kept_by_id"], ["membership.id"], name=op.f("fk_commitment_kept_by_id_membership")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_commitment_meeting_id_meeting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment")),
    )
    op.create_index(op.f("ix_commitment_meeting_id"), "commitment", ["meeting_id"], unique=False)
    op.create_index(
        "ix_commitment_open",
        "commitment",
        ["case_id", "due_on"],
        unique=False,
        postgresql_where=sa.text("kept_at IS NULL"),
    )
    op.create_table(
        "participant",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("contact", sa.LargeBinary(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=True),
        sa.Column("attendance", sa.String(32), nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_participant_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["membership_id"],
            ["membership.id"],
            name=op.f("fk_participant_membership_id_membership"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participant")),
    )
    op.create_index(op.f("ix_participant_meeting_id"), "participant", ["meeting_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_participant_meeting_id"), table_name="participant")
    op.drop_table("participant")
    op.drop_index(
        "ix_commitment_open", table_name="commitment", postgresql_where=sa.text("kept_at IS NULL")
    )
    op.drop_index(op.f("ix_commitment_meeting_id"), table_name="commitment")
    op.drop_table("commitment")
    op.drop_index("ix_meeting_municipality_starts", table_name="meeting")
    op.drop_index("ix_meeting_case_created", table_name="meeting")
    op.drop_table("meeting")
