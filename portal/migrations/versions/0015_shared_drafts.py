"""Drafts are shared on request, say who wrote in them last, and carry attachments."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


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
    for table in ("draft", "filing"):
        op.add_column(
            table, sa.Column("files_count", sa.Integer(), nullable=False, server_default="0")
        )
        op.alter_column(table, "files_count", server_default=None)
    _create_attachment()


def _create_attachment() -> None:
    op.create_table(
        "attachment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=True),
        sa.Column("filing_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("sort", sa.String(32), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("stored_as", sa.String(), nullable=False),
        sa.Column("scan", sa.String(32), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "num_nonnulls(draft_id, filing_id) = 1",
            name=op.f("ck_attachment_belongs_to_one_thing"),
        ),
        sa.ForeignKeyConstraint(
            ["draft_id"],
            ["draft.id"],
            name=op.f("fk_attachment_draft_id_draft"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["filing_id"],
            ["filing.id"],
            name=op.f("fk_attachment_filing_id_filing"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["membership.id"], name=op.f("fk_attachment_added_by_id_membership")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sa.UniqueConstraint("stored_as", name=op.f("uq_attachment_stored_as")),
        sa.UniqueConstraint("draft_id", "digest", name=op.f("uq_attachment_draft_id_digest")),
    )
    op.create_index("ix_attachment_filing", "attachment", ["filing_id", "added_at", "id"])


def downgrade() -> None:
    op.drop_table("attachment")
    op.drop_column("filing", "files_count")
    op.drop_column("draft", "files_count")
    op.drop_index("ix_draft_changed", table_name="draft")
    op.drop_index("ix_draft_shared", table_name="draft")
    op.drop_constraint(op.f("fk_draft_changed_by_id_membership"), "draft")
    op.drop_column("draft", "changed_by_id")
    op.drop_column("draft", "shared")
