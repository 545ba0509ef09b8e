"""One PostgreSQL and one Valkey per test run, one database per test process."""

import os
import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url

from portal import db
from portal.config import settings
from portal.demo import prepare, temporary

TEMPLATE = "pattern"
SHELF = "shelf"
"""The schema where a copy of the reference data waits until a test asks for it."""
UNGUARDED = "SET session_replication_role = replica;"
"""Foreign keys and triggers rest: rows may go in any order, the append-only ones too."""
GUARDED = ";SET session_replication_role = origin"


@dataclass(frozen=True)
class Servers:
    """Where they are. `run` keeps the databases of two runs on one server apart."""

    database_url: str
    redis_url: str
    run: str

    def url(self, name: str) -> str:
        """The address of one of this run's databases."""
        url = make_url(self.database_url).set(database=self._name(name))
        return url.render_as_string(hide_password=False)

    def make(self, name: str, template: str = "template1") -> None:
        if template != "template1":
            template = self._name(template)
        self._order("CREATE DATABASE {} TEMPLATE {}", self._name(name), template)

    def drop(self, name: str) -> None:
        self._order("DROP DATABASE IF EXISTS {} WITH (FORCE)", self._name(name))

    def _name(self, name: str) -> str:
        return f"test_{self.run}_{name}"

    def _order(self, order: str, *names: str) -> None:
        with psycopg.connect(self.database_url, autocommit=True) as connection:
            connection.execute(sql.SQL(order).format(*map(sql.Identifier, names)))


@contextmanager
def running(database_url: str, redis_url: str) -> Iterator[Servers]:
    """Those that are named, else our own; with a database to copy, migrated once."""
    with ExitStack() as stack:
        if not database_url:
            database_url = stack.enter_context(temporary.database()).url("postgres")
        if not redis_url:
            redis_url = stack.enter_context(temporary.queue()).url
        servers = Servers(database_url, redis_url, secrets.token_hex(4))
        servers.make(TEMPLATE)
        stack.callback(servers.drop, TEMPLATE)
        _fill(servers.url(TEMPLATE))
        yield servers


@contextmanager
def portal_at(url: str) -> Iterator[None]:
    """The portal's own connections lead to this database meanwhile."""
    before = os.environ["DATABASE_URL"]
    _lead_to(url)
    try:
        yield
    finally:
        _lead_to(before)


def _lead_to(url: str) -> None:
    db.forget_session()
    db.engine().dispose()
    os.environ["DATABASE_URL"] = url
    settings.cache_clear()
    db.engine.cache_clear()


def _fill(url: str) -> None:
    """The schema, and the reference data put aside: most tests want a town, not a country."""
    with portal_at(url):
        prepare.schema()
        prepare.reference()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {SHELF}")
        for table in tables(connection):
            connection.execute(f'CREATE TABLE {SHELF}."{table}" AS TABLE public."{table}"')
        empty(connection)


def tables(connection: psycopg.Connection[Any]) -> list[str]:
    """All that are filled by the portal."""
    rows = connection.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' "
        "AND tablename <> 'alembic_version' ORDER BY tablename"
    )
    return [name for (name,) in rows]


def empty(connection: psycopg.Connection[Any]) -> None:
    """Delete every row and the room it took: a seventh of the time that truncating takes."""
    filled = " UNION ALL ".join(
        f"SELECT '{table}' WHERE EXISTS (SELECT FROM public.\"{table}\")"
        for table in tables(connection)
    )
    names = [f'public."{name}"' for (name,) in connection.execute(filled)]
    if names:
        connection.execute(UNGUARDED + ";".join(f"DELETE FROM {name}" for name in names) + GUARDED)
        connection.execute(f"VACUUM {', '.join(names)}")


def unshelve(connection: psycopg.Connection[Any]) -> None:
    """Put the reference data in."""
    orders = ";".join(
        f'INSERT INTO public."{table}" OVERRIDING SYSTEM VALUE TABLE {SHELF}."{table}"'
        for table in tables(connection)
    )
    connection.execute(UNGUARDED + orders + GUARDED)
