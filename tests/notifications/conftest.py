"""A round of the outbox at an instant, a worker as an operator starts it, hours with an end."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import psycopg
import pytest
from flask import Flask

from notifications.announce import CHANNEL
from notifications.deliver import deliver_due
from portal.config import Settings, settings
from portal.db import forget_session
from tests.post_office import PostOffice

LONG = 15
"""Seconds: shorter than a worker's own round, so that only a wake-up can be the reason."""


@pytest.fixture
def deliver(app: Flask) -> Callable[[datetime], int]:
    """One round at an instant; gives how many mails were tried."""

    def run(at: datetime) -> int:
        with app.app_context():
            tried = deliver_due(lambda: at)
        forget_session()
        return tried

    return run


@pytest.fixture
def working_hours(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Mails go out when they do unless somebody says otherwise."""
    monkeypatch.setenv("MAIL_HOURS", str(Settings.model_fields["mail_hours"].default))
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture
def worker(
    app: Flask, database: Any, post_office: PostOffice
) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Starts the worker as an operator does, with a queue at some address; stopped afterwards."""
    started: list[subprocess.Popen[bytes]] = []

    def start(redis_url: str = "") -> subprocess.Popen[bytes]:
        port = str(app.extensions["mail"].port)
        own = {"REDIS_URL": redis_url, "SMTP_PORT": port, "PYTHONWARNINGS": "default"}
        command = [sys.executable, "-m", "portal.cli", "worker"]
        started.append(subprocess.Popen(command, env={**os.environ, **own}))
        return started[-1]

    yield start
    for process in started:
        if process.poll() is None:
            process.terminate()
            assert process.wait(LONG) == 0


@pytest.fixture
def listens(database: psycopg.Connection[Any]) -> Callable[[], None]:
    """Wait until the worker's ears are open."""

    def wait() -> None:
        asked = "SELECT count(*) FROM pg_stat_activity WHERE query = %s AND state = 'idle'"
        for _ in range(2000):
            row = database.execute(asked, [f"LISTEN {CHANNEL}"]).fetchone()
            if row and row[0]:
                return
            database.execute("SELECT pg_sleep(0.02)")
        raise AssertionError("the worker does not listen")

    return wait
