"""Until when somebody waits for an answer to what was sent."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    op.add_column("contact_attempt", sa.Column("waits_until", sa.Date(), nullable=True))
    op.create_index(
        "ix_contact_attempt_waiting",
        "contact_attempt",
        ["waits_until", "id"],
        unique=False,
        postgresql_where=sa.text("waits_until IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_contact_attempt_waiting", table_name="contact_attempt")
    op.drop_column("contact_attempt", "waits_until")
