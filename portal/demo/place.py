"""Where a demo keeps what it has: one folder in the project, one demo at a time, its keys."""

import fcntl
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.demo import postgres
from portal.demo.processes import CannotRun

PROJECT = Path(__file__).parents[2]
DATA = PROJECT / ".data"


@contextmanager
def held(data: Path) -> Iterator[None]:
    """The demo's folder, there and ours alone for as long as it runs."""
    try:
        data.mkdir(exist_ok=True)
        lock = (data / "lock").open("a+")
    except OSError as error:
        raise CannotRun(
            f"The folder {data} cannot be written to ({error.strerror}): "
            "copy the project to a folder of your own."
        ) from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise CannotRun(
                f"The demo already runs from this folder (process {lock.read().strip()})."
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def empty(data: Path) -> None:
    """Forget everything an earlier demo kept."""
    cluster = postgres.place_for(data)
    shutil.rmtree(cluster, ignore_errors=True)
    for path in data.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name != "lock":
            path.unlink()


def keys(folder: Path) -> dict[str, str]:
    """The demo's secrets, beside the database they encrypt, so that the two cannot be parted."""
    kept = folder / "keys.json"
    found: dict[str, str] = json.loads(kept.read_text()) if kept.exists() else {}
    every = new_keys() | found  # a demo from before a key was needed gets one
    if every != found:
        half = kept.with_suffix(".partial")
        half.touch(mode=0o600)
        half.write_text(json.dumps(every))
        half.rename(kept)
    return every


def new_keys() -> dict[str, str]:
    return {
        "SECRET_KEY": secrets.token_urlsafe(48),
        "ENCRYPTION_KEY": secrets.token_hex(32),
        "SEALING_KEYS": f"demo:{secrets.token_hex(32)}",
        "HASH_KEY": secrets.token_hex(32),
    }
