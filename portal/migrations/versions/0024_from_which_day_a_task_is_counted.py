"""From which day a task's time is counted: a routine whose time changes can move it exactly."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    op.add_column("task", sa.Column("counted_from", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("task", "counted_from")
