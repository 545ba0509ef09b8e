"""Events, messages and the access log."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "access_log",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("opened", sa.String(32), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("municipality_code", sa.String(), nullable=True),
        sa.Column("school_unit_code", sa.String(), nullable=True),
        sa.Column("reason", sa.String(32), nullable=True),
        sa.Column("request_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["membership_id"],
            ["membership.id"],
            name=op.f("fk_access_log_membership_id_membership"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_log")),
    )
    op.create_index("ix_access_log_membership", "access_log", ["membership_id", "at"], unique=False)
    op.create_index(
        "ix_access_log_municipality", "access_log", ["municipality_code", "at", "id"], unique=False
    )
    op.create_index("ix_access_log_object", "access_log", ["reference", "at"], unique=False)
    op.create_table(
        "event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("entry_id", sa.Uuid(), nullable=True),
        sa.Column("step", sa.String(32), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("municipality_code", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("facts", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "num_nonnulls(case_id, entry_id) >= 1", name=op.f("ck_event_happens_to_something")
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["membership.id"], name=op.f("fk_event_actor_id_membership")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_thread.id"], name=op.f("fk_event_case_id_case_thread")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["register_entry.id"], name=op.f("fk_event_entry_id_register_entry")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_code"],
            ["municipality.code"],
            name=op.f("fk_event_municipality_code_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    op.create_index("ix_event_case_at", "event", ["case_id", "at", "ordinal"], unique=False)
    op.create_index("ix_event_entry_at", "event", ["entry_id", "at", "ordinal"], unique=False)
    op.create_table(
        "message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=True),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("template", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'sent') = (sent_at IS NOT NULL)", name=op.f("ck_message_sent_has_a_time")
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_message_event_id_event")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_message_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
    )
    op.create_index(
        "ix_message_due",
        "message",
        ["due_at", "id"],
        unique=False,
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index(op.f("ix_message_event_id"), "message", ["event_id"], unique=False)
    op.create_index(op.f("ix_message_user_id"), "message", ["user_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_message_user_id"), table_name="message")
    op.drop_index(op.f("ix_message_event_id"), table_name="message")
    op.drop_index(
        "ix_message_due", table_name="message", postgresql_where=sa.text("state = 'waiting'")
    )
    op.drop_table("message")
    op.drop_index("ix_event_entry_at", table_name="event")
    op.drop_index("ix_event_case_at", table_name="event")
    op.drop_table("event")
    op.drop_index("ix_access_log_object", table_name="access_log")
    op.drop_index("ix_access_log_municipality", table_name="access_log")
    op.drop_index("ix_access_log_membership", table_name="access_log")
    op.drop_table("access_log")
