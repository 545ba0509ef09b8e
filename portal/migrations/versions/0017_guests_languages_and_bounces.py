"""The language in which a guest is called to a meeting; mails that came back afterwards."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

UNDELIVERED = {
    "ix_message_failed": ["created_at", "id"],
    "ix_message_failed_reference": ["reference"],
}


def upgrade() -> None:
    for table in ("participant", "summons"):
        op.add_column(
            table, sa.Column("language", sa.String(32), nullable=False, server_default="sv")
        )
        op.alter_column(table, "language", server_default=None)
    _messages("state IN ('sent', 'bounced')", "state IN ('failed', 'bounced')")


def downgrade() -> None:
    op.execute("UPDATE message SET state = 'failed', sent_at = NULL WHERE state = 'bounced'")
    _messages("state = 'sent'", "state = 'failed'")
    for table in ("summons", "participant"):
        op.drop_column(table, "language")


def _messages(has_a_time: str, undelivered: str) -> None:
    name = op.f("ck_message_sent_has_a_time")
    op.drop_constraint(name, "message", type_="check")
    op.create_check_constraint(name, "message", f"({has_a_time}) = (sent_at IS NOT NULL)")
    for index, columns in UNDELIVERED.items():
        op.drop_index(index, table_name="message")
        op.create_index(index, "message", columns, postgresql_where=sa.text(undelivered))
