"""How far a youth's contact ladder has been climbed: what was asked for, tried and answered."""

from collections.abc import Iterable
from datetime import date

from portal.clock import today
from portal.identity import age_on
from portal.models import ContactAttempt, RegisterEntry, RegisterRoutine, Task
from portal.vocabulary import (
    ASKED_BY,
    CONTACT_ACTIONS,
    ContactChannel,
    ContactOutcome,
    RoutineArea,
    TaskAction,
    Trigger,
)
from portal.workflow.legal import ADULT_AGE

RETURNED_TWICE = 2
RUNGS = frozenset(
    {
        Trigger.NO_ANSWER,
        Trigger.LETTER_UNANSWERED,
        Trigger.CHANNELS_TRIED,
        Trigger.VISIT_CARD_SENT,
        Trigger.NEVER_ANSWERS,
    }
)
"""What begins the next rung of the contact ladder: climbed once until the youth is reached."""


def first(channels: list[ContactChannel]) -> ContactChannel | None:
    return channels[0] if channels else None


def is_asked(task: Task, action: TaskAction, channel: ContactChannel | None) -> bool:
    return task.open and asks(task, action, channel)


def asks(task: Task, action: TaskAction, channel: ContactChannel | None) -> bool:
    return (task.action, task.channel) == (action, channel)


def ended(task: Task) -> bool:
    """By somebody; what was called off was never tried."""
    return task.done_at is not None or task.skipped_at is not None


def under_18(entry: RegisterEntry, day: date) -> bool:
    return age_on(entry.birth_date, day) < ADULT_AGE


def ask_the_same(one: Task, other: Task) -> bool:
    """Two rows of a plan that say the same thing from two sides are done by doing it once."""
    return (
        one.routine is not None
        and other.routine is not None
        and (one.action, one.measure) == (other.action, other.measure)
        and one.routine.trigger is other.routine.trigger
        and not (one.follows_up or other.follows_up)
    )


def climbed(entry: RegisterEntry, routine: RegisterRoutine, *, follows_up: bool) -> bool:
    """The rung was done or skipped, and nobody has been reached since it was set."""
    since = reached_on(entry) or date.min
    return any(
        task.routine is routine
        and task.follows_up == follows_up
        and ended(task)
        and today(task.began_at) > since
        for task in entry.tasks
    )


def reached_on(entry: RegisterEntry) -> date | None:
    """When the youth was last reached, were it to say no."""
    days = [one.answered_on or one.on for one in entry.attempts if reaches(one, entry)]
    return max(days, default=None)


def reaches(attempt: ContactAttempt, entry: RegisterEntry) -> bool:
    """A guardian stands in the youth's place until the youth is of age."""
    if attempt.outcome is ContactOutcome.GUARDIAN_REACHED:
        return under_18(entry, attempt.answered_on or attempt.on)
    return attempt.outcome in {ContactOutcome.REACHED, ContactOutcome.DECLINED}


def is_stopgap(task: Task) -> bool:
    """Set by `keep`: it follows nothing but the rule that nobody is without a next step."""
    return task.routine is None and task.follows_up


def asked(entry: RegisterEntry, channel: ContactChannel, on: date) -> Task | None:
    """The open task that a try in this channel on this day answers, if any."""
    fitting = (
        task
        for task in entry.tasks
        if task.open
        and task.action in CONTACT_ACTIONS
        and task.earliest_on <= on
        and (task.action is ASKED_BY[channel] or channel in channels(task))
    )
    return min(fitting, key=lambda task: task.due_on, default=None)


def channels(task: Task) -> Iterable[ContactChannel]:
    if task.routine is None:
        return [task.channel] if task.channel else []
    return task.routine.follow_up_channels if task.follows_up else task.routine.channels


def row(entry: RegisterEntry, channel: ContactChannel) -> RegisterRoutine | None:
    """The routine by which a try that nobody asked for goes on."""
    for routine in entry.municipality.register_routines:
        if (
            routine.area is RoutineArea.CONTACT
            and routine.active
            and routine.action is ASKED_BY[channel]
        ):
            return routine
    return None


def row_of(attempt: ContactAttempt) -> RegisterRoutine | None:
    return attempt.task.routine if attempt.task else row(attempt.entry, attempt.channel)


def tries(entry: RegisterEntry) -> list[ContactAttempt]:
    """Those since somebody was last reached."""
    since = reached_on(entry) or date.min
    return [one for one in entry.attempts if one.on > since]


def pair_returned(entry: RegisterEntry) -> bool:
    returned = [one for one in entry.attempts if one.outcome is ContactOutcome.RETURNED]
    return len(returned) % RETURNED_TWICE == 0
