"""Pupil systems tell when something has changed."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"

TEXTS = ("ping_hash", "subscription_id")
TIMES = ("renew_at", "pinged_at")


def upgrade() -> None:
    for name in TEXTS:
        op.add_column("pupil_source", sa.Column(name, sa.String(), nullable=True))
    for name in TIMES:
        op.add_column("pupil_source", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.create_unique_constraint(op.f("uq_pupil_source_ping_hash"), "pupil_source", ["ping_hash"])
    op.create_check_constraint(
        op.f("ck_pupil_source_a_subscription_has_pings"),
        "pupil_source",
        "subscription_id IS NULL OR ping_hash IS NOT NULL",
    )


def downgrade() -> None:
    for name in (*TEXTS, *TIMES):
        op.drop_column("pupil_source", name)
