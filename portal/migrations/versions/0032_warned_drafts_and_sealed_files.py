"""When a draft's writers were told that it goes."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0030"


def upgrade() -> None:
    op.add_column("draft", sa.Column("warned_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("draft", "warned_at")
