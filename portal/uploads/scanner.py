"""A search for malicious code by a program of the machine's own: clamd, or a command."""

import shlex
import socket
import struct
import subprocess

import structlog

from portal.config import settings
from portal.vocabulary import ScanResult

log = structlog.get_logger(__name__)
PATIENCE = 30
"""Seconds; a search that takes longer is tried again when somebody wants the file."""
PIECE = 64 * 1024
FOUND = 1
"""How a command says that it found something, as clamscan and clamdscan do."""


def is_set() -> bool:
    """Whether files are to be looked through before anybody may have them."""
    return bool(settings().malware_scanner)


def scan(content: bytes) -> ScanResult:
    """What the program says; unscanned when there is none, or when it does not answer."""
    sort, _, where = settings().malware_scanner.partition(":")
    if not sort:
        return ScanResult.UNSCANNED
    try:
        harmful = _clamd(where, content) if sort == "clamd" else _command(where, content)
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        log.warning("malware scanner failed", kind=type(error).__name__)
        return ScanResult.UNSCANNED
    if harmful:
        log.warning("malware found in an upload")
    return ScanResult.HARMFUL if harmful else ScanResult.CLEAN


def _clamd(where: str, content: bytes) -> bool:
    with _line(where) as line:
        line.sendall(b"zINSTREAM\0")
        for at in range(0, len(content), PIECE):
            piece = content[at : at + PIECE]
            line.sendall(struct.pack(">I", len(piece)) + piece)
        line.sendall(struct.pack(">I", 0))
        said = b""
        while more := line.recv(4096):
            said += more
    if said.rstrip(b"\0\n").endswith(b"FOUND"):
        return True
    if said.rstrip(b"\0\n").endswith(b"OK"):
        return False
    raise ValueError("clamd gave no verdict")


def _line(where: str) -> socket.socket:
    if where.startswith("/"):
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(PATIENCE)
        try:
            line.connect(where)
        except OSError:
            line.close()
            raise
        return line
    host, _, port = where.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=PATIENCE)


def _command(command: str, content: bytes) -> bool:
    """The file comes on standard input; 0 says clean, 1 found, anything else that it failed."""
    ended = subprocess.run(  # noqa: S603 (the command is the operator's, never a visitor's)
        shlex.split(command),
        input=content,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=PATIENCE,
        check=False,
    )
    if ended.returncode not in (0, FOUND):
        raise ValueError("the command gave no verdict")
    return ended.returncode == FOUND
