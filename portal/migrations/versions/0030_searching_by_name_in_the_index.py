"""A search by name is answered from the index."""

from alembic import op

revision = "0030"
down_revision = "0029"

NAME = "ix_case_thread_municipality_name"


def upgrade() -> None:
    _make("due_on", "id")


def downgrade() -> None:
    _make()


def _make(*included: str) -> None:
    op.drop_index(NAME, table_name="case_thread")
    op.create_index(
        NAME,
        "case_thread",
        ["municipality_code", "search_name"],
        postgresql_include=included,
        postgresql_ops={"search_name": "text_pattern_ops"},
    )
