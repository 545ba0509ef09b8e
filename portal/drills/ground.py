"""The ground a drill stands on: PostgreSQL, programs as an operator starts them, a mail server.

A drill finds the portal's settings in the environment and an empty database with the reference
data behind them. `./run drills` gives each one a database of its own; the tests give theirs.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url

from notifications import announce
from portal import db
from portal.clock import now
from portal.config import settings
from portal.demo import prepare, temporary
from portal.demo.processes import LOOPBACK, Program, free_port
from portal.drills.post_office import PostOffice, opened
from portal.models import Message
from portal.vocabulary import Channel

PATTERN = "portal"
"""The database that is copied for each drill."""
STARTS_WITHIN = 90
GLANCE = 0.05
"""Seconds between two looks at something that is waited for."""


class NeverCame(Exception):
    """What was waited for did not happen in time."""


@contextmanager
def servers() -> Iterator[None]:
    """A PostgreSQL with the pattern in it, gone afterwards."""
    with temporary.portal():
        db.engine.cache_clear()
        os.environ |= {"REDIS_URL": "", "MAIL_HOURS": "", "ARGON2_COST": "1"}
        prepare.schema()
        prepare.reference()
        prepare.done()
        yield
        prepare.done()


@contextmanager
def fresh() -> Iterator[None]:
    """A database for one drill, copied from the pattern."""
    pattern = make_url(os.environ["DATABASE_URL"])
    name = f"drill_{uuid4().hex[:8]}"
    _order(pattern.set(database="postgres").render_as_string(hide_password=False), name)
    with environment(DATABASE_URL=pattern.set(database=name).render_as_string(hide_password=False)):
        yield


def _order(url: str, name: str) -> None:
    order = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(order.format(sql.Identifier(name), sql.Identifier(PATTERN)))


@contextmanager
def environment(**names: str) -> Iterator[None]:
    """These settings hold meanwhile, for us and for the programs that are started."""
    before = {name: os.environ.get(name) for name in names}
    _lead(names)
    try:
        yield
    finally:
        _lead(before)


def _lead(names: Mapping[str, str | None]) -> None:
    if "DATABASE_URL" in names:
        prepare.done()
        db.engine.cache_clear()
    for name, value in names.items():
        os.environ.pop(name, None)
        if value is not None:
            os.environ[name] = value
    settings.cache_clear()


# --- programs -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Ground:
    """Where mails arrive, and how programs are started; all of it ends with the drill."""

    folder: Path
    office: PostOffice
    smtp_port: int
    stack: ExitStack

    def program(self, name: str, *arguments: str) -> Program:
        """One of the portal's commands; what it says will be in `name`.log."""
        command = [sys.executable, "-m", "portal.cli", *arguments]
        program = Program(name, [*command], log=self.folder / f"{name}.log", folder=Path.cwd())
        self.stack.callback(program.stop)
        return program

    def worker(self, name: str = "worker") -> Program:
        program = self.program(name, "worker")
        program.start()
        return program

    def web(self, port: int, workers: int = 1, name: str = "web") -> Program:
        """The web server, as in production; it has begun to start."""
        program = self.program(name, "serve", "--port", str(port), "--workers", str(workers))
        program.environment = {"BASE_URL": f"http://{LOOPBACK}:{port}"}
        program.start()
        return program

    def logs(self) -> str:
        """All that the programs have said so far."""
        return "\n".join(log.read_text(errors="replace") for log in self.folder.glob("*.log"))


@contextmanager
def prepared(*, mail: bool = True) -> Iterator[Ground]:
    """A folder for logs and an open mail server, which the environment names."""
    with tempfile.TemporaryDirectory(prefix="overlamningen-") as name, ExitStack() as stack:
        office, port = PostOffice(), free_port()
        own = {"SMTP_HOST": LOOPBACK, "SMTP_PORT": str(port), "MAIL_HOURS": ""}
        stack.enter_context(environment(**own))
        if mail:
            stack.enter_context(opened(office, port))
        yield Ground(Path(name), office, port, stack)


def await_answer(port: int, program: Program) -> None:
    """Until a page is answered there: a fallen server's parent listens on, and answers nothing."""
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until and program.is_running():
        with (
            suppress(OSError, HTTPException),
            closing(HTTPConnection(LOOPBACK, port, timeout=STARTS_WITHIN)) as line,
        ):
            line.request("GET", "/healthz")
            if line.getresponse().status == HTTPStatus.OK:
                return
        time.sleep(GLANCE)
    raise program.failed()


def wait_until(is_so: Callable[[], bool], seconds: float) -> float:
    """Seconds until it was so; NeverCame when it was not in time."""
    began = time.monotonic()
    while not is_so():
        if time.monotonic() - began > seconds:
            raise NeverCame
        time.sleep(GLANCE)
    return time.monotonic() - began


# --- messages -------------------------------------------------------------------------------------


def write_messages(count: int) -> list[UUID]:
    """Rows as a step writes them, about nobody; committed, so that the worker is called."""
    at = now()
    announce.register()  # whoever writes rows calls the worker with them
    made = [
        Message(
            id=uuid4(),
            channel=Channel.MAIL,
            template="new_filing",
            recipient="kaa@drill.example",
            created_at=at,
            due_at=at,
        )
        for _ in range(count)
    ]
    with db.transaction() as session:
        session.add_all(made)
    db.forget_session()
    return [message.id for message in made]


def ask(question: str, *values: object) -> list[tuple[object, ...]]:
    """What stands in the drill's database, outside of everything the portal does."""
    with psycopg.connect(settings().database_url, autocommit=True) as connection:
        cursor = connection.execute(question.encode(), values or None)
        return cursor.fetchall() if cursor.description else []


def number(question: str, *values: object) -> int:
    """The one number that answers a question."""
    return int(str(ask(question, *values)[0][0]))
