"""What a step must know: where a case may be sent, and what stands in its way there."""

from collections.abc import Sequence

from sqlalchemy import select

from portal.db import session
from portal.models import Case, Municipality, Routine
from portal.queries.queue import IN_QUEUE, in_swedish_order


def other_municipalities(case: Case) -> Sequence[Municipality]:
    """Where a case may be sent on to, in Swedish order."""
    wanted = select(Municipality).where(Municipality.code != case.municipality_code)
    return sorted(session().scalars(wanted), key=lambda one: in_swedish_order(one.name))


def routine_at(municipality_code: str, case: Case) -> Routine:
    """How another municipality wants the latest kind of filing handled. Each has one per kind."""
    wanted = select(Routine).where(
        Routine.municipality_code == municipality_code, Routine.kind == case.latest_kind
    )
    return session().scalars(wanted).one()


def standing_there(municipality_code: str, case: Case) -> Case | None:
    """The school's open case about the same pupil in another municipality."""
    wanted = select(Case).where(
        Case.number_hash == case.number_hash,
        Case.school_unit_code == case.school_unit_code,
        Case.municipality_code == municipality_code,
        IN_QUEUE,
    )
    return session().scalar(wanted)
