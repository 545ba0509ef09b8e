"""Servers that forget: for the tests, the benchmark and the writing of migrations."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.config import settings
from portal.demo import place, postgres, valkey
from portal.demo.accounts import unprivileged

FREQUENT_CLEANING = "autovacuum_naptime=5s"
"""Tests empty small tables hundreds of times a minute."""


@contextmanager
def database() -> Iterator[postgres.Server]:
    """A PostgreSQL that is gone afterwards, with all it held."""
    with folder() as room:
        home = postgres.place_for(room)
        try:
            server = postgres.run(home, (*postgres.FAST_AND_FORGETFUL, FREQUENT_CLEANING))
            try:
                yield server
            finally:
                server.stop()
        finally:
            shutil.rmtree(home, ignore_errors=True)


@contextmanager
def portal() -> Iterator[None]:
    """A portal's settings in the environment, with an empty database behind them."""
    with database() as server:
        server.make_database("portal")
        os.environ |= {"DATABASE_URL": server.url("portal"), **place.new_keys()}
        settings.cache_clear()
        yield


@contextmanager
def queue() -> Iterator[valkey.Server]:
    """A Valkey that is gone afterwards."""
    with folder() as room:
        server = valkey.run(room)
        try:
            yield server
        finally:
            server.stop()


@contextmanager
def folder() -> Iterator[Path]:
    """A folder in which PostgreSQL can live, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="overlamningen-") as name:
        room = Path(name)
        if unprivileged():
            room.chmod(0o711)  # root's PostgreSQL runs as somebody who has to pass through
        yield room
