"""When somebody is told of a clock: before its day, on it, and when it has passed."""

from datetime import date

from portal.clock import Breaks, add_working_days, today
from portal.models import Case, Deadline
from portal.vocabulary import SCHOOL_CLOCKS, DeadlineKind, ReminderStage


def closed(case: Case, kind: DeadlineKind) -> Breaks:
    """The days that do not count: a school's breaks for what it has to do itself, else none."""
    if kind not in SCHOOL_CLOCKS:
        return ()
    return tuple((one.first_on, one.last_on) for one in case.school_unit.breaks)


def schedule(clock: Deadline) -> list[tuple[ReminderStage, date]]:
    """The days on which somebody is told, the first one first: all of them working days."""
    routine, breaks = clock.case.routine, tuple(closed(clock.case, clock.kind))
    due = add_working_days(clock.due_on, 0, breaks)
    late = add_working_days(due, routine.remind_coordinator_days, breaks)
    stages = [
        (ReminderStage.ON_DAY, due),
        (ReminderStage.OVERDUE, late),
        (
            ReminderStage.LONG_OVERDUE,
            add_working_days(late, routine.remind_leader_days, breaks),
        ),
    ]
    early = add_working_days(clock.due_on, -routine.remind_before_days, breaks)
    if early > today(clock.started_at):  # whoever started it today knows
        stages.insert(0, (ReminderStage.BEFORE, early))
    return stages


def stage(clock: Deadline, day: date) -> ReminderStage | None:
    """The latest stage whose day has come: whatever lies behind it would be stale."""
    reached = [one for one, on in schedule(clock) if on <= day]
    return reached[-1] if reached else None


def next_day(clock: Deadline, day: date) -> date | None:
    """The first day after a day on which somebody is told; None when all have been."""
    return next((on for _, on in schedule(clock) if on > day), None)
