"""A committed row reaches the mail server within seconds, with the queue or without it."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from flask import Flask
from redis import Redis
from rq import Queue, SimpleWorker
from rq.serializers import JSONSerializer
from sqlalchemy import select
from sqlalchemy.orm import Session

from notifications import jobs
from notifications.announce import CHANNEL
from notifications.leases import LEASE, LOSSES
from portal.clock import now
from portal.config import settings
from portal.db import forget_session, transaction
from portal.demo.processes import LOOPBACK
from portal.drills.post_office import PostOffice
from portal.models import Message
from portal.vocabulary import MessageState
from tests.notifications.conftest import LONG
from tests.notifications.messages import a_message
from tests.servers import Servers

WITH_POISON = """
import os, signal
from jinja2 import DictLoader, ChoiceLoader
from notifications.deliver import deliver_due
from portal.app import create_app
from portal.clock import now
app = create_app()
def kill(): os.kill(os.getpid(), signal.SIGKILL)
app.jinja_env.globals["kill"] = kill
loader = DictLoader({"mail/poison.txt": "{{ kill() }}"})
app.jinja_env.loader = ChoiceLoader([loader, app.jinja_env.loader])
with app.app_context():
    deliver_due(now)
"""


def commit_a_message(**says: Any) -> None:
    """As a page does: the row, and with its commit the call."""
    with transaction() as session:
        session.add(a_message(**says))
    forget_session()


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
    worker: Callable[..., Any],
    listens: Callable[[], None],
    running_servers: Servers,
    post_office: PostOffice,
    database: Any,
    is_there: bool,
) -> None:
    worker(running_servers.redis_url if is_there else "redis://127.0.0.1:1/0")
    listens()

    commit_a_message(due_at=now() - timedelta(seconds=1))

    assert post_office.came.wait(LONG)


def test_a_worker_that_is_stopped_in_the_middle_of_a_mail_sends_it_first(
    worker: Callable[..., subprocess.Popen[bytes]],
    queue: str,
    post_office: PostOffice,
    rows: Session,
    database: psycopg.Connection[Any],
) -> None:
    post_office.takes = lambda: 1.5
    process = worker(queue)
    while not Redis.from_url(queue).keys("rq:worker:*"):  # it waits for a job
        database.execute("SELECT pg_sleep(0.02)")
    commit_a_message(due_at=now() - timedelta(seconds=1))
    assert post_office.begun.wait(LONG)

    process.terminate()

    assert process.wait(LONG) == 0
    message = rows.scalars(select(Message)).one()
    assert (message.state, message.last_error) == (MessageState.SENT, "")
    assert len(post_office.mails) == 1


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
        "municipality_code",
        "school_unit_code",
        "locale",
        "state",
        "created_at",
        "due_at",
        "attempts",
        "leased_at",
        "lost_leases",
        "tried_since",
        "last_error",
        "sent_at",
        "carrier_id",
        "report_id",
        "acknowledgement",
    }


def test_a_worker_killed_in_the_middle_of_a_mail_leaves_it_to_the_next(
    worker: Callable[..., subprocess.Popen[bytes]],
    stored: Callable[..., Message],
    rows: Session,
    post_office: PostOffice,
    database: Any,
) -> None:
    message = stored(a_message())
    post_office.hangs = True
    first = worker()
    assert post_office.begun.wait(LONG)
    first.kill()
    first.wait()
    rows.refresh(message)
    assert (message.state, message.attempts) == (MessageState.WAITING, 1)
    assert message.leased_at is not None

    database.execute("UPDATE message SET leased_at = leased_at - %s", [LEASE])
    post_office.hangs = False
    worker()

    assert post_office.came.wait(LONG)
    assert post_office.mails[0]["X-Message-Ref"] == str(message.id)


def test_a_row_that_has_killed_five_workers_is_given_up_and_the_others_are_sent(
    app: Flask,
    stored: Callable[..., Message],
    rows: Session,
    post_office: PostOffice,
    database: Any,
) -> None:
    before = {"attempts": LOSSES - 1, "lost_leases": LOSSES - 1}
    poison = stored(a_message("poison", **before), a_message(to="other@0182.example"))

    assert one_round(app) == -signal.SIGKILL
    database.execute("UPDATE message SET leased_at = leased_at - %s", [LEASE])
    assert one_round(app) == 0

    rows.refresh(poison)
    assert (poison.state, poison.last_error) == (MessageState.FAILED, "LeaseLost")
    assert poison.attempts == LOSSES
    assert [address for address, _ in post_office.told] == ["other@0182.example"]


def one_round(app: Flask) -> int:
    """In a process of its own, where a letter that kills its reader does so."""
    port = str(app.extensions["mail"].port)
    own = {"SMTP_PORT": port, "PYTHONWARNINGS": "default"}
    order = [sys.executable, "-c", WITH_POISON]
    return subprocess.run(order, env={**os.environ, **own}, check=False).returncode


def test_the_worker_is_woken_through_the_queue_with_nothing_but_its_name(
    app: Flask, queue: str, stored: Callable[..., Message], post_office: PostOffice
) -> None:
    stored(a_message())
    assert jobs.wake()
    assert jobs.wake()

    redis = Redis.from_url(queue)
    waiting = Queue(jobs.QUEUE, connection=redis, serializer=JSONSerializer)
    assert [(job.func_name, job.args, job.kwargs) for job in waiting.jobs] == [
        ("notifications.jobs.deliver", [], {})
    ]
    with app.app_context():
        SimpleWorker([waiting], connection=redis, serializer=JSONSerializer).work(burst=True)
    assert [address for address, _ in post_office.told] == ["kaa@0182.example"]


def test_a_job_that_died_with_its_worker_swallows_no_wake_up_of_the_next(
    database: Any, queue: str
) -> None:
    redis = Redis.from_url(queue)
    waiting = Queue(jobs.QUEUE, connection=redis, serializer=JSONSerializer)
    for process in ("one that was killed", "the next"):
        code = "from notifications import jobs; assert jobs.wake()"
        subprocess.run([sys.executable, "-c", code], env=os.environ, check=True)
        assert waiting.count == 1, process
        redis.delete(waiting.key)  # as when a worker has taken the job


def test_a_queue_that_does_not_answer_is_left_for_the_round(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(jobs.Sleeper, "ASKS_FOR", 1)
    monkeypatch.setattr(jobs.Sleeper, "SILENT", 0)
    with socket.create_server((LOOPBACK, 0)) as silent:
        monkeypatch.setenv("REDIS_URL", f"redis://{LOOPBACK}:{silent.getsockname()[1]}/0")
        settings.cache_clear()
        assert not jobs._run_jobs()
    monkeypatch.undo()
    settings.cache_clear()


def test_a_database_that_goes_away_ends_a_round_and_not_the_worker(
    app: Flask, stored: Callable[..., Message], database: Any, post_office: PostOffice
) -> None:
    stored(a_message())
    database.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )

    with app.app_context():
        jobs.deliver()
        assert post_office.mails == []
        jobs.deliver()

    assert len(post_office.mails) == 1
