"""All that is stored, to see what a request changed and to put it back."""

from typing import Any

import psycopg

from tests import servers

NOTES = frozenset({"access_log", "held_form"})
"""Who opened what, and what was held for whom: these a refused form may add to."""


class Store:
    """The database as it was when the test had prepared it."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self.connection = connection
        self.tables = [name for name in servers.tables(connection) if name not in NOTES]
        self.kept = self._marks()
        for table in self.tables:
            connection.execute(f"DROP TABLE IF EXISTS pg_temp.kept_{table}")
            connection.execute(f"CREATE TEMP TABLE kept_{table} AS TABLE public.{table}")

    def _marks(self) -> dict[str, str]:
        marks = " UNION ALL ".join(
            f"SELECT '{table}', md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) "
            f"FROM public.{table} t"
            for table in self.tables
        )
        return dict(self.connection.execute(marks).fetchall())

    def changed(self) -> set[str]:
        """The tables that are no longer as they were."""
        return {table for table, mark in self._marks().items() if mark != self.kept[table]}

    def restore(self) -> None:
        """Put back what was."""
        orders = ";".join(
            f"DELETE FROM public.{table}; "
            f"INSERT INTO public.{table} OVERRIDING SYSTEM VALUE TABLE pg_temp.kept_{table}"
            for table in sorted(self.changed())
        )
        if orders:
            self.connection.execute(servers.UNGUARDED + orders + servers.GUARDED)

    def rows(self, columns: frozenset[str]) -> list[tuple[Any, ...]]:
        """What stands in certain columns, table by table, without regard to order."""
        found = self.connection.execute(
            "SELECT table_name, column_name FROM information_schema.columns "
            "WHERE table_schema = 'public' AND column_name = ANY(%s) AND data_type <> 'bytea' "
            "ORDER BY 1, 2",
            [sorted(columns)],
        ).fetchall()
        return [
            (table, column, *self._values(table, column))
            for table, column in found
            if table in self.tables
        ]

    def _values(self, table: str, column: str) -> list[Any]:
        order = f"SELECT {column}::text FROM public.{table} ORDER BY 1"
        return [value for (value,) in self.connection.execute(order)]
