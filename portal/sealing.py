"""A flag that comes later: all that the ordinary tables hold about a pupil is sealed, at once.

Everything happens in the caller's transaction: either it is all sealed, or nothing has changed.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from portal.db import session
from portal.queries import rolls, sealed, sealing
from portal.references import pseudonyms
from portal.vocabulary import Flagged, FormKind
from portal.workflow import rolls as roll_workflow
from portal.workflow import sealed as workflow

if TYPE_CHECKING:
    from portal.models import Membership, SealedRecord


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
    sealing.remove(found, sources)
    return records


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
