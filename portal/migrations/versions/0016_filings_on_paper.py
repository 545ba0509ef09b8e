"""A filing that was handed over on paper keeps that time, and when it was entered."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.add_column("filing", sa.Column("entered_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("filing", sa.Column("paper_to", sa.LargeBinary(), nullable=True))
    op.create_check_constraint(
        op.f("ck_filing_handed_over_before_entered"),
        "filing",
        "CASE WHEN entered_at IS NULL THEN paper_to IS NULL ELSE filed_at <= entered_at END",
    )
    op.create_check_constraint(
        op.f("ck_filing_handed_over_after_event"),
        "filing",
        "entered_at IS NULL OR kind IN ('dropout', 'start') "
        "OR event_on <= (filed_at AT TIME ZONE 'Europe/Stockholm')::date",
    )


def downgrade() -> None:
    op.drop_column("filing", "paper_to")
    op.drop_column("filing", "entered_at")
