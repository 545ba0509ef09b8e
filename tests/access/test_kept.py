"""The timeline and the access log can be added to, never changed."""

from typing import Any

import psycopg
import pytest


@pytest.mark.parametrize("table", ["event", "access_log"])
@pytest.mark.parametrize(
    "order", ["UPDATE {} SET at = now()", "DELETE FROM {}", "TRUNCATE {} CASCADE"]
)
def test_what_has_happened_and_who_has_looked_cannot_be_changed(
    database: psycopg.Connection[Any], table: str, order: str
) -> None:
    with pytest.raises(psycopg.errors.RaiseException, match="only ever added"):
        database.execute(order.format(table).encode())
