"""The caseworker register: who comes in, what is kept about them, and how they leave."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from portal.clock import today
from portal.errors import (
    KaaEndsAt20,
    NotAMember,
    NotYet20,
    OpenEntryExists,
    SaysTooLittle,
)
from portal.identity import age_on, turns
from portal.models import Case, Membership, Occupation, RegisterEntry
from portal.vocabulary import (
    END_DEMANDS,
    DeadlineKind,
    EntryEndReason,
    EntryOrigin,
    EntryReopenReason,
    FormKind,
    HandoverState,
    OccupationKind,
    OccupationSource,
    Step,
    TaskAction,
    Tense,
    Trigger,
    YouthStatus,
)
from portal.workflow import contact, deadlines, measures, meetings, occupations, own_tasks, tasks
from portal.workflow.admission import Youth, admit, works_here
from portal.workflow.leaving import OnlyByMistake, Onward
from portal.workflow.legal import KAA_AGE, covered_by_kaa
from portal.workflow.steps import take

if TYPE_CHECKING:
    from portal.workflow.handover import Passing


SOON = timedelta(days=183)
"""How long before the 20th birthday somebody begins to think of what comes after."""
ERASED_AT = 21
"""Erased at the latest when the year ends in which the youth turns 21 (2006:39 7 §)."""


def latest_erasure(birth_date: date) -> date:
    """The last day the register may know about somebody."""
    return date(birth_date.year + ERASED_AT, 12, 31)


def born_too_early(day: date) -> date:
    """Who was born on this day or before may not be known to the register after `day`."""
    year = day.year if day == date(day.year, 12, 31) else day.year - 1
    return date(year - ERASED_AT, 12, 31)


def enter(
    case: Case,
    passes: "Passing",
    birth_date: date,
    caseworker: Membership,
    *,
    by: Membership,
    at: datetime,
) -> RegisterEntry:
    """Make a register entry of what passes, with somebody who has it and a day to begin."""
    works_here(caseworker, case.municipality_code)
    assert caseworker.municipality is not None
    return admit(
        Youth(
            given_name=passes.given_name,
            family_name=passes.family_name,
            number=passes.number,
            birth_date=birth_date,
            reason=passes.reason,
            origin=EntryOrigin.HANDOVER,
        ),
        caseworker.municipality,
        caseworker,
        case=case,
        begins_in=case.routine.first_contact_days,
        by=by,
        at=at,
    )


def turns_20_on(birth_date: date) -> date:
    """The day on which KAA's responsibility ends."""
    return turns(birth_date, KAA_AGE)


def past_20(day: date) -> date:
    """Who was born on this day or before has turned 20."""
    return turns(day, -KAA_AGE)


def soon_20(day: date) -> date:
    """Who was born on this day or before turns 20 within half a year of `day`, or has."""
    return past_20(day + SOON)


def join(entry: RegisterEntry, case: Case, *, by: Membership, at: datetime) -> None:
    """The youth is in the register already: what passes is added to the entry there is."""
    if entry.municipality_code != case.municipality_code:
        raise NotAMember
    take(entry, Step.UPDATE_ENTRY, by=by, at=at, changed="handover")


def reach_by(entry: RegisterEntry, address: str, email: str, phone: str) -> None:
    """How to reach the youth; what is left empty keeps what stood there."""
    entry.address = address or entry.address or ""
    entry.email = email or entry.email or ""
    entry.phone = phone or entry.phone or ""


def remember_school(
    entry: RegisterEntry, school: str, programme_code: str, ended_on: date, *, at: datetime
) -> None:
    """The education the youth left is past occupation (4 § 2)."""
    entry.occupations.append(
        Occupation(
            tense=Tense.PAST,
            kind=OccupationKind.STUDIES,
            what=f"{school}, {programme_code}" if programme_code else school,
            until=ended_on,
            source=OccupationSource.FILING,
            known_on=today(at),
        )
    )


def leave_case(case: Case, entry: RegisterEntry, *, by: Membership, at: datetime) -> None:
    """The case has done its work: the youth is in the register."""
    take(case, Step.REGISTER, by=by, at=at, entry=entry.reference)
    deadlines.see_to(case, at=at)
    deadlines.meet(case, DeadlineKind.FIRST_ANSWER, at=at)
    meetings.call_off(case, at=at)
    deadlines.settle(case, at=at)


_FILED = {
    FormKind.AT_RISK: Trigger.AT_RISK_FILED,
    FormKind.ABSENCE: Trigger.ABSENCE_FILED,
    FormKind.DROPOUT: Trigger.DROPOUT_FILED,
}


def attach(entry: RegisterEntry, case: Case, kind: FormKind, *, at: datetime) -> None:
    """A later filing about the same youth becomes an event of the running entry."""
    take(entry, Step.ATTACH, by=None, at=at, case=case.reference, kind=kind)
    if kind in _FILED:
        tasks.fire(entry, _FILED[kind], at=at)


def update_contact(
    entry: RegisterEntry, address: str, email: str, phone: str, *, by: Membership, at: datetime
) -> None:
    """Put right how the youth is reached."""
    take(entry, Step.UPDATE_ENTRY, by=by, at=at, changed="contact")
    entry.address, entry.email, entry.phone = address, email, phone


def update_status(
    entry: RegisterEntry,
    status: YouthStatus,
    next_follow_up_on: date,
    *,
    by: Membership,
    at: datetime,
) -> None:
    """What is known about the youth now, and when somebody looks again."""
    take(entry, Step.UPDATE_ENTRY, by=by, at=at, changed="status")
    was, entry.status = entry.status, status
    if status is YouthStatus.DECLINES and was is not status:
        contact.declined(entry, at=at)
    elif was is YouthStatus.NOT_REACHED and status is not was:
        contact.found(entry, at=at)
    own_tasks.followed_up(entry, by=by, at=at)
    tasks.look_again(entry, next_follow_up_on, at=at)


def add_occupation(
    entry: RegisterEntry,
    tense: Tense,
    kind: OccupationKind,
    what: str,
    *,
    since: date | None,
    until: date | None,
    source: OccupationSource,
    by: Membership,
    at: datetime,
) -> None:
    """Write down what the youth did, does or will do."""
    take(entry, Step.UPDATE_ENTRY, by=by, at=at, changed="occupation")
    entry.occupations.append(
        Occupation(
            tense=tense,
            kind=kind,
            what=what,
            since=since,
            until=until,
            source=source,
            known_on=today(at),
        )
    )
    if tense is Tense.PRESENT:
        occupations.stated(entry, kind, at=at)


def assign(entry: RegisterEntry, to: Membership, *, by: Membership, at: datetime) -> None:
    """Give the youth a caseworker. Handed over from another, the work goes on where it is."""
    works_here(to, entry.municipality_code)
    take(entry, Step.ASSIGN_ENTRY, by=by, at=at, to=to.user.name)
    had_nobody = entry.caseworker_id is None
    entry.caseworker = to
    entry.caseworker_id = to.id
    if had_nobody:
        tasks.fire(entry, Trigger.ASSIGNED, at=at)
    _done(entry, TaskAction.ASSIGN, by=by, at=at)
    tasks.call_off(entry, {TaskAction.ASSIGN}, at=at)


def _done(entry: RegisterEntry, action: TaskAction, *, by: Membership, at: datetime) -> None:
    """What was asked for is what has just been done."""
    for task in tuple(entry.tasks):
        if task.open and task.action is action:
            tasks.end(task, by=by, at=at)


def release(entry: RegisterEntry, *, at: datetime) -> None:
    """The youth's caseworker has left: somebody else must take over."""
    take(entry, Step.RELEASE_ENTRY, by=None, at=at)
    entry.caseworker = None
    entry.caseworker_id = None
    tasks.fire(entry, Trigger.UNASSIGNED, at=at)


def close(
    entry: RegisterEntry,
    reason: EntryEndReason,
    *,
    what: str = "",
    on: date | None = None,
    onward: Onward | None = None,
    by: Membership,
    at: datetime,
) -> None:
    """The youth leaves the register, with what the reason demands."""
    said = {"what": what.strip(), "on": on, "onward": onward}
    if not all(said[name] for name in END_DEMANDS[reason]):
        raise SaysTooLittle
    if reason is EntryEndReason.AGE_20 and age_on(entry.birth_date, today(at)) < KAA_AGE:
        raise NotYet20
    take(entry, Step.CLOSE_ENTRY, by=by, at=at, reason=reason)
    if onward is not None:
        entry.occupations.append(onward.known_on(today(at)))
    _done(entry, TaskAction.CLOSE_ENTRY, by=by, at=at)
    _leave(entry, reason, what, on or today(at), at=at)


def close_by_start(entry: RegisterEntry, school: str, start_on: date, *, at: datetime) -> None:
    """A school has told that the youth starts there; KAA's responsibility ends."""
    take(entry, Step.CLOSE_ENTRY, by=None, at=at, reason=EntryEndReason.STARTED_STUDIES)
    entry.occupations.append(
        Occupation(
            tense=Tense.PRESENT,
            kind=OccupationKind.STUDIES,
            what=school,
            since=start_on,
            source=OccupationSource.FILING,
            known_on=today(at),
        )
    )
    _leave(entry, EntryEndReason.STARTED_STUDIES, school, start_on, at=at)


def close_by_move(entry: RegisterEntry, to: str, moved_on: date, *, at: datetime) -> None:
    """The new municipality has taken the youth over."""
    take(entry, Step.CLOSE_ENTRY, by=None, at=at, reason=EntryEndReason.MOVED)
    _leave(entry, EntryEndReason.MOVED, to, moved_on, at=at)


def _leave(
    entry: RegisterEntry, reason: EntryEndReason, what: str, on: date, *, at: datetime
) -> None:
    """Nothing more is asked for, sent or offered, whatever the reason."""
    entry.end_reason, entry.ended_to, entry.closed_on = reason, what, on
    entry.next_follow_up_on = None
    measures.end_with_entry(entry, reason, on)
    tasks.call_off(entry, set(TaskAction), at=at)
    for offer in entry.offers:
        if offer.state is HandoverState.OFFERED:
            take(offer, Step.TAKE_BACK, by=None, at=at)
            offer.answered_at = at


def reopen(
    entry: RegisterEntry,
    reason: EntryReopenReason,
    next_follow_up_on: date,
    *,
    other_open: RegisterEntry | None,
    by: Membership,
    at: datetime,
) -> None:
    """The youth is in the register again; a newer entry, `other_open`, stands in the way."""
    if other_open is not None:
        raise OpenEntryExists
    deceased = entry.end_reason is EntryEndReason.DECEASED
    if deceased and reason is not EntryReopenReason.MISTAKE:
        raise OnlyByMistake
    if not covered_by_kaa(age_on(entry.birth_date, today(at))):
        raise KaaEndsAt20
    take(entry, Step.REOPEN_ENTRY, by=by, at=at, reason=reason)
    entry.end_reason, entry.closed_on, entry.ended_to = None, None, ""
    tasks.look_again(entry, next_follow_up_on, at=at)
