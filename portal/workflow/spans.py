"""From when and until when a routine's step is done: working days always."""

from datetime import date, timedelta

from portal.clock import add_working_days, months_later
from portal.models import RegisterRoutine
from portal.vocabulary import Season, TimeUnit

_SEASONS = {
    Season.SPRING: (((2, 1), (5, 31)),),
    Season.TERM_END: (((1, 10), (1, 10)), ((6, 10), (6, 10))),
    Season.SCHOOL_YEAR_END: (((6, 10), (6, 10)),),
}
"""From when to when in the year a routine of the season may begin."""


def last_working_day(day: date) -> date:
    """The day itself when it is worked, else the last one before it: within means within."""
    return add_working_days(day + timedelta(days=1), -1)


def later(day: date, count: int, unit: TimeUnit) -> date:
    """So much later, on a working day that is not later than asked for."""
    if unit is TimeUnit.WORKING_DAY:
        return add_working_days(day, count)
    return max(last_working_day(away(day, count, unit)), add_working_days(day, 0))


def away(day: date, count: int, unit: TimeUnit) -> date:
    """So far away in calendar terms, before the day if negative; five working days are a week."""
    if unit is TimeUnit.MONTH:
        return months_later(day, count)
    if unit is TimeUnit.WEEK:
        return day + timedelta(weeks=count)
    weeks, days = divmod(abs(count), 5)
    far = timedelta(weeks=weeks, days=days)
    return day + far if count > 0 else day - far


def span(routine: RegisterRoutine, on: date) -> tuple[date, date]:
    """From when and until when what the routine asks for is done, if it begins on a day."""
    begins = _season(routine.season, on)
    due_on = later(begins, routine.within, routine.unit)
    if routine.after is None:
        return add_working_days(begins, 0), due_on
    return min(later(begins, routine.after, routine.unit), due_on), due_on


def not_before(days: tuple[date, date], day: date) -> tuple[date, date]:
    """What was to be done earlier is to be done now."""
    soonest = add_working_days(day, 0)
    return max(days[0], soonest), max(days[1], soonest)


def _season(season: Season | None, on: date) -> date:
    """The day itself when it lies in the season, else the day on which the next one begins."""
    if season is None:
        return on
    seasons = (
        (date(year, *first), date(year, *last))
        for year in (on.year, on.year + 1)
        for first, last in _SEASONS[season]
    )
    return min(max(first, on) for first, last in seasons if last >= on)
