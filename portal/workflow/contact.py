"""The contact ladder: each try to reach a youth, what came of it, and which try comes next.

Which rungs there are, in which channel and how long after each other, the municipality's routines
say. Anything may be done by hand and out of order: the ladder goes on from what was done.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from portal.clock import add_working_days, today
from portal.errors import (
    AttemptAnswered,
    NotAMember,
    NotFound,
    NotThatOutcome,
    OfAge,
    TooEarly,
    VisitByTwo,
)
from portal.models import ContactAttempt, Membership, RegisterEntry, RegisterRoutine, Task
from portal.vocabulary import (
    CONTACT_ACTIONS,
    KAA_ROLES,
    MAILED_CHANNELS,
    OUTCOMES,
    OUTREACH,
    ContactChannel,
    ContactOutcome,
    Step,
    TaskAction,
    Trigger,
    YouthStatus,
)
from portal.workflow import channels, rungs, tasks
from portal.workflow.spans import later, span
from portal.workflow.steps import take

SEVERAL = 3
"""Tries without an answer, not all in one channel, that the plans call several."""
_OPEN_ENDED = {ContactOutcome.SENT, ContactOutcome.NO_ANSWER}
"""What may still be answered, late or not, or come back."""


@dataclass(frozen=True)
class NextStep:
    """What the routines propose for a youth now."""

    task: Task
    channel: ContactChannel | None
    to_guardian: bool
    why: RegisterRoutine | None
    """The row that asks for it; nobody's, when it was set by hand."""


def try_to_reach(
    entry: RegisterEntry,
    channel: ContactChannel,
    outcome: ContactOutcome,
    *,
    on: date,
    to_guardian: bool = False,
    second: Membership | None = None,
    task: Task | None = None,
    by: Membership,
    at: datetime,
) -> ContactAttempt:
    """Write down a try and what came of it; the ladder goes on from there."""
    if task is not None:
        _must_be_its(task, entry)
    task = task or rungs.asked(entry, channel, on)
    attempt = ContactAttempt(
        id=uuid4(),
        task=task,
        on=on,
        channel=channel,
        to_guardian=to_guardian,
        outcome=outcome,
        by=by,
        second=second,
        at=at,
    )
    _may_be(attempt, entry)
    _record(attempt, outcome, entry, by=by, at=at)
    entry.attempts.append(attempt)
    row = task.routine if task else rungs.row(entry, channel)
    _fulfil(entry, task, attempt, by=by, at=at)
    if outcome is ContactOutcome.SENT:
        _sent(entry, attempt, row, at=at)
    else:
        _came_of_it(entry, attempt, row, at=at)
    tasks.keep(entry, at=at)
    return attempt


def answer(
    attempt: ContactAttempt,
    outcome: ContactOutcome,
    *,
    on: date,
    by: Membership,
    at: datetime,
) -> None:
    """What was sent got its answer, or came back."""
    if attempt.outcome not in _OPEN_ENDED:
        raise AttemptAnswered
    if outcome in _OPEN_ENDED or outcome not in OUTCOMES[attempt.channel]:
        raise NotThatOutcome
    if not attempt.on <= on <= today(at):
        raise TooEarly
    entry = attempt.entry
    _record(attempt, outcome, entry, by=by, at=at)
    attempt.outcome, attempt.answered_on, attempt.waits_until = outcome, on, None
    _came_of_it(entry, attempt, rungs.row_of(attempt), at=at)
    tasks.keep(entry, at=at)


def give_up(attempt: ContactAttempt, *, at: datetime) -> None:
    """Nobody waits for an answer any longer to what was sent: that is no answer."""
    on = attempt.waits_until or today(at)
    attempt.outcome, attempt.waits_until = ContactOutcome.NO_ANSWER, None
    entry = attempt.entry
    if (rungs.reached_on(entry) or date.min) < attempt.on:
        if attempt.channel in MAILED_CHANNELS and not _written_since(attempt):
            tasks.fire(entry, Trigger.LETTER_UNANSWERED, on=on, at=at)
        _missed(entry, attempt, rungs.row_of(attempt), at=at)
    tasks.keep(entry, at=at)


def _written_since(attempt: ContactAttempt) -> bool:
    """What was sent later is waited for now."""
    return any(
        one.channel in MAILED_CHANNELS and one.on > attempt.on for one in attempt.entry.attempts
    )


def next_step(entry: RegisterEntry, *, on: date | None = None) -> NextStep | None:
    """The nearest rung of the ladder, or else the nearest task; none once the youth has left."""
    waiting = sorted(
        (task for task in entry.tasks if task.open),
        key=lambda task: (task.action not in CONTACT_ACTIONS, task.due_on),
    )
    if not waiting:
        return None
    return proposed(waiting[0], on=on)


def proposed(task: Task, *, on: date | None = None) -> NextStep:
    """What one task asks for: in which channel, and whether of the guardian."""
    entry, why = task.entry, task.routine
    to_guardian = (
        task.action in OUTREACH
        and why is not None
        and why.guardian_under_18
        and rungs.under_18(entry, on or task.due_on)
    )
    return NextStep(task, channels.proposed(entry, task, to_guardian=to_guardian), to_guardian, why)


def reached(entry: RegisterEntry, *, at: datetime) -> None:
    """Somebody talked with the youth: nobody needs to look for them any longer."""
    if entry.status in {YouthStatus.NOT_REACHED, YouthStatus.DECLINES}:
        entry.status = YouthStatus.REACHED
        found(entry, at=at)
    tasks.call_off(entry, OUTREACH, at=at)


def found(entry: RegisterEntry, *, at: datetime) -> None:
    """It is known where the youth is, however it became known: nobody waits for letters."""
    for attempt in entry.attempts:
        attempt.waits_until = None
    tasks.fire(entry, Trigger.REACHED, at=at)
    tasks.call_off(entry, OUTREACH, at=at)


def declined(entry: RegisterEntry, *, at: datetime) -> None:
    """The youth wants no contact now; the municipality asks again when its routine says so."""
    entry.status = YouthStatus.DECLINES
    tasks.fire(entry, Trigger.DECLINED, at=at)
    tasks.call_off(entry, OUTREACH, at=at)


def _must_be_its(task: Task, entry: RegisterEntry) -> None:
    if task.entry is not entry:
        raise NotFound
    tasks.must_be_open(task)


def _may_be(attempt: ContactAttempt, entry: RegisterEntry) -> None:
    second = attempt.second
    if attempt.outcome not in OUTCOMES[attempt.channel]:
        raise NotThatOutcome
    if attempt.on > today(attempt.at):
        raise TooEarly
    if attempt.to_guardian and not rungs.under_18(entry, attempt.on):
        raise OfAge
    if attempt.channel is ContactChannel.HOME_VISIT and second in {None, attempt.by}:
        raise VisitByTwo
    if second is not None and not _works_there(second, entry):
        raise NotAMember


def _record(
    attempt: ContactAttempt,
    outcome: ContactOutcome,
    entry: RegisterEntry,
    *,
    by: Membership,
    at: datetime,
) -> None:
    take(
        entry,
        Step.TRY_CONTACT,
        by=by,
        at=at,
        channel=attempt.channel,
        outcome=outcome,
        to_guardian=attempt.to_guardian,
    )


def _works_there(somebody: Membership, entry: RegisterEntry) -> bool:
    return (
        somebody.role in KAA_ROLES
        and somebody.municipality_code == entry.municipality_code
        and somebody.ended_at is None
    )


def _fulfil(
    entry: RegisterEntry,
    task: Task | None,
    attempt: ContactAttempt,
    *,
    by: Membership,
    at: datetime,
) -> None:
    """End what the try answers. Only who is reached is followed up; a try begins the contact."""
    reaches = rungs.reaches(attempt, entry)
    for one in tuple(entry.tasks):
        tries = one.action in CONTACT_ACTIONS or one.action is TaskAction.WRITE_BEFORE_20
        if one is task:
            ends = reaches or tries or one.routine is None
        elif one.action is TaskAction.FOLLOW_UP:
            ends = reaches and one.earliest_on <= attempt.on
        else:
            ends = one.action in {TaskAction.BEGIN_CONTACT, TaskAction.TAKE_OVER}
        if one.open and ends:
            tasks.end(one, by=by, at=at)


def _sent(
    entry: RegisterEntry, attempt: ContactAttempt, row: RegisterRoutine | None, *, at: datetime
) -> None:
    """Wait for an answer, and begin what the routine says comes after the wait."""
    if _says_farewell(attempt):
        return
    if attempt.channel is ContactChannel.VISIT_CARD:
        tasks.fire(entry, Trigger.VISIT_CARD_SENT, on=attempt.on, at=at)
    attempt.waits_until = _patience(entry, attempt, row)
    _go_on(entry, attempt, row, at=at)


def _patience(entry: RegisterEntry, attempt: ContactAttempt, row: RegisterRoutine | None) -> date:
    """As long as the routine says, or the portal's own time, or what no answer asks for is due."""
    if row is not None and row.follow_up_after is not None and row.follow_up_unit is not None:
        return later(attempt.on, row.follow_up_after, row.follow_up_unit)
    due = (
        span(routine, attempt.on)[1]
        for routine in entry.municipality.register_routines
        if routine.active and routine.trigger is Trigger.NO_ANSWER
    )
    return min([add_working_days(attempt.on, tasks.STANDARD_FOLLOW_UP), *due])


def _says_farewell(attempt: ContactAttempt) -> bool:
    return attempt.task is not None and attempt.task.action is TaskAction.WRITE_BEFORE_20


def _came_of_it(
    entry: RegisterEntry, attempt: ContactAttempt, row: RegisterRoutine | None, *, at: datetime
) -> None:
    if attempt.outcome is ContactOutcome.DECLINED:
        declined(entry, at=at)
    elif rungs.reaches(attempt, entry):
        reached(entry, at=at)
    elif not _says_farewell(attempt):
        _missed(entry, attempt, row, at=at)


def _missed(
    entry: RegisterEntry, attempt: ContactAttempt, row: RegisterRoutine | None, *, at: datetime
) -> None:
    """Begin what the routines ask for when a youth was not reached."""
    on = attempt.answered_on or attempt.on
    tasks.fire(entry, Trigger.NO_ANSWER, on=attempt.on, at=at)
    tries = [one for one in rungs.tries(entry) if one.outcome is not ContactOutcome.SENT]
    if len(tries) >= SEVERAL and len({one.channel for one in tries}) > 1:
        tasks.fire(entry, Trigger.CHANNELS_TRIED, on=on, at=at)
    if attempt.outcome is ContactOutcome.RETURNED and rungs.pair_returned(entry):
        tasks.fire(entry, Trigger.RETURNED_TWICE, on=on, at=at)
    _go_on(entry, attempt, row, at=at)
    if attempt.channel is ContactChannel.HOME_VISIT:  # the last that a plan has to offer
        tasks.fire(entry, Trigger.NEVER_ANSWERS, on=on, at=at)
    if entry.status is YouthStatus.NOT_REACHED or len(tries) >= SEVERAL:
        tasks.never_answers(entry, on, at=at)


def _go_on(
    entry: RegisterEntry, attempt: ContactAttempt, row: RegisterRoutine | None, *, at: datetime
) -> None:
    if attempt.task is None or not attempt.task.follows_up:
        tasks.move_on(entry, row, attempt.on, at=at)
