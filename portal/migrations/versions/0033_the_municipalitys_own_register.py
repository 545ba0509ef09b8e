"""The municipality's own register, and the number it gives what it was told."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"


def upgrade() -> None:
    op.create_table(
        "external_register",
        sa.Column(
            "municipality_code",
            sa.String(),
            sa.ForeignKey(
                "municipality.code", name="fk_external_register_municipality_code_municipality"
            ),
            nullable=False,
        ),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("payload", sa.String(32), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("municipality_code", name="pk_external_register"),
    )
    op.add_column("message", sa.Column("acknowledgement", sa.LargeBinary()))


def downgrade() -> None:
    op.drop_column("message", "acknowledgement")
    op.drop_table("external_register")
