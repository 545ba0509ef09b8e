"""an index for who comes of age in a week

Revision ID: 0026
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_register_entry_born",
        "register_entry",
        ["municipality_code", "birth_date"],
        unique=False,
        postgresql_where=sa.text("state = 'open'"),
    )


def downgrade() -> None:
    op.drop_index(
        "ix_register_entry_born",
        table_name="register_entry",
        postgresql_where=sa.text("state = 'open'"),
    )
