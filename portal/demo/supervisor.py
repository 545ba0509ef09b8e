"""Runs the whole portal on one machine: servers, pages, worker, post office; and stops it all."""

import http.client
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from portal.demo import place, postgres, valkey
from portal.demo.processes import LOOPBACK, CannotRun, Program, free_port, require_free
from portal.demo.terminal import Steps, say
from portal.demo.watch import keep_running

if TYPE_CHECKING:
    from portal.demo.town import Account

STEPS = 6
DATABASE = "overlamningen"
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 (compared with, not bound to)
ANSWERS_WITHIN = 60.0
WORKER_FELL = "Unexpected exit"
"""What the web server says of a worker that could not start; it would try again for ever."""
SHOWN_PER_ROLE = 2
ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(frozen=True)
class Site:
    """Where the demo is reached; mail stays on this machine whatever the host."""

    host: str
    port: int
    smtp_port: int = field(default_factory=free_port)
    viewer_port: int = field(default_factory=free_port)

    @property
    def local_host(self) -> str:
        """The host as this machine itself reaches it."""
        return LOOPBACK if self.host in EVERYWHERE else self.host

    @property
    def address(self) -> str:
        host = f"[{self.local_host}]" if ":" in self.local_host else self.local_host
        return f"http://{host}:{self.port}"

    @property
    def mailbox(self) -> str:
        return f"http://{LOOPBACK}:{self.viewer_port}"

    def settings(self) -> dict[str, str]:
        """What the portal reads from its environment."""
        return {
            "BASE_URL": self.address,
            "TRUSTED_HOSTS": ",".join(dict.fromkeys((LOOPBACK, "localhost", self.host))),
            "SMTP_HOST": LOOPBACK,
            "SMTP_PORT": str(self.smtp_port),
            "SMTP_TLS": "none",
            "MAIL_FROM": "overlamningen@demo.example",
            "MAIL_HOURS": "",  # whoever tries it out in the evening wants to see what it sends
        }


def run(*, host: str, port: int, fresh: bool, data: Path = place.DATA) -> None:
    """Start everything, say where it is, keep it running until told to stop."""
    with place.held(data), _stoppable(), ExitStack() as running:
        require_free(host, port)
        if fresh:
            _start_over(data)
        for log in data.glob("*.log"):
            log.unlink()
        site, steps = Site(host, port), Steps(STEPS)
        servers = _start_servers(data, steps, running)
        os.environ |= site.settings()
        os.environ.setdefault("ATTACHMENTS_FOLDER", str(data / "attachments"))
        os.environ.setdefault("ERASED_LIST", str(data / "erased"))
        _fill(data, steps)
        programs = _start_programs(site, data, steps, running)
        _introduce(site)
        keep_running([*servers, *programs])


def _start_over(data: Path) -> None:
    if os.environ.get("DATABASE_URL"):
        raise CannotRun(
            "--fresh empties only the demo's own database: unset DATABASE_URL, "
            "or empty that database yourself."
        )
    place.empty(data)


# --- what is started ----------------------------------------------------------------------------


def _start_servers(data: Path, steps: Steps, running: ExitStack) -> list[Program]:
    """PostgreSQL and Valkey: those the environment names, else our own."""
    servers: list[Program] = []
    home = data
    with steps.step("PostgreSQL"):
        if not os.environ.get("DATABASE_URL"):
            home = postgres.place_for(data)
            database = postgres.run(home)
            running.callback(database.stop)
            database.make_database(DATABASE)
            os.environ["DATABASE_URL"] = database.url(DATABASE)
            servers.append(database.program)
    os.environ |= {name: key for name, key in place.keys(home).items() if name not in os.environ}
    with steps.step("Valkey"):
        if not os.environ.get("REDIS_URL"):
            queue = valkey.run(data / "valkey")
            running.callback(queue.stop)
            os.environ["REDIS_URL"] = queue.url
            servers.append(queue.program)
    return servers


def _fill(data: Path, steps: Steps) -> None:
    from portal.demo import prepare  # late: it knows the whole portal, and the first line is due

    work: tuple[tuple[str, Callable[[], None]], ...] = (
        ("Tables", prepare.schema),
        ("Municipalities, schools and programmes", prepare.reference),
        ("The town and its people", prepare.town),
    )
    try:
        for what, do in work:
            with steps.step(what):
                do()
        prepare.done()
    except Exception as error:  # noqa: BLE001 (whatever it was, the person gets one sentence)
        log = data / "prepare.log"
        log.write_text(traceback.format_exc(), encoding="utf-8")
        reason = str(error).strip().splitlines() or [type(error).__name__]
        raise CannotRun(f"The database could not be filled: {reason[0]} (see {log})") from None


def _start_programs(site: Site, data: Path, steps: Steps, running: ExitStack) -> list[Program]:
    """The portal's own programs, as in production."""
    web = _python("The web server", data / "web.log", "portal.cli", "serve")
    web.command += ["--host", site.host, "--port", str(site.port)]
    worker = _python("The worker", data / "worker.log", "portal.cli", "worker")
    post_office = _python("The mail viewer", data / "mail.log", "portal.demo.mailbox")
    post_office.command += ["--folder", data / "mail", "--portal", site.address]
    post_office.command += ["--smtp-port", str(site.smtp_port)]
    post_office.command += ["--http-port", str(site.viewer_port)]
    programs = [web, post_office, worker]
    running.callback(_stop_together, programs)
    with steps.step("Pages, worker and mail"):
        web.start()
        post_office.start()
        _wait_until_it_answers(web, site.local_host, site.port)
        worker.start()
    return programs


def _stop_together(programs: list[Program]) -> None:
    for program in programs:
        program.ask_to_stop()
    for program in programs:
        program.stop()


def _python(name: str, log: Path, *arguments: str) -> Program:
    # -OO: the libraries' docstrings stay out of memory, as in production.
    command: list[str | Path] = [sys.executable, "-OO", "-m", *arguments]
    return Program(name, command, log=log, folder=place.PROJECT)


def _wait_until_it_answers(web: Program, host: str, port: int) -> None:
    until = time.monotonic() + ANSWERS_WITHIN
    while time.monotonic() < until and web.is_running() and not web.has_said(WORKER_FELL):
        with suppress(OSError, http.client.HTTPException):
            with closing(http.client.HTTPConnection(host, port, timeout=5)) as asked:
                asked.request("GET", "/")
                if asked.getresponse().status < http.HTTPStatus.INTERNAL_SERVER_ERROR:
                    return
            break
        time.sleep(0.1)
    raise web.failed()


# --- stopping -----------------------------------------------------------------------------------


class _Stop(BaseException):
    """Somebody wants the demo to end."""


def _stop(*_: object) -> None:
    for ending in ENDINGS:
        signal.signal(ending, signal.SIG_IGN)
    raise _Stop


@contextmanager
def _stoppable() -> Iterator[None]:
    """Ctrl-C, a polite kill and a closed terminal all end it in order, and only once."""
    before = {ending: signal.signal(ending, _stop) for ending in ENDINGS}
    try:
        yield
    except _Stop:
        say("\nStopped.")
    finally:
        for ending, handler in before.items():
            signal.signal(ending, handler)


# --- what the person is told --------------------------------------------------------------------


def _introduce(site: Site) -> None:
    from portal.demo.town import PASSWORD

    accounts = _some_of_each_role()
    widest = max(len(account.email) for account in accounts)
    say(f"\nÖverlämningen   {site.address}")
    say(f"Sent mails      {site.mailbox}\n")
    say(f"Log in with the password {PASSWORD} as")
    for email, name, role, organisation in accounts:
        say(f"  {email:{widest}}  {', '.join(filter(None, (name, role.lower(), organisation)))}")
    say("\nCtrl-C stops everything; what you do is kept until ./run demo --fresh.")


def _some_of_each_role() -> list["Account"]:
    """The first two people of every role: enough to try, and few enough to read."""
    from portal.demo.town import ACCOUNTS

    chosen: dict[str, Account] = {}
    for account in ACCOUNTS:
        if [one.role for one in chosen.values()].count(account.role) < SHOWN_PER_ROLE:
            chosen.setdefault(account.email, account)
    return list(chosen.values())
