"""The list of what was erased, outside the database: a backup that is put back is older than it.

A line for each case and entry: the day, and a keyed hash of its id, which says nothing about whom
it was. `./run erase --again` erases anew what a backup has brought back.
"""

import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import IO

from portal.config import settings


def is_set() -> bool:
    """Whether the operator has named a place for it."""
    return bool(settings().erased_list)


def remember(hashes: Iterable[str], *, on: date) -> None:
    """Write them down, to last, before the database forgets."""
    if not is_set():
        return
    with _locked() as file:
        file.seek(0, os.SEEK_END)
        file.write("".join(f"{on.isoformat()} {one}\n" for one in hashes))
        _sync(file)


def known() -> set[str]:
    """The hashes of everything on the list."""
    if not is_set() or not Path(settings().erased_list).exists():
        return set()
    with _locked() as file:
        return {one for _, one in _lines(file)}


def forget(*, before: date) -> int:
    """Take away what no backup can bring back any longer; how many lines."""
    if not is_set() or not Path(settings().erased_list).exists():
        return 0
    with _locked() as file:
        lines = list(_lines(file))
        kept = [f"{on} {one}\n" for on, one in lines if on >= before.isoformat()]
        if len(kept) < len(lines):
            file.seek(0)
            file.write("".join(kept))
            file.truncate()
            _sync(file)
    return len(lines) - len(kept)


@contextmanager
def _locked() -> Iterator[IO[str]]:
    """Worker and commands write to it by turns."""
    descriptor = os.open(settings().erased_list, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "r+", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file


def _lines(file: IO[str]) -> Iterator[tuple[str, str]]:
    file.seek(0)
    for line in file:
        on, _, one = line.strip().partition(" ")
        if one:
            yield on, one


def _sync(file: IO[str]) -> None:
    file.flush()
    os.fsync(file.fileno())
