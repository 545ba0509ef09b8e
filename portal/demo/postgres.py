"""A PostgreSQL of our own, for the demo and the tests: on loopback only, by password only."""

import hashlib
import locale
import secrets
import shutil
import signal
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from portal.demo.accounts import Account, can_enter, own_folder, run_as, unprivileged
from portal.demo.binaries import Programs, choose
from portal.demo.processes import LOOPBACK, CannotRun, Program, free_port

BUILTIN_LOCALE_SINCE = 17
START_WITHIN = 60.0
ROLE = "portal"
ROOTS_PLACE = Path("/var/lib/overlamningen-demo")
"""Where root's demo keeps its database when PostgreSQL's account cannot enter the project."""

FAST_AND_FORGETFUL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
"""For tests: nothing of theirs has to survive a power cut."""
_SETTINGS = (
    f"listen_addresses={LOOPBACK}",
    "unix_socket_directories=",
    "max_connections=60",
    "timezone=UTC",
    "log_timezone=UTC",
    # Reading here and there costs little more than reading on: a disk without a needle.
    "random_page_cost=1.1",
    # A failed statement or a broken constraint would put what somebody typed into the log.
    "log_min_error_statement=panic",
    "log_error_verbosity=terse",
)


@dataclass
class Server:
    """A running PostgreSQL and how to reach it."""

    program: Program
    port: int
    password: str
    version: str

    def url(self, database: str) -> str:
        return f"postgresql://{ROLE}:{self.password}@{LOOPBACK}:{self.port}/{database}"

    def make_database(self, name: str) -> None:
        """The database is there afterwards, empty if it was not there before."""
        order = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
        with (
            suppress(psycopg.errors.DuplicateDatabase),
            psycopg.connect(self.url("postgres"), autocommit=True) as connection,
        ):
            connection.execute(order)

    def stop(self) -> None:
        self.program.stop()


def place_for(data: Path) -> Path:
    """Where the cluster lives: beside the rest, or where PostgreSQL's account can reach it."""
    account = unprivileged()
    data.mkdir(parents=True, exist_ok=True)
    if can_enter(account, data):
        return data / "postgres"
    ROOTS_PLACE.mkdir(parents=True, exist_ok=True)
    ROOTS_PLACE.chmod(0o711)
    return ROOTS_PLACE / hashlib.sha256(str(data.resolve()).encode()).hexdigest()[:12]


def run(place: Path, settings: Sequence[str] = ()) -> Server:
    """Start the cluster that lives in this place; the first time, make it."""
    account = unprivileged()
    own_folder(place, account)
    cluster = place / "cluster"
    programs = choose(cluster, place)
    if not cluster.exists():
        _make(programs, place, account)
    elif not (cluster / "PG_VERSION").exists():
        raise CannotRun(f"The database folder {cluster} is damaged: start over with --fresh.")
    _end_survivor(programs, cluster, account)
    port = free_port()
    command: list[str | Path] = [programs.folder / "postgres", "-D", cluster, "-p", str(port)]
    for setting in (*_SETTINGS, *settings):
        command += ["-c", setting]
    log = place / "postgres.log"
    log.unlink(missing_ok=True)
    program = Program(
        "PostgreSQL",
        command,
        log=log,
        account=account,
        environment={"LC_ALL": _locale()},
        farewell=signal.SIGINT,
    )
    program.start()
    server = Server(program, port, _password(place).read_text(), programs.version)
    _wait_for(server)
    return server


def _password(place: Path) -> Path:
    """Kept beside the cluster it opens, so that the two cannot be parted."""
    return place / "password"


def _make(programs: Programs, place: Path, account: Account | None) -> None:
    """Made beside its place and moved there when whole, so it is never met half-made."""
    half = place / "cluster.partial"
    shutil.rmtree(half, ignore_errors=True)
    own_folder(half, account)
    password = _password(place)
    password.unlink(missing_ok=True)
    password.touch(mode=0o600)
    password.write_text(secrets.token_urlsafe(24))
    if account:
        shutil.chown(password, account.uid, account.gid)
    command: list[str | Path] = [programs.folder / "initdb", "-D", half, "-U", ROLE]
    answer = run_as(
        account, [*command, f"--pwfile={password}", *_initdb_words(programs)], LC_ALL=_locale()
    )
    if answer.returncode != 0:
        reason = answer.stderr.strip().splitlines()[-1:] or ["no reason given"]
        raise CannotRun(f"PostgreSQL could not make its database folder: {reason[0]}")
    half.rename(place / "cluster")


def _initdb_words(programs: Programs) -> list[str]:
    words = ["--auth=scram-sha-256", "--encoding=UTF8", "--no-sync", "--no-instructions"]
    if programs.major >= BUILTIN_LOCALE_SINCE:
        return [*words, "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    return [*words, "--locale-provider=libc", "--lc-collate=C", f"--lc-ctype={_locale()}"]


def _end_survivor(programs: Programs, cluster: Path, account: Account | None) -> None:
    """A server whose demo was killed outright may still run where the kernel did not end it."""
    if (cluster / "postmaster.pid").exists():
        run_as(account, [programs.folder / "pg_ctl", "stop", "-D", cluster, "-m", "fast", "-s"])


def _wait_for(server: Server) -> None:
    until = time.monotonic() + START_WITHIN
    while time.monotonic() < until and server.program.is_running():
        with suppress(psycopg.OperationalError):
            psycopg.connect(server.url("postgres"), connect_timeout=2).close()
            return
        time.sleep(0.05)
    server.stop()
    raise server.program.failed()


def _locale() -> str:
    """A locale of this machine that knows letters beyond ASCII."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        for name in ("C.UTF-8", "en_US.UTF-8", "sv_SE.UTF-8", "UTF-8"):
            with suppress(locale.Error):
                return locale.setlocale(locale.LC_CTYPE, name)
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
    return "C"
