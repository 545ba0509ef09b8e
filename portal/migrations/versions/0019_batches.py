"""Many filings of one kind, written and sent together."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.create_table(
        "batch",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("school_unit_code", sa.String(), nullable=False),
        sa.Column("common", sa.LargeBinary(), nullable=True),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(sent_at IS NULL) = (common IS NOT NULL)",
            name=op.f("ck_batch_a_sent_one_keeps_no_answers"),
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["membership.id"], name=op.f("fk_batch_author_id_membership")
        ),
        sa.ForeignKeyConstraint(
            ["school_unit_code"],
            ["school_unit.code"],
            name=op.f("fk_batch_school_unit_code_school_unit"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch")),
    )
    op.create_index("ix_batch_author_changed", "batch", ["author_id", "changed_at", "id"])
    op.create_table(
        "batch_pupil",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("pupil_id", sa.Uuid(), nullable=True),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("typed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["batch.id"],
            name=op.f("fk_batch_pupil_batch_id_batch"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["pupil_id"], ["roll_pupil.id"], name=op.f("fk_batch_pupil_pupil_id_roll_pupil")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_pupil")),
    )
    op.create_index("ix_batch_pupil_batch", "batch_pupil", ["batch_id", "place"])
    op.create_index(
        "ix_batch_pupil_pupil",
        "batch_pupil",
        ["pupil_id"],
        postgresql_where=sa.text("pupil_id IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_table("batch_pupil")
    op.drop_table("batch")
