"""The programs the demo and the tests start: tethered to us, stopped without orphans."""

import errno
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from portal.demo.accounts import Account

TETHER = Path(__file__).with_name("tether.py")
LOOPBACK = "127.0.0.1"
COMPLAINT = re.compile(r"\w*(Error|Exception): |FATAL: |Fatal ")
PATIENCE = 8.0
"""Seconds a program gets to stop by itself."""


class CannotRun(Exception):
    """What the person at the terminal can mend; the text is the one sentence to show."""


@dataclass
class Program:
    """Something to run, in a process group of its own. It ends when we end, however we end."""

    name: str
    command: list[str | Path]
    log: Path
    """What it says goes here."""
    given: bytes = b""
    """Its standard input."""
    account: Account | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    """Added to our own."""
    folder: Path = Path("/")
    farewell: signal.Signals = signal.SIGTERM
    """How it is asked to stop."""
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    family: list[psutil.Process] = field(default_factory=list, init=False)
    """Who is to be gone when it has been asked to stop."""
    asked_at: float = field(default=0.0, init=False)

    def start(self) -> None:
        """Run it, or run it again; the log goes on."""
        tether = [sys.executable, "-I", "-S", str(TETHER), str(os.getpid())]
        tether += [str(int(self.farewell)), str(self.account or "-")]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*tether, *map(str, self.command)],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                env={**os.environ, **self.environment},
                cwd=self.folder,
                start_new_session=True,
            )
        assert self.process.stdin is not None
        with suppress(BrokenPipeError):
            self.process.stdin.write(self.given)
            self.process.stdin.close()

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def ask_to_stop(self) -> None:
        """Say farewell without waiting; several programs can then end at the same time."""
        if self.process is not None and not self.family:
            self.family = _family(self.process.pid)
            self.asked_at = time.monotonic()
            with suppress(ProcessLookupError):
                self.process.send_signal(self.farewell)

    def stop(self, patience: float = PATIENCE) -> None:
        """Ask it to stop, wait, and end it with all its children if it does not."""
        self.ask_to_stop()
        if self.process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(max(0, self.asked_at + patience - time.monotonic()))
        # Whoever it left behind is in its process group, or was seen as its child.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        for relative in self.family:
            with suppress(psutil.NoSuchProcess):
                relative.kill()
        self.process.wait()
        self.family = []

    def last_words(self) -> str:
        """The last line that complains, else the last line."""
        said = [line.strip() for line in self._said().split("\n") if line.strip()]
        complaints = [line for line in said if COMPLAINT.search(line)]
        return (complaints or said or ["no reason given"])[-1]

    def has_said(self, words: str) -> bool:
        return words in self._said()

    def _said(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""

    def failed(self) -> CannotRun:
        """It is not running although it should: the sentence to show."""
        return CannotRun(f"{self.name} did not start: {self.last_words()} (see {self.log})")


def _family(pid: int) -> list[psutil.Process]:
    """A process and all that descend from it."""
    try:
        eldest = psutil.Process(pid)
        return [eldest, *eldest.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def free_port(wish: int = 0) -> int:
    """A loopback port nobody listens on: the wish if it is free, else any."""
    for port in (wish, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with suppress(OSError):
                probe.bind((LOOPBACK, port))
                return int(probe.getsockname()[1])
    raise CannotRun("This machine has no free port left.")


def require_free(host: str, port: int) -> None:
    """Say in one sentence why the portal cannot be reached at this host and port, if it cannot."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise CannotRun(
                    f"Port {port} is in use by another program: choose another, "
                    f"such as ./run demo --port {port + 1}."
                ) from None
            if error.errno == errno.EACCES:
                raise CannotRun(
                    f"You may not use port {port}: choose one above 1023 with --port."
                ) from None
            raise CannotRun(f"This machine has no address {host}: leave out --host.") from None
