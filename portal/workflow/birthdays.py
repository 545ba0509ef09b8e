"""What is to be done about a youth because of a birthday."""

from datetime import datetime

from portal.clock import add_working_days, today
from portal.models import RegisterEntry, RegisterRoutine
from portal.vocabulary import TaskAction
from portal.workflow import tasks
from portal.workflow.register import turns_20_on
from portal.workflow.spans import away, last_working_day, span


def soon_20(entry: RegisterEntry, routine: RegisterRoutine, *, at: datetime) -> None:
    """Write in time before the youth turns 20; soon, to those who came in too late for that."""
    birthday = turns_20_on(entry.birth_date)
    due_on = last_working_day(away(birthday, -routine.within, routine.unit))
    if due_on < today(at):
        soon = add_working_days(today(at), tasks.STANDARD_FOLLOW_UP)
        due_on = min(soon, last_working_day(birthday))
    tasks.fire_by(entry, routine, (add_working_days(today(at), 0), due_on), at=at)
    tasks.keep(entry, at=at)


def no_longer_covered(entry: RegisterEntry, routine: RegisterRoutine, *, at: datetime) -> None:
    """The youth has turned 20: KAA's responsibility ended on the day itself."""
    birthday = turns_20_on(entry.birth_date)
    tasks.fire_by(entry, routine, span(routine, birthday), at=at)
    tasks.keep(entry, at=at)


def of_age(entry: RegisterEntry, *, at: datetime) -> None:
    """The youth has turned 18: what is done only about minors is no longer asked for."""
    for task in entry.tasks:
        report = task.action is TaskAction.REPORT_TO_SOCIAL_SERVICES
        if task.open and (report or (task.routine is not None and task.routine.only_under_18)):
            task.called_off_at = at
    tasks.keep(entry, at=at)
