"""What is to be done about a youth, and by when. An open entry always has something to do.

A trigger begins the tasks that the municipality's routines name for it; a task ends by being done,
skipped with a reason, or called off because it is no longer asked for. Done or skipped without the
youth being reached, it moves the contact ladder on.
"""

from collections.abc import Collection
from datetime import date, datetime

from portal.clock import add_working_days, today
from portal.errors import TaskEnded
from portal.models import Measure, Membership, RegisterEntry, RegisterRoutine, Task
from portal.vocabulary import (
    CONTACT_ACTIONS,
    ContactChannel,
    EntryState,
    SkipReason,
    Step,
    TaskAction,
    Trigger,
    YouthStatus,
)
from portal.workflow import rungs
from portal.workflow.spans import later, not_before, span
from portal.workflow.steps import take

STANDARD_FOLLOW_UP = 10
"""Working days until somebody looks at a youth about whom no routine asks for anything."""
_NO = {SkipReason.YOUTH_DECLINED, SkipReason.GUARDIAN_DECLINED}


def fire(
    entry: RegisterEntry,
    trigger: Trigger,
    *,
    at: datetime,
    on: date | None = None,
    measure: Measure | None = None,
) -> list[Task]:
    """Begin what the routines ask for when this happens; what is already asked for goes on.

    It happened today unless `on` says when; what should have been done by now is asked for today.
    """
    begun = [
        _begin_first(
            routine,
            entry,
            span(routine, on or today(at)),
            counted_from=on or today(at),
            measure=measure,
            at=at,
        )
        for routine in entry.municipality.register_routines
        if routine.trigger is trigger and _fits(routine, entry, measure, at=at)
    ]
    keep(entry, at=at)
    return begun


def fire_by(
    entry: RegisterEntry, routine: RegisterRoutine, days: tuple[date, date], *, at: datetime
) -> None:
    """Begin one routine's step on days that something else than its trigger sets: a birthday."""
    if _fits(routine, entry, None, at=at):
        _begin_first(routine, entry, days, counted_from=None, measure=None, at=at)


def _begin_first(
    routine: RegisterRoutine,
    entry: RegisterEntry,
    days: tuple[date, date],
    *,
    counted_from: date | None,
    measure: Measure | None,
    at: datetime,
) -> Task:
    """The routine's own step; it takes the place of the same step that another one foresaw."""
    channel = rungs.first(routine.channels)
    for task in entry.tasks:
        if task.follows_up and rungs.is_asked(task, routine.action, channel):
            task.called_off_at = at
    return begin(
        entry,
        routine.action,
        *not_before(days, today(at)),
        routine=routine,
        channel=channel,
        measure=measure,
        counted_from=counted_from,
        at=at,
    )


def _fits(
    routine: RegisterRoutine, entry: RegisterEntry, measure: Measure | None, *, at: datetime
) -> bool:
    if not routine.active or (routine.only_under_18 and not rungs.under_18(entry, today(at))):
        return False
    if routine.trigger in rungs.RUNGS and rungs.climbed(entry, routine, follows_up=False):
        return False
    return not any(
        task.open and task.routine is routine and not task.follows_up and task.measure is measure
        for task in entry.tasks
    )


def begin(
    entry: RegisterEntry,
    action: TaskAction,
    earliest_on: date,
    due_on: date,
    *,
    at: datetime,
    routine: RegisterRoutine | None = None,
    follows_up: bool = False,
    channel: ContactChannel | None = None,
    measure: Measure | None = None,
    counted_from: date | None = None,
) -> Task:
    """Ask for something by a day. Nobody needs to look only because nothing else was asked for."""
    for task in entry.tasks:
        if task.open and rungs.is_stopgap(task):
            task.called_off_at = at
    task = Task(
        municipality_code=entry.municipality_code,
        routine=routine,
        follows_up=follows_up,
        action=action,
        channel=channel,
        measure=measure,
        counted_from=counted_from,
        earliest_on=earliest_on,
        due_on=due_on,
        began_at=at,
    )
    entry.tasks.append(task)
    keep(entry, at=at)
    return task


def do(task: Task, *, by: Membership, at: datetime) -> None:
    """It has been done. A routine that repeats asks for it again."""
    must_be_open(task)
    take(task.entry, Step.DO_TASK, by=by, at=at, action=task.action)
    end(task, by=by, at=at)
    _next_rung(task, at=at)
    keep(task.entry, at=at)


def end(task: Task, *, by: Membership, at: datetime) -> None:
    """Done, by something that has its own event. The caller keeps the entry."""
    for one in tuple(task.entry.tasks):
        if one is task or (one.open and rungs.ask_the_same(one, task)):
            one.done_at, one.by = at, by
            _again(one, at=at)


def skip(task: Task, reason: SkipReason, *, by: Membership, at: datetime) -> None:
    """It was not done, and the reason is known. The ladder goes on, unless somebody said no."""
    must_be_open(task)
    take(task.entry, Step.SKIP_TASK, by=by, at=at, action=task.action, reason=reason)
    task.skipped_at, task.skip_reason, task.by = at, reason, by
    _again(task, at=at)
    if reason not in _NO:
        _next_rung(task, at=at)
    keep(task.entry, at=at)


def _next_rung(task: Task, *, at: datetime) -> None:
    if task.action not in CONTACT_ACTIONS or task.entry.status is not YouthStatus.NOT_REACHED:
        return
    if not task.follows_up:
        move_on(task.entry, task.routine, today(at), at=at)
    never_answers(task.entry, today(at), at=at)


def move_on(
    entry: RegisterEntry, routine: RegisterRoutine | None, on: date, *, at: datetime
) -> None:
    """What the routine says comes next, as the youth was not reached: once, however many tries."""
    if routine is None or routine.follow_up is None or not routine.active:
        return
    if routine.follow_up is TaskAction.REPORT_TO_SOCIAL_SERVICES and not rungs.under_18(
        entry, today(at)
    ):
        return
    channel = rungs.first(routine.follow_up_channels)
    asked = any(
        rungs.is_asked(task, routine.follow_up, channel)
        or (
            rungs.asks(task, routine.follow_up, channel)
            and rungs.ended(task)
            and today(task.began_at) >= on
        )
        for task in entry.tasks
    )
    if asked or rungs.climbed(entry, routine, follows_up=True):
        return
    assert routine.follow_up_after is not None
    assert routine.follow_up_unit is not None
    day = later(on, routine.follow_up_after, routine.follow_up_unit)
    begin(
        entry,
        routine.follow_up,
        *not_before((day, day), today(at)),
        routine=routine,
        follows_up=True,
        channel=channel,
        counted_from=on,
        at=at,
    )


def never_answers(entry: RegisterEntry, on: date, *, at: datetime) -> None:
    """Once no try is left to make, the youth is one of those who never answer."""
    if not any(task.open and task.action in CONTACT_ACTIONS for task in entry.tasks):
        fire(entry, Trigger.NEVER_ANSWERS, on=on, at=at)


def call_off(entry: RegisterEntry, actions: Collection[TaskAction], *, at: datetime) -> None:
    """No longer asked for."""
    for task in entry.tasks:
        if task.open and task.action in actions:
            task.called_off_at = at
    keep(entry, at=at)


def call_off_of(entry: RegisterEntry, triggers: Collection[Trigger], *, at: datetime) -> None:
    """What these triggers began is no longer asked for: something else is true now."""
    for task in entry.tasks:
        if task.open and task.routine is not None and task.routine.trigger in triggers:
            task.called_off_at = at
    keep(entry, at=at)


def look_again(entry: RegisterEntry, on: date, *, at: datetime) -> None:
    """Somebody follows the youth up on this day, set by hand; the day set before falls away."""
    for task in entry.tasks:
        by_hand = task.routine is None and task.measure is None
        if task.open and task.action is TaskAction.FOLLOW_UP and by_hand:
            task.called_off_at = at
    begin(entry, TaskAction.FOLLOW_UP, on, on, at=at)


def keep(entry: RegisterEntry, *, at: datetime) -> None:
    """An open entry's next day is that of its nearest task; without one, somebody looks soon."""
    if entry.state is EntryState.CLOSED:
        return
    days = [task.due_on for task in entry.tasks if task.open]
    if not days:
        on = add_working_days(today(at), STANDARD_FOLLOW_UP)
        begin(entry, TaskAction.FOLLOW_UP, on, on, follows_up=True, at=at)
        return
    entry.next_follow_up_on = min(days)


def _again(task: Task, *, at: datetime) -> None:
    routine = task.routine
    if routine is None or task.follows_up or not (routine.repeats and routine.active):
        return
    begin(
        task.entry,
        task.action,
        *span(routine, today(at)),
        routine=routine,
        channel=task.channel,
        measure=task.measure,
        counted_from=today(at),
        at=at,
    )


def must_be_open(task: Task) -> None:
    if not task.open:
        raise TaskEnded
