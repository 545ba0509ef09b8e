"""A sealed record from the school's referral, or from a flag that came later, to its end.

Nothing here sends anything about a pupil: identities are exchanged by telephone, and what passes
from the school to KAA passes outside the portal.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from portal.clock import add_working_days, today
from portal.errors import AlreadyNamed, NotAMember, SaysTooLittle, TimeHasPassed
from portal.models import (
    Membership,
    Message,
    Routine,
    SchoolUnit,
    SealedContents,
    SealedPerson,
    SealedRecord,
)
from portal.vocabulary import (
    KAA_ROLES,
    SCHOOL_ROLES,
    Flagged,
    FormKind,
    SealedEnd,
    SealedState,
    Step,
)
from portal.workflow.accounts import letter
from portal.workflow.steps import take


def refer(
    kind: FormKind,
    pseudonym: str,
    phone: str,
    call_at: datetime,
    *,
    unit: SchoolUnit,
    routine: Routine,
    by: Membership,
    at: datetime,
) -> SealedRecord:
    """A school asks the municipality's protection officers to ring it, and says no more."""
    if call_at <= at:
        raise TimeHasPassed
    record = SealedRecord(
        id=uuid4(),
        pseudonym=pseudonym,
        state=SealedState.WAITING,
        municipality_code=routine.municipality_code,
        school_unit_code=unit.code,
        author_id=by.id,
        kind=kind,
        sealed_later=False,
        phone=phone,
        call_at=call_at,
        opened_at=at,
    )
    take(record, Step.REFER, by=by, at=at)
    _due(record, add_working_days(today(call_at), 0), at)
    return record


def seal(
    kind: FormKind,
    pseudonym: str,
    known: Mapping[str, Any],
    *,
    school_unit_code: str | None,
    flagged: Flagged,
    routine: Routine,
    by: Membership | None,
    at: datetime,
) -> SealedRecord:
    """What was an ordinary case becomes a sealed record. `known` is all that was written in it.

    `by` is nobody where the flag was set in another organisation, or came by an import.
    """
    record = SealedRecord(
        id=uuid4(),
        pseudonym=pseudonym,
        state=SealedState.WAITING,
        municipality_code=routine.municipality_code,
        school_unit_code=school_unit_code,
        author_id=by.id if by is not None else None,
        kind=kind,
        sealed_later=True,
        opened_at=at,
    )
    record.contents = SealedContents.of(record, dict(known))
    take(record, Step.SEAL, by=by, at=at, flagged=flagged)
    _due(record, add_working_days(today(at), routine.acknowledge_days), at)
    return record


def _due(record: SealedRecord, on: date, at: datetime) -> None:
    """By when something must have been done; the officers are told again from that day on."""
    record.due_on = on
    record.remind_on = max(on, add_working_days(today(at), 1))


def reached(
    record: SealedRecord, text: str, *, routine: Routine, by: Membership, at: datetime
) -> None:
    """The officer and the school have talked; the next step has a day too."""
    take(record, Step.REACH_SCHOOL, by=by, at=at, text=text)
    _due(record, add_working_days(today(at), routine.next_step_days), at)


def missed(record: SealedRecord, *, routine: Routine, by: Membership, at: datetime) -> None:
    """Nobody answered: the officer rings again."""
    take(record, Step.MISS_SCHOOL, by=by, at=at)
    _due(record, add_working_days(today(at), routine.chase_days), at)


def write(record: SealedRecord, known: Mapping[str, Any], *, by: Membership, at: datetime) -> None:
    """Write down who it is about, as the officer was told. Only the vault's key opens it."""
    if not any(known.values()):
        raise SaysTooLittle
    take(record, Step.WRITE_SEALED, by=by, at=at)
    told = record.known | {"who": dict(known)}
    if record.contents is None:
        record.contents = SealedContents.of(record, told)
    else:
        record.contents.write(told)


def close(
    record: SealedRecord, reason: SealedEnd, text: str, *, by: Membership, at: datetime
) -> None:
    """It ends here, with what became of it; the handing over itself is done outside."""
    if reason is SealedEnd.OTHER and not text:
        raise SaysTooLittle
    take(record, Step.CLOSE_SEALED, by=by, at=at, reason=reason, text=text)
    record.end_reason, record.closed_at = reason, at
    record.due_on = record.remind_on = None


def name(
    record: SealedRecord, who: Membership, why: str, *, by: Membership, at: datetime
) -> SealedPerson:
    """Let one person see the record: at the school unit it came from, or at KAA. No role does."""
    at_school = who.role in SCHOOL_ROLES and who.school_unit_code == record.school_unit_code
    at_kaa = who.role in KAA_ROLES and who.municipality_code == record.municipality_code
    if who.ended_at is not None or not (at_school or at_kaa):
        raise NotAMember
    if any(one.membership_id == who.id and one.removed_at is None for one in record.circle):
        raise AlreadyNamed
    take(record, Step.NAME_PERSON, by=by, at=at, who=who.user.name, why=why)
    person = SealedPerson(
        id=uuid4(),
        record_id=record.id,
        membership_id=who.id,
        why=why,
        added_by_id=by.id,
        added_at=at,
    )
    record.circle.append(person)
    return person


def remove(person: SealedPerson, why: str, *, by: Membership, at: datetime) -> None:
    """From the next request on they see nothing of it."""
    record, who = person.record, person.membership.user.name
    take(record, Step.REMOVE_PERSON, by=by, at=at, who=who, why=why)
    person.removed_by_id, person.removed_at, person.removed_why = by.id, at, why


def nudge(people: Iterable[Membership], *, at: datetime, alarm: bool = False) -> list[Message]:
    """Ask people to log in. The mail says nothing of what waits, where, or about whom."""
    template = "protection_alarm" if alarm else "protection"
    users = {one.user_id: one.user for one in people if one.ended_at is None}
    return [letter(user, template, at=at) for user in users.values()]
