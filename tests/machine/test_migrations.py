"""The schema's steps: one line of numbers, each tried up and down, ending where the models are."""

from collections.abc import Iterator

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from portal import db, migrations
from tests.servers import Servers, portal_at


@pytest.fixture
def empty_database(running_servers: Servers, worker_id: str) -> Iterator[None]:
    """The portal's own connections lead to a database without a single table."""
    name = f"{worker_id}_migrations"
    running_servers.make(name)
    with portal_at(running_servers.url(name)):
        yield
    running_servers.drop(name)


def tables() -> set[str]:
    return set(inspect(db.engine()).get_table_names()) - {"alembic_version"}


def test_the_steps_are_numbered_in_one_line() -> None:
    steps = list(ScriptDirectory.from_config(migrations.config()).walk_revisions())
    numbers = [step.revision for step in reversed(steps)]

    assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]


def test_the_steps_end_where_the_models_are(empty_database: None) -> None:
    migrations.upgrade()

    command.check(migrations.config())
    assert tables() == set(db.Model.metadata.tables)


def test_every_step_can_be_taken_back_and_again(empty_database: None) -> None:
    steps = ScriptDirectory.from_config(migrations.config()).walk_revisions()
    for step in reversed(list(steps)):
        migrations.upgrade(step.revision)
        migrations.downgrade(step.down_revision or "base")
        migrations.upgrade(step.revision)

    migrations.downgrade("base")

    assert tables() == set()
