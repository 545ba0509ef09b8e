"""Summonses to joint meetings, and what those without an account answer."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "summons",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=True),
        sa.Column("membership_id", sa.Uuid(), nullable=True),
        sa.Column("email", sa.LargeBinary(), nullable=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("calendar_id", sa.Uuid(), nullable=False),
        sa.Column("calendar_sequence", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("minutes_long", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(membership_id IS NULL) = (email IS NOT NULL)",
            name=op.f("ck_summons_goes_to_one_address"),
        ),
        sa.CheckConstraint(
            "kind <> 'request' OR starts_at IS NOT NULL", name=op.f("ck_summons_request_has_a_time")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_summons_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name=op.f("fk_summons_membership_id_membership")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_summons")),
    )
    op.create_index(op.f("ix_summons_meeting_id"), "summons", ["meeting_id"])
    op.add_column("message", sa.Column("summons_id", sa.Uuid(), nullable=True))
    op.create_unique_constraint(op.f("uq_message_summons_id"), "message", ["summons_id"])
    op.create_foreign_key(
        op.f("fk_message_summons_id_summons"), "message", "summons", ["summons_id"], ["id"]
    )
    op.add_column("meeting", sa.Column("calendar_id", sa.Uuid(), nullable=True))
    op.add_column(
        "meeting", sa.Column("calendar_sequence", sa.Integer(), nullable=False, server_default="0")
    )
    op.alter_column("meeting", "calendar_sequence", server_default=None)
    # Nobody has an entry of the meetings there are: each chain begins with its first.
    op.execute(
        """
        WITH RECURSIVE chain (id, first) AS (
            SELECT id, id FROM meeting WHERE replaces_id IS NULL
            UNION ALL
            SELECT meeting.id, chain.first FROM meeting JOIN chain ON meeting.replaces_id = chain.id
        )
        UPDATE meeting SET calendar_id = chain.first FROM chain WHERE chain.id = meeting.id
        """
    )
    op.alter_column("meeting", "calendar_id", nullable=False)
    for name in ("email", "interpreter", "words"):
        op.add_column("participant", sa.Column(name, sa.LargeBinary(), nullable=True))
    op.add_column("participant", sa.Column("link_hash", sa.String(), nullable=True))
    op.add_column("participant", sa.Column("reply", sa.String(32), nullable=True))
    op.add_column("participant", sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "participant",
        sa.Column(
            "suiting_times",
            postgresql.ARRAY(sa.DateTime(timezone=True)),
            nullable=False,
            server_default="{}",
        ),
    )
    op.alter_column("participant", "suiting_times", server_default=None)
    op.create_unique_constraint(op.f("uq_participant_link_hash"), "participant", ["link_hash"])


def downgrade() -> None:
    op.drop_constraint(op.f("uq_participant_link_hash"), "participant")
    for name in ("suiting_times", "replied_at", "reply", "link_hash"):
        op.drop_column("participant", name)
    for name in ("words", "interpreter", "email"):
        op.drop_column("participant", name)
    op.drop_column("meeting", "calendar_sequence")
    op.drop_column("meeting", "calendar_id")
    op.drop_column("message", "summons_id")
    op.drop_table("summons")
