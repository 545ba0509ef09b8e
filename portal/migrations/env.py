"""How Alembic reaches the database: the portal's own, in one transaction, one at a time."""

from collections.abc import Iterable
from typing import Any, Literal

from alembic import context
from alembic.operations.ops import MigrationScript
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Enum, text

import portal.models  # noqa: F401 (what is stored, so that it can be compared)
from portal.db import EncryptedJson, EncryptedText, Model, engine

ONE_AT_A_TIME = 20060039
"""The advisory lock two deployments would meet at."""


def migrate(connection: Connection) -> None:
    """A step waits at most seconds for a lock: a site in use must not queue up behind it."""
    context.configure(
        connection=connection,
        target_metadata=Model.metadata,
        process_revision_directives=number,
        render_item=plainly,
    )
    with context.begin_transaction():
        connection.execute(text("SET LOCAL lock_timeout = '10s'"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_AT_A_TIME})
        context.run_migrations()


def number(
    _: MigrationContext, __: str | Iterable[str | None] | Iterable[str], scripts: list[Any]
) -> None:
    """The next number, so that the files stand in the order they are applied."""
    script: MigrationScript = scripts[0]
    head = ScriptDirectory.from_config(context.config).get_current_head()
    script.rev_id = f"{int(head or 0) + 1:04}"


def plainly(kind: str, item: object, _: object) -> str | Literal[False]:
    """A migration outlives the vocabulary and the keys: it names what is stored, not our types."""
    if kind != "type":
        return False
    if isinstance(item, Enum):
        return f"sa.String({item.length})"
    if isinstance(item, EncryptedText | EncryptedJson):
        return "sa.LargeBinary()"
    return False


with engine().connect() as connection:
    migrate(connection)
