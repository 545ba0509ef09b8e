"""A look into every column of every table for traces of somebody."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db import Model
from portal.models import Message
from portal.queries.sealing import PARTS


def readable(rows: Session) -> dict[str, str]:
    """Every column of every table, opened where it is encrypted, as one text for each table."""
    rows.expire_all()
    return {
        table.name: "\n".join(
            " ".join(_text(value) for value in row) for row in rows.execute(select(table))
        )
        for table in Model.metadata.sorted_tables
        if table.name != "sealed_contents"
    }


def _text(value: Any) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)


def found_in(stored: dict[str, str], canaries: tuple[str, ...]) -> dict[str, list[str]]:
    """Which traces of somebody stand in which table."""
    traces = {name: [one for one in canaries if one in text] for name, text in stored.items()}
    return {name: ones for name, ones in traces.items() if ones}


def counted(rows: Session) -> dict[str, int]:
    """How many rows each part of a pupil has."""
    return {
        part.model.__tablename__: len(rows.execute(select(part.model.id)).all()) for part in PARTS
    } | {Message.__tablename__: len(rows.execute(select(Message.id)).all())}
