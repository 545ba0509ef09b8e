"""The programs the demo and the tests start: tethered, given a port, stopped without orphans."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from portal.demo.accounts import Account

TETHER = Path(__file__).with_name("tether.py")
LOOPBACK = "127.0.0.1"
PATIENCE = 8.0
"""Seconds a program gets to stop by itself."""


class CannotRun(Exception):
    """What the person at the terminal can mend; the text is the one sentence to show."""


@dataclass
class Program:
    """A running program, its own process group, and how it is asked to stop."""

    name: str
    process: subprocess.Popen[bytes]
    farewell: signal.Signals
    log: Path | None

    def is_running(self) -> bool:
        return self.process.poll() is None

    def last_words(self) -> str:
        """The last line of its log, or nothing."""
        if self.log is None or not self.log.exists():
            return ""
        lines = self.log.read_text(encoding="utf-8", errors="replace").split("\n")
        return next((line.strip() for line in reversed(lines) if line.strip()), "")

    def stop(self, patience: float = PATIENCE) -> None:
        """Ask it to stop, wait, and end it with all its children if it does not."""
        family = self._children()
        with suppress(subprocess.TimeoutExpired, ProcessLookupError):
            self.process.send_signal(self.farewell)
            self.process.wait(patience)
        # Whoever it left behind is in its process group, or was seen as its child.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        for child in family:
            with suppress(psutil.NoSuchProcess):
                child.kill()
        self.process.wait()

    def _children(self) -> list[psutil.Process]:
        try:
            return psutil.Process(self.process.pid).children(recursive=True)
        except psutil.NoSuchProcess:
            return []


def start(
    name: str,
    command: Sequence[str | Path],
    *,
    log: Path | None = None,
    given: bytes = b"",
    account: Account | None = None,
    environment: Mapping[str, str] | None = None,
    folder: Path = Path("/"),
    farewell: signal.Signals = signal.SIGTERM,
) -> Program:
    """Start a program that ends with this process; what it says goes to its log."""
    tether = [sys.executable, "-I", "-S", str(TETHER), str(os.getpid())]
    tether += [str(int(farewell)), str(account or "-")]
    output = log.open("ab") if log else None
    try:
        process = subprocess.Popen(
            [*tether, *map(str, command)],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT if output else None,
            env=None if environment is None else {**os.environ, **environment},
            cwd=folder,
            start_new_session=True,
        )
    finally:
        if output:
            output.close()
    assert process.stdin is not None
    process.stdin.write(given)
    process.stdin.close()
    return Program(name, process, farewell, log)


def free_port(wish: int = 0) -> int:
    """A loopback port nobody listens on: the wish if it is free, else any."""
    for port in (wish, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((LOOPBACK, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise CannotRun("This machine has no free port left.")


def is_taken(host: str, port: int) -> bool:
    """Whether another program already listens where the portal is to be reached."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False
