"""Drafts are shared on request, and say who wrote in them last."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0013"


def upgrade() -> None:
    op.add_column(
        "draft", sa.Column("shared", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.alter_column("draft", "shared", server_default=None)
    op.add_column("draft", sa.Column("changed_by_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_draft_changed_by_id_membership"), "draft", "membership", ["changed_by_id"], ["id"]
    )
    op.create_index(
        "ix_draft_shared",
        "draft",
        ["school_unit_code", "changed_at", "id"],
        postgresql_where=sa.text("shared"),
    )
    op.create_index("ix_draft_changed", "draft", ["changed_at"])


def downgrade() -> None:
    op.drop_index("ix_draft_changed", table_name="draft")
    op.drop_index("ix_draft_shared", table_name="draft")
    op.drop_constraint(op.f("fk_draft_changed_by_id_membership"), "draft")
    op.drop_column("draft", "changed_by_id")
    op.drop_column("draft", "shared")
