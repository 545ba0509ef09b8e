"""How a youth is entered into the register, whichever way they come in."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from portal.clock import add_working_days, today
from portal.db import keyed_hash
from portal.errors import NotAMember
from portal.models import Case, Membership, Municipality, RegisterEntry
from portal.references import new_reference
from portal.vocabulary import (
    KAA_ROLES,
    EntryOrigin,
    EntryState,
    RegistrationReason,
    Step,
    Trigger,
    YouthStatus,
)
from portal.workflow import tasks
from portal.workflow.names import search_name
from portal.workflow.steps import take


@dataclass(frozen=True)
class Youth:
    """Who comes in: the closed list of 4 § 1, why, and how the municipality came to know."""

    given_name: str
    family_name: str
    number: str
    birth_date: date
    reason: RegistrationReason
    origin: EntryOrigin
    address: str = ""
    email: str = ""
    phone: str = ""


def admit(
    youth: Youth,
    municipality: Municipality,
    caseworker: Membership | None,
    *,
    case: Case | None = None,
    without_filing: bool = False,
    begins_in: int,
    by: Membership,
    at: datetime,
) -> RegisterEntry:
    """Make an entry, and begin what the municipality's routines ask for.

    Where no routine asks for anything, somebody begins within so many working days.
    """
    if caseworker is not None:
        works_here(caseworker, municipality.code)
    entry = _entry(youth, municipality, caseworker, at=at)
    if case is not None:
        take(entry, Step.REGISTER, by=by, at=at, case=case.reference)
    else:
        take(entry, Step.TAKE_IN, by=by, at=at, origin=youth.origin)
    fired = [Trigger.REGISTERED, Trigger.ASSIGNED if caseworker else Trigger.UNASSIGNED]
    if case is not None:
        fired.append(Trigger.DROPOUT_FILED)
    if without_filing:
        fired.insert(1, Trigger.FOUND_WITHOUT_FILING)
    begun = [task for trigger in fired for task in tasks.fire(entry, trigger, at=at)]
    if not begun:
        tasks.look_again(entry, add_working_days(today(at), begins_in), at=at)
    entry.tasks = [task for task in entry.tasks if task.open]  # no history before it began
    return entry


def _entry(
    youth: Youth, municipality: Municipality, caseworker: Membership | None, *, at: datetime
) -> RegisterEntry:
    return RegisterEntry(
        id=uuid4(),
        reference=new_reference(at),
        municipality_code=municipality.code,
        municipality=municipality,
        state=EntryState.OPEN,
        status=YouthStatus.NOT_REACHED,
        search_name=search_name(youth.given_name, youth.family_name),
        number_hash=keyed_hash(youth.number),
        registered_at=at,
        summer=in_summer(municipality, today(at)),
        caseworker_id=caseworker.id if caseworker else None,
        ended_to="",
        **vars(youth),
    )


def works_here(caseworker: Membership, municipality_code: str) -> None:
    """Raise NotAMember unless somebody works at KAA in the municipality."""
    here = (
        caseworker.role in KAA_ROLES
        and caseworker.municipality_code == municipality_code
        and caseworker.ended_at is None
    )
    if not here:
        raise NotAMember


def in_summer(municipality: Municipality, day: date) -> bool:
    """Whether the regional database stands still, so that others must tell of the youths."""
    today_is = f"{day:%m-%d}"
    return municipality.database_closed_from <= today_is <= municipality.database_closed_to
