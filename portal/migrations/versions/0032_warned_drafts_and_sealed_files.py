"""When a draft's writers were told that it goes; attachments of what is sealed."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    op.add_column("draft", sa.Column("warned_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "sealed_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"], ["sealed_record.id"], name=op.f("fk_sealed_file_record_id_sealed_record")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_file")),
    )
    op.create_index(op.f("ix_sealed_file_record_id"), "sealed_file", ["record_id"])
    # What is sealed compresses no further, and compressing it would only take time.
    op.execute("ALTER TABLE sealed_file ALTER COLUMN sealed SET STORAGE EXTERNAL")


def downgrade() -> None:
    op.drop_table("sealed_file")
    op.drop_column("draft", "warned_at")
