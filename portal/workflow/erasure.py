"""Erasure (gallring): the document plan, who decides, and what must wait."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID, uuid4

from portal.access.rules import require
from portal.clock import today
from portal.errors import TimeHasPassed
from portal.models import (
    Case,
    ErasureDecision,
    ErasureItem,
    ErasurePlan,
    LegalHold,
    Membership,
    Municipality,
    RegisterEntry,
)
from portal.vocabulary import ErasureSubject, HoldReason, Permission


def set_plan(
    municipality: Municipality,
    plan: Mapping[ErasureSubject, ErasurePlan],
    years: Mapping[ErasureSubject, int | None],
    *,
    by: Membership,
    at: datetime,
) -> tuple[list[ErasurePlan], list[ErasurePlan]]:
    """What is new in the plan, and what is gone from it; the rest is changed in its place."""
    require(by, Permission.MUNICIPALITY_MANAGE, municipality)
    new, gone = [], []
    for subject, number in years.items():
        known = plan.get(subject)
        if number is None:
            gone += [known] if known is not None else []
        elif known is None:
            new.append(
                ErasurePlan(
                    municipality_code=municipality.code,
                    subject=subject,
                    years=number,
                    changed_at=at,
                )
            )
        elif known.years != number:
            known.years, known.changed_at = number, at
    return new, gone


def decide(
    cases: Iterable[UUID], entries: Iterable[UUID], *, by: Membership, at: datetime
) -> tuple[ErasureDecision, list[ErasureItem]]:
    """Somebody decides that these are to be erased; the worker does it at once."""
    require(by, Permission.ERASURE_DECIDE, by)
    assert by.municipality_code is not None
    decision = ErasureDecision(
        id=uuid4(), municipality_code=by.municipality_code, on=today(at), by_id=by.id
    )
    items = [ErasureItem(decision_id=decision.id, case_id=one) for one in cases]
    items += [ErasureItem(decision_id=decision.id, entry_id=one) for one in entries]
    return decision, items


def hold(
    thing: Case | RegisterEntry,
    reason: HoldReason,
    until: date,
    *,
    by: Membership,
    at: datetime,
) -> LegalHold:
    """Nothing the municipality has about this person is erased through the day."""
    require(by, Permission.ERASURE_DECIDE, thing)
    if until < today(at):
        raise TimeHasPassed
    return LegalHold(
        municipality_code=thing.municipality_code,
        number_hash=thing.number_hash,
        reference=thing.reference,
        reason=reason,
        until=until,
        by_id=by.id,
        at=at,
    )


def release(held: LegalHold, *, by: Membership, at: datetime) -> None:
    """It need not wait any longer: it ended yesterday, and may be erased from now on."""
    require(by, Permission.ERASURE_DECIDE, held)
    held.until = min(held.until, date.fromordinal(today(at).toordinal() - 1))
