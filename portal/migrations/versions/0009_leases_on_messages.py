"""A message is leased while it is sent; rows that wait for the same morning share a mail."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.add_column("message", sa.Column("leased_at", moment, nullable=True))
    op.add_column(
        "message", sa.Column("lost_leases", sa.Integer(), nullable=False, server_default="0")
    )
    op.alter_column("message", "lost_leases", server_default=None)
    op.add_column("message", sa.Column("tried_since", moment, nullable=True))
    op.add_column("message", sa.Column("carrier_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_message_carrier_id_message"), "message", "message", ["carrier_id"], ["id"]
    )
    op.create_index(op.f("ix_message_carrier_id"), "message", ["carrier_id"], unique=False)
    op.create_index(
        "ix_message_together", "message", ["recipient", "template", "due_at"], unique=False
    )
    op.drop_index("ix_message_due", table_name="message")
    for name, which in (("untried", "attempts = 0"), ("tried", "attempts > 0")):
        op.create_index(
            f"ix_message_{name}",
            "message",
            ["due_at", "id"],
            unique=False,
            postgresql_where=sa.text(f"state = 'waiting' AND {which}"),
        )


def downgrade() -> None:
    for name in ("tried", "untried", "together", "carrier_id"):
        op.drop_index(f"ix_message_{name}", table_name="message")
    op.create_index(
        "ix_message_due",
        "message",
        ["due_at", "id"],
        unique=False,
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.drop_constraint(op.f("fk_message_carrier_id_message"), "message", type_="foreignkey")
    for name in ("carrier_id", "tried_since", "lost_leases", "leased_at"):
        op.drop_column("message", name)
