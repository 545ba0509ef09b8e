"""The clocks on a case. An open case always has one running: nobody is lost in between."""

from datetime import date, datetime, timedelta

from portal.clock import add_working_days, today
from portal.models import Case, Deadline
from portal.vocabulary import STANDING_CLOCKS, DeadlineKind
from portal.workflow import reminders

_ORDER = {kind: place for place, kind in enumerate(DeadlineKind)}


def running(case: Case, kind: DeadlineKind) -> Deadline | None:
    """The clock of this kind that runs, if one does."""
    return next((clock for clock in case.deadlines if clock.kind is kind and clock.runs), None)


def start(
    case: Case, kind: DeadlineKind, due_on: date, *, at: datetime, since: datetime | None = None
) -> None:
    """Start a clock; one of the same kind that already runs stops for it.

    `since` is when what it counts from happened, where that was earlier: on paper.
    """
    stop(case, kind, at=at)
    clock = Deadline(
        kind=kind, municipality_code=case.municipality_code, started_at=since or at, due_on=due_on
    )
    case.deadlines.append(clock)
    clock.remind_on = reminders.schedule(clock)[0][1]


def start_in(
    case: Case, kind: DeadlineKind, days: int, *, at: datetime, since: datetime | None = None
) -> None:
    """Start a clock of so many working days; the school's own rest while it has a break."""
    due_on = add_working_days(today(since or at), days, reminders.closed(case, kind))
    start(case, kind, due_on, at=at, since=since)


def start_unless_running(
    case: Case, kind: DeadlineKind, days: int, *, at: datetime, since: datetime | None = None
) -> None:
    """Start a clock of so many working days; one that counts from an earlier time goes on."""
    clock = running(case, kind)
    if clock is None or clock.started_at > (since or at):
        start_in(case, kind, days, at=at, since=since)


def look_back_on(case: Case, *, at: datetime) -> date:
    """When a pupil who stays is looked after again, if nobody says a day: a working day."""
    routine = case.routine
    again = any(clock.kind is DeadlineKind.FOLLOW_UP for clock in case.deadlines)
    days = routine.second_follow_up_days if again else routine.first_follow_up_days
    return add_working_days(today(at) + timedelta(days=days), 0)


def meet(case: Case, *kinds: DeadlineKind, at: datetime) -> None:
    """What was asked for has been done."""
    for clock in case.deadlines:
        if clock.kind in kinds and clock.runs:
            clock.met_at = at


def see_to(case: Case, *, at: datetime) -> None:
    """Any sign of work on a case acknowledges it too."""
    case.acknowledged_at = case.acknowledged_at or at
    meet(case, DeadlineKind.ACKNOWLEDGE, at=at)


def stop(case: Case, *kinds: DeadlineKind, at: datetime) -> None:
    """It is no longer asked for."""
    for clock in case.deadlines:
        if clock.kind in kinds and clock.runs:
            clock.stopped_at = at


def stop_all(case: Case, *, at: datetime) -> None:
    """Nothing is asked for any more."""
    stop(case, *DeadlineKind, at=at)


def settle(case: Case, *, at: datetime) -> None:
    """After every step: the case shows its nearest clock, and an open case is never without one."""
    if not case.is_open:
        stop_all(case, at=at)
        case.due_on = case.due_kind = None
        return
    beside = {DeadlineKind.NEXT_STEP, *STANDING_CLOCKS}
    others = [clock for clock in case.deadlines if clock.runs and clock.kind not in beside]
    if others:
        stop(case, DeadlineKind.NEXT_STEP, at=at)
    else:
        start_unless_running(case, DeadlineKind.NEXT_STEP, case.routine.next_step_days, at=at)
    nearest = min((clock for clock in case.deadlines if clock.runs), key=_nearness)
    case.due_on, case.due_kind = nearest.due_on, nearest.kind


def _nearness(clock: Deadline) -> tuple[date, int]:
    """The earlier day first; on the same day in the order the words have."""
    return clock.due_on, _ORDER[clock.kind]
