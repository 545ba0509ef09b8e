"""A flag that comes later: all that the ordinary tables hold about a pupil is sealed, at once.

Everything happens in the caller's transaction: either it is all sealed, or nothing has changed.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy import event
from sqlalchemy.orm import Session

from portal.db import PortalSession, session
from portal.errors import FileGone
from portal.models import SealedFile
from portal.queries import rolls, sealed, sealed_files, sealing
from portal.references import pseudonyms
from portal.uploads import storage
from portal.vocabulary import Flagged, FormKind
from portal.workflow import rolls as roll_workflow
from portal.workflow import sealed as workflow

if TYPE_CHECKING:
    from uuid import UUID

    from portal.models import Membership, SealedRecord

log = structlog.get_logger(__name__)
LEFT = "files of what is sealed"
"""Under which names they lay, until the commit."""


def seal_pupil(
    number_hash: str, flagged: Flagged, *, by: "Membership | None", at: datetime
) -> "list[SealedRecord]":
    """Seal a pupil's cases and register entries, one record in each municipality that has some.

    Who set the flag follows the record of their own; the others are nobody's but the officers'. A
    flag that came in the night was set by nobody.
    """
    known = rolls.with_number(number_hash)
    rolls.forget_written([pupil.id for pupil in known])
    for pupil in known:
        roll_workflow.protect(pupil)
    found = sealing.found(number_hash)
    return _seal(found, flagged, by=by, at=at) if found.cases or found.entries else []


def _seal(
    found: sealing.Found, flagged: Flagged, *, by: "Membership | None", at: datetime
) -> "list[SealedRecord]":
    by_place: dict[str, list[Any]] = {}
    roots: list[Any] = [*found.cases, *found.entries]
    for root in roots:
        by_place.setdefault(root.municipality_code, []).append(root)
    names = sealed.free(pseudonyms(len(by_place)))
    records, sources = [], []
    for here, name in zip(by_place.values(), names, strict=False):
        record = _record(found, here, name, flagged=flagged, by=by, at=at)
        records.append(record)
        sources += [(root.id, record) for root in here]
    session().add_all(records)
    session().flush()
    session().add_all(
        letter
        for record in records
        for letter in workflow.nudge(sealed.officers(record.municipality_code), at=at)
    )
    _seal_files(found, dict(sources))
    sealing.remove(found, sources)
    return records


def _seal_files(found: sealing.Found, records: "dict[UUID, SealedRecord]") -> None:
    """Attachments go along. One that cannot be read is lost: nothing waits for it, and it goes too.

    Old files are taken away once the transaction has committed; what rolls back keeps them.
    """
    for case, file in sealed_files.handed_in(found):
        try:
            sealed_files.keep(
                SealedFile.of(records[case.id], file.id, storage.read(file.stored_as))
            )
        except FileGone:
            log.warning("attachment not sealed", file=str(file.id))
    session().info.setdefault(LEFT, []).extend(sealed_files.names(found))


@event.listens_for(PortalSession, "after_commit")
def _take_away(current: Session) -> None:
    """One that stays where it lay has no row, so no address leads to it; purging tries again."""
    for name in current.info.pop(LEFT, ()):
        try:
            storage.remove([name])
        except OSError as error:
            log.warning("file of a sealed case not taken away", error=type(error).__name__)


@event.listens_for(PortalSession, "after_rollback")
def _leave(current: Session) -> None:
    current.info.pop(LEFT, None)


def _record(
    found: sealing.Found,
    roots: list[Any],
    pseudonym: str,
    *,
    flagged: Flagged,
    by: "Membership | None",
    at: datetime,
) -> "SealedRecord":
    code = roots[0].municipality_code
    cases = sorted(
        (one for one in roots if one in found.cases), key=lambda one: one.latest_filed_at
    )
    latest = cases[-1] if cases else None
    kind = latest.latest_kind if latest else FormKind.DROPOUT
    theirs = by is not None and (
        by.municipality_code == code
        or any(one.school_unit_code == by.school_unit_code for one in cases)
    )
    shown = ("given_name", "family_name", "number", "birth_date")
    return workflow.seal(
        kind,
        pseudonym,
        {
            "who": {name: getattr(latest or roots[0], name) for name in shown},
            "cases": [sealing.packed(found, one) for one in cases],
            "entries": [sealing.packed(found, one) for one in roots if one not in cases],
            "drafts": sealing.drafts_packed(found) if theirs else [],
        },
        school_unit_code=latest.school_unit_code if latest else None,
        flagged=flagged,
        routine=sealed.routine(code, kind),
        by=by if theirs else None,
        at=at,
    )
