"""Where files lie: encrypted, under drawn names, in a folder that no address leads to."""

import os
import secrets
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from portal.config import settings
from portal.errors import FileGone, NoRoomForFiles

NONCE_BYTES = 12
NAME_BYTES = 16
ORPHAN_AFTER = timedelta(days=1)
"""A file is written before its row is: one without a row may still get it, for a while."""


def is_set() -> bool:
    """Whether this portal takes files at all."""
    return bool(settings().attachments_folder)


def keep(content: bytes) -> str:
    """Write a file down, to last, and give the name it lies under."""
    nonce, name = os.urandom(NONCE_BYTES), secrets.token_hex(NAME_BYTES)
    sealed = nonce + _cipher().encrypt(nonce, content, name.encode())
    try:
        _folder().mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(_folder() / name, "xb", opener=_for_us_alone) as file:
            file.write(sealed)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        with suppress(OSError):
            remove([name])
        raise NoRoomForFiles from None
    return name


def read(name: str) -> bytes:
    """A file as it was kept. The name is part of the seal: one file cannot stand for another."""
    try:
        sealed = (_folder() / name).read_bytes()
        return _cipher().decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], name.encode())
    except (OSError, InvalidTag, ValueError):
        raise FileGone from None


def remove(names: Iterable[str]) -> None:
    """Take files away; one that is gone already is."""
    for name in names:
        (_folder() / name).unlink(missing_ok=True)


def sweep(known: set[str], *, at: datetime) -> int:
    """Take away files that no row names any more; how many there were."""
    if not is_set() or not _folder().is_dir():
        return 0
    old = (at - ORPHAN_AFTER).timestamp()
    orphans = [
        path.name
        for path in _folder().iterdir()
        if path.name not in known and path.is_file() and path.stat().st_mtime < old
    ]
    remove(orphans)
    return len(orphans)


def _folder() -> Path:
    return Path(settings().attachments_folder)


def _for_us_alone(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _cipher() -> AESGCM:
    return AESGCM(bytes.fromhex(settings().encryption_key))
