"""A committed row reaches the mail server within seconds, with the queue or without it."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from flask import Flask

from notifications.announce import CHANNEL
from portal.clock import now
from portal.config import settings
from portal.db import forget_session, transaction
from portal.models import Message
from tests.notifications.messages import a_message
from tests.post_office import PostOffice
from tests.servers import Servers

LONG = 15
"""Seconds: shorter than a worker's own round, so that only a wake-up can be the reason."""


def commit_a_message(**says: Any) -> None:
    """As a page does: the row, and with its commit the call."""
    with transaction() as session:
        session.add(a_message(**says))
    forget_session()


@pytest.fixture
def worker(app: Flask, database: Any, post_office: PostOffice) -> Iterator[Callable[[str], None]]:
    """Starts the worker as an operator does, with a queue at some address; stopped afterwards."""
    started: list[subprocess.Popen[bytes]] = []

    def start(redis_url: str) -> None:
        port = str(app.extensions["mail"].port)
        own = {"REDIS_URL": redis_url, "SMTP_PORT": port, "PYTHONWARNINGS": "default"}
        command = [sys.executable, "-m", "portal.cli", "worker"]
        started.append(subprocess.Popen(command, env={**os.environ, **own}))

    yield start
    for process in started:
        process.terminate()
        assert process.wait(LONG) == 0


def listens(database: psycopg.Connection[Any]) -> None:
    """Wait until the worker's ears are open."""
    asked = "SELECT count(*) FROM pg_stat_activity WHERE query = %s AND state = 'idle'"
    for _ in range(2000):
        row = database.execute(asked, [f"LISTEN {CHANNEL}"]).fetchone()
        if row and row[0]:
            return
        database.execute("SELECT pg_sleep(0.02)")
    raise AssertionError("the worker does not listen")


def test_a_commit_calls_and_a_rollback_does_not(app: Flask, database: Any) -> None:
    with psycopg.connect(settings().database_url, autocommit=True) as ear:
        ear.execute(f"LISTEN {CHANNEL}".encode())
        with transaction() as session:
            session.add(a_message())
            session.flush()
            session.rollback()
        assert list(ear.notifies(timeout=0.3, stop_after=1)) == []

        commit_a_message()
        heard = list(ear.notifies(timeout=5, stop_after=1))

    assert [(one.channel, one.payload) for one in heard] == [(CHANNEL, "")]


@pytest.mark.parametrize("is_there", [True, False], ids=["queue", "no-queue"])
def test_the_worker_sends_what_is_committed_while_it_waits(
    worker: Callable[[str], None],
    running_servers: Servers,
    post_office: PostOffice,
    database: Any,
    is_there: bool,
) -> None:
    worker(running_servers.redis_url if is_there else "redis://127.0.0.1:1/0")
    listens(database)

    commit_a_message(due_at=now() - timedelta(seconds=1))

    assert post_office.came.wait(LONG)


def test_pages_do_not_load_the_queue_at_all() -> None:
    told = subprocess.run(
        [sys.executable, "-c", "import sys, portal.app; print('rq' in sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert told.stdout.strip() == "False"


def test_messages_are_words_and_ids_and_nothing_typed() -> None:
    columns = {column.name for column in Message.__table__.columns}

    assert columns == {
        "id",
        "event_id",
        "summons_id",
        "user_id",
        "channel",
        "template",
        "recipient",
        "reference",
        "locale",
        "state",
        "created_at",
        "due_at",
        "attempts",
        "last_error",
        "sent_at",
    }
