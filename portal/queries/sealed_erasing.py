"""Sealed records whose register entries the law lets nobody know of any longer.

Who it is about stands under the vault's key, so the records are opened and looked at.
"""

from datetime import date
from typing import Any
from uuid import uuid4

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import joinedload

from portal.db import session
from portal.models import (
    AccessLogEntry,
    Erasing,
    GlassBreak,
    SealedContents,
    SealedEvent,
    SealedFile,
    SealedPerson,
    SealedRecord,
    SealedSource,
)

_BELONGS = (SealedContents, SealedFile, SealedEvent, SealedPerson, SealedSource, GlassBreak)
"""What goes with a record."""


def erase(born_too_early: date) -> int:
    """Take the entries out of the records, and the records away that hold nothing else; how many.

    They are counted in no log that others than the officers read.
    """
    every = select(SealedContents).options(joinedload(SealedContents.record))
    number = 0
    every = every.order_by(SealedContents.record_id).with_for_update(of=SealedContents)
    for contents in session().scalars(every).all():
        known = contents.read()
        entries = known.get("entries", [])
        kept = [one for one in entries if not _is_too_old(one, born_too_early)]
        if len(kept) == len(entries):
            continue
        number += 1
        if kept or known.get("cases") or known.get("drafts"):
            contents.write(known | {"entries": kept})
        else:
            _remove(contents.record)
    session().flush()
    return number


def _is_too_old(entry: dict[str, Any], born_too_early: date) -> bool:
    return date.fromisoformat(entry["birth_date"]) <= born_too_early


def _remove(record: SealedRecord) -> None:
    """The record with all that belongs to it; the access log keeps that somebody looked."""
    session().execute(insert(Erasing), [{"id": uuid4(), "reference": record.pseudonym}])
    for model in _BELONGS:
        _delete(model, model.record_id == record.id)
    _delete(SealedRecord, SealedRecord.id == record.id)
    log = update(AccessLogEntry).where(AccessLogEntry.reference == record.pseudonym)
    session().execute(log.values(reference=""), execution_options={"synchronize_session": False})
    _delete(Erasing, Erasing.reference == record.pseudonym)
    session().expunge(record)


def _delete(model: Any, where: Any) -> None:
    session().execute(delete(model).where(where), execution_options={"synchronize_session": False})
