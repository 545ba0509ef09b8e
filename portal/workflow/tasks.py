"""What is to be done about a youth, and by when. An open entry always has something to do.

A trigger begins the tasks that the municipality's routines name for it; a task ends by being done,
skipped with a reason, or called off because it is no longer asked for.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from dateutil.relativedelta import relativedelta

from portal.clock import add_working_days, today
from portal.errors import TaskEnded
from portal.identity import age_on
from portal.models import Measure, Membership, RegisterEntry, RegisterRoutine, Task
from portal.vocabulary import (
    ContactChannel,
    EntryState,
    Season,
    SkipReason,
    Step,
    TaskAction,
    TimeUnit,
    Trigger,
)
from portal.workflow.steps import take

ADULT = 18
STANDARD_FOLLOW_UP = 10
"""Working days until somebody looks at a youth about whom no routine asks for anything."""
CHANNEL_OF = {
    TaskAction.WRITE: ContactChannel.LETTER,
    TaskAction.WRITE_BEFORE_20: ContactChannel.LETTER,
    TaskAction.SEND_POSTCARD: ContactChannel.POSTCARD,
    TaskAction.SEND_VISIT_CARD: ContactChannel.VISIT_CARD,
    TaskAction.TRY_TO_REACH: ContactChannel.PHONE,
    TaskAction.VISIT: ContactChannel.HOME_VISIT,
}
"""How somebody is reached when no routine says it."""
_SEASON_BEGINS = {Season.SPRING: ((2, 1),), Season.TERM_END: ((1, 10), (6, 10))}
_SEASON_BEGINS[Season.SCHOOL_YEAR_END] = ((6, 10),)


def last_working_day(day: date) -> date:
    """The day itself when it is worked, else the last one before it: within means within."""
    return add_working_days(day + timedelta(days=1), -1)


def later(day: date, count: int, unit: TimeUnit) -> date:
    """So much later, on a working day that is not later than asked for."""
    if unit is TimeUnit.WORKING_DAY:
        return add_working_days(day, count)
    step = relativedelta(weeks=count) if unit is TimeUnit.WEEK else relativedelta(months=count)
    return max(last_working_day(day + step), add_working_days(day, 0))


def span(routine: RegisterRoutine, on: date) -> tuple[date, date]:
    """From when and until when what the routine asks for is done, if it begins on a day."""
    begins = _season(routine.season, on)
    due_on = later(begins, routine.within, routine.unit)
    if routine.after is None:
        return add_working_days(begins, 0), due_on
    return min(later(begins, routine.after, routine.unit), due_on), due_on


def _season(season: Season | None, on: date) -> date:
    if season is None:
        return on
    days = (date(year, *when) for year in (on.year, on.year + 1) for when in _SEASON_BEGINS[season])
    return min(day for day in days if day >= on)


def fire(
    entry: RegisterEntry, trigger: Trigger, *, at: datetime, measure: Measure | None = None
) -> list[Task]:
    """Begin what the routines ask for when this happens; what is already asked for goes on."""
    begun = [
        begin(
            entry,
            routine.action,
            *span(routine, today(at)),
            routine=routine,
            channel=routine.channels[0] if routine.channels else None,
            measure=measure,
            at=at,
        )
        for routine in entry.municipality.register_routines
        if routine.trigger is trigger and _fits(routine, entry, measure, at=at)
    ]
    keep(entry, at=at)
    return begun


def _fits(
    routine: RegisterRoutine, entry: RegisterEntry, measure: Measure | None, *, at: datetime
) -> bool:
    if not routine.active:
        return False
    if routine.only_under_18 and age_on(entry.birth_date, today(at)) >= ADULT:
        return False
    return not any(
        task.open and task.routine is routine and task.measure is measure for task in entry.tasks
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
) -> Task:
    """Ask for something by a day."""
    task = Task(
        municipality_code=entry.municipality_code,
        routine=routine,
        follows_up=follows_up,
        action=action,
        channel=channel,
        measure=measure,
        earliest_on=earliest_on,
        due_on=due_on,
        began_at=at,
    )
    entry.tasks.append(task)
    keep(entry, at=at)
    return task


def plan(
    entry: RegisterEntry, action: TaskAction, due_on: date, *, by: Membership, at: datetime
) -> Task:
    """Something to do that no routine asks for; somebody wants it by this day."""
    take(entry, Step.PLAN_TASK, by=by, at=at, action=action, due_on=due_on.isoformat())
    earliest_on = min(add_working_days(today(at), 0), due_on)
    return begin(entry, action, earliest_on, due_on, channel=CHANNEL_OF.get(action), at=at)


def do(task: Task, *, by: Membership, at: datetime) -> None:
    """It has been done. A routine that repeats asks for it again."""
    _must_be_open(task)
    take(task.entry, Step.DO_TASK, by=by, at=at, action=task.action)
    task.done_at, task.by = at, by
    _again(task, at=at)
    keep(task.entry, at=at)


def skip(task: Task, reason: SkipReason, *, by: Membership, at: datetime) -> None:
    """It was not done, and the reason is known."""
    _must_be_open(task)
    take(task.entry, Step.SKIP_TASK, by=by, at=at, action=task.action, reason=reason)
    task.skipped_at, task.skip_reason, task.by = at, reason, by
    _again(task, at=at)
    keep(task.entry, at=at)


def call_off(entry: RegisterEntry, actions: Collection[TaskAction], *, at: datetime) -> None:
    """No longer asked for."""
    for task in entry.tasks:
        if task.open and task.action in actions:
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
        begin(entry, TaskAction.FOLLOW_UP, on, on, at=at)
        return
    entry.next_follow_up_on = min(days)


def _again(task: Task, *, at: datetime) -> None:
    routine = task.routine
    if routine is not None and routine.repeats and routine.active:
        begin(
            task.entry,
            task.action,
            *span(routine, today(at)),
            routine=routine,
            channel=task.channel,
            measure=task.measure,
            at=at,
        )


def _must_be_open(task: Task) -> None:
    if not task.open:
        raise TaskEnded
