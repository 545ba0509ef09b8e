"""Whose case a message told of: what was sent can be listed by municipality and school unit."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("message", sa.Column("municipality_code", sa.String(), nullable=True))
    op.add_column("message", sa.Column("school_unit_code", sa.String(), nullable=True))
    # A step that sent the case on told the municipality it went to.
    op.execute(
        """
        UPDATE message
        SET school_unit_code = case_thread.school_unit_code,
            municipality_code = coalesce(rerouting.to_code, event.municipality_code)
        FROM event
        JOIN case_thread ON case_thread.id = event.case_id
        LEFT JOIN rerouting ON rerouting.case_id = event.case_id AND rerouting.at = event.at
            AND event.step = 'reroute'
        WHERE event.id = message.event_id
        """
    )
    op.create_foreign_key(
        op.f("fk_message_municipality_code_municipality"),
        "message",
        "municipality",
        ["municipality_code"],
        ["code"],
    )
    op.create_foreign_key(
        op.f("fk_message_school_unit_code_school_unit"),
        "message",
        "school_unit",
        ["school_unit_code"],
        ["code"],
    )
    op.create_index("ix_message_municipality", "message", ["municipality_code", "created_at", "id"])
    op.create_index("ix_message_school_unit", "message", ["school_unit_code", "created_at", "id"])
    op.create_index("ix_message_created", "message", ["created_at", "id"])
    op.create_index(
        "ix_message_failed",
        "message",
        ["created_at", "id"],
        postgresql_where=sa.text("state = 'failed'"),
    )
    op.create_index(
        "ix_message_failed_reference",
        "message",
        ["reference"],
        postgresql_where=sa.text("state = 'failed'"),
    )


def downgrade() -> None:
    op.drop_index(
        "ix_message_failed_reference",
        table_name="message",
        postgresql_where=sa.text("state = 'failed'"),
    )
    op.drop_index(
        "ix_message_failed", table_name="message", postgresql_where=sa.text("state = 'failed'")
    )
    op.drop_index("ix_message_created", table_name="message")
    op.drop_index("ix_message_school_unit", table_name="message")
    op.drop_index("ix_message_municipality", table_name="message")
    op.drop_constraint(
        op.f("fk_message_school_unit_code_school_unit"), "message", type_="foreignkey"
    )
    op.drop_constraint(
        op.f("fk_message_municipality_code_municipality"), "message", type_="foreignkey"
    )
    op.drop_column("message", "school_unit_code")
    op.drop_column("message", "municipality_code")
