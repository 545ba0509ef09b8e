"""A throw-away server as in production, and what a request costs it."""

import http.client
import os
import re
import secrets
import shutil
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import psutil
import psycopg

from portal.demo import postgres, temporary
from portal.demo.processes import Program, free_port

LOOPBACK = "127.0.0.1"
PATIENCE = 60
"""Seconds the web worker may take to start."""
IDLE = 5
"""Seconds after which a server may hang up on a silent visitor."""
SERVE = (
    "-c",
    "import sys; sys.modules['rich'] = None; from portal.cli import portal; portal()",
    "serve",
)
"""As in production, where rich, which structlog loads if it can, is not: it is the tests'."""
SPOKEN = re.compile(r"(?:statement|execute [^:]*): (?!BEGIN|COMMIT|ROLLBACK)")
"""A statement in PostgreSQL's log, transactions' own words aside."""


@dataclass
class Site:
    """A running portal, its database and the one worker process that is measured."""

    database: postgres.Server
    web: Program
    port: int

    @property
    def pid(self) -> int:
        assert self.web.process is not None  # `serve` starts it
        return self.web.process.pid

    def serve(self) -> None:
        """Start the web worker and wait until it answers."""
        self.web.start()
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self.web.is_running():
            with suppress(OSError), socket.create_connection((LOOPBACK, self.port), timeout=1):
                return
            time.sleep(0.1)
        raise self.web.failed()

    def workers(self) -> list[psutil.Process]:
        """The processes that answer requests: granian's children."""
        family = psutil.Process(self.pid).children(recursive=True)
        return [one for one in family if not one.children()]

    def cpu(self) -> float:
        """CPU seconds used so far by the workers and by the database's part for them."""
        backends = [psutil.Process(pid) for pid in self._backends()]
        times = (one.cpu_times() for one in (*self.workers(), *backends))
        return sum(one.user + one.system for one in times)

    def memory(self) -> float:
        """Resident MB of the largest worker."""
        return max(one.memory_info().rss for one in self.workers()) / 2**20

    def ask(self, order: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self.database.url("bench"), autocommit=True) as connection:
            cursor = connection.execute(order.encode())
            return cursor.fetchall() if cursor.description else []

    def _backends(self) -> list[int]:
        rows = self.ask("SELECT pid FROM pg_stat_activity WHERE application_name = 'overlamningen'")
        return [int(str(pid)) for (pid,) in rows]

    @contextmanager
    def counting(self) -> Iterator[list[int]]:
        """Counts the statements of what happens inside; the list then holds the one number."""
        log = self.database.program.log
        found: list[int] = []
        self._say_all("all")
        before = log.stat().st_size
        yield found
        self._say_all("none")
        with log.open("rb") as words:
            words.seek(before)
            lines = words.read().decode(errors="replace").split("\n")
        found.append(
            sum(bool(SPOKEN.search(line)) for line in lines if line.startswith("[overlamningen]"))
        )

    def _say_all(self, level: str) -> None:
        self.ask(f"ALTER SYSTEM SET log_statement = '{level}'")
        self.ask("SELECT pg_reload_conf()")
        time.sleep(0.3)


@contextmanager
def running() -> Iterator[Site]:
    """An empty database, and a web worker that waits to be started; gone afterwards."""
    with temporary.folder() as folder, ExitStack() as stack:
        # Durable as in production; each log line says which application spoke.
        database = postgres.run(
            postgres.place_for(folder),
            ("log_line_prefix=[%a] ", "shared_buffers=512MB", "autovacuum=off"),
        )
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        stack.callback(database.stop)
        database.make_database("bench")
        port = free_port()
        os.environ.update(_environment(database, port))
        web = Program(
            "Web server",
            [sys.executable, "-OO", *SERVE, "--port", str(port), "--workers", "1"],
            log=folder / "web.log",
            folder=Path.cwd(),
        )
        stack.callback(web.stop)
        yield Site(database, web, port)


def _environment(database: postgres.Server, port: int) -> dict[str, str]:
    return {
        "DATABASE_URL": database.url("bench"),
        "REDIS_URL": "",
        "MALLOC_ARENA_MAX": "1",  # as `./run` says it, and the next
        "PYTHONNODEBUGRANGES": "1",
        "BASE_URL": f"http://{LOOPBACK}:{port}",
        "SECRET_KEY": secrets.token_urlsafe(48),
        "ENCRYPTION_KEY": secrets.token_hex(32),
        "SEALING_KEYS": f"demo:{secrets.token_hex(32)}",
        "HASH_KEY": secrets.token_hex(32),
    }


@dataclass
class Visitor:
    """A browser without a screen: one connection, cookies, and the token of the last page."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""

    def __post_init__(self) -> None:
        self.line = http.client.HTTPConnection(LOOPBACK, self.port, timeout=60)
        self.used = time.monotonic()

    def get(self, path: str) -> tuple[int, str]:
        return self._send("GET", path, None)

    def post(self, path: str, **answers: str | list[str]) -> tuple[int, str]:
        body = urlencode({**answers, "csrf_token": self.token}, doseq=True)
        return self._send("POST", path, body)

    def _send(self, method: str, path: str, body: str | None) -> tuple[int, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["Referer"] = f"http://{LOOPBACK}:{self.port}/"
        if time.monotonic() - self.used > IDLE:
            self.line.close()  # the server has hung up; the next request dials again
        self.line.request(method, path, body, headers)
        answer = self.line.getresponse()
        page = answer.read().decode()
        self.used = time.monotonic()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                cookie, _, content = value.partition(";")[0].partition("=")
                self.cookies[cookie] = content
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        self.token = found.group(1) if found else self.token
        return answer.status, page if answer.status < 300 else answer.getheader("Location", page)  # noqa: PLR2004
