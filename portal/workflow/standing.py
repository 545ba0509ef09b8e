"""Clocks that stand beside all others: a school asked again, a risk renewed or taken back."""

from calendar import monthrange
from datetime import date, datetime, timedelta

from portal.clock import add_working_days, today
from portal.models import Case, Routine
from portal.vocabulary import STANDING_CLOCKS, DeadlineKind, FormKind
from portal.workflow import deadlines, reminders


def start(case: Case, *, at: datetime, since: datetime | None = None) -> None:
    """Start what the latest kind of filing calls for; an earlier one of either is done with."""
    deadlines.meet(case, *STANDING_CLOCKS, at=at)
    day = today(since or at)
    if case.latest_kind is FormKind.ABSENCE:
        again = ask_again_on(case.routine, day)
        deadlines.start(case, DeadlineKind.ASK_AGAIN, again, at=at, since=since)
    if case.latest_kind is FormKind.AT_RISK:
        breaks = reminders.closed(case, DeadlineKind.RENEW)
        renewed = add_working_days(months_on(day, case.routine.renew_months), 0, breaks)
        deadlines.start(case, DeadlineKind.RENEW, renewed, at=at, since=since)


def asked(case: Case, *, at: datetime) -> None:
    """The school was asked: the next time is counted from now."""
    if deadlines.running(case, DeadlineKind.ASK_AGAIN) is not None:
        deadlines.meet(case, DeadlineKind.ASK_AGAIN, at=at)
        day = ask_again_on(case.routine, today(at))
        deadlines.start(case, DeadlineKind.ASK_AGAIN, day, at=at)


def ask_again_on(routine: Routine, day: date) -> date:
    """So many weeks on, or in the next of the two weeks of the year: a working day."""
    if routine.ask_again_weeks:
        return add_working_days(day + timedelta(weeks=routine.ask_again_weeks), 0)
    weeks = (routine.ask_again_spring_week, routine.ask_again_autumn_week)
    years = (day.isocalendar().year, day.isocalendar().year + 1)
    mondays = [date.fromisocalendar(year, week, 1) for year in years for week in weeks]
    return add_working_days(min(monday for monday in mondays if monday > day), 0)


def months_on(day: date, months: int) -> date:
    """The same day so many months on, or the last one of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
