"""Time as the trade counts it: Stockholm's clock, Swedish working days, school years.

Instants are stored in UTC and shown in Stockholm; a deadline is a number of working days.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")

Breaks = Iterable[tuple[date, date]]
"""When a school or an office is closed: the first and the last day of each break."""

_SATURDAY = 5
_FIXED_DAYS_OFF = ((1, 1), (1, 6), (5, 1), (6, 6), (12, 24), (12, 25), (12, 26), (12, 31))
_DAYS_OFF_AROUND_EASTER = (-2, 1, 39)  # långfredagen, annandag påsk, Kristi himmelsfärdsdag
_EARLIEST_MIDSUMMER_EVE = (6, 19)


class LocalTimeFault(StrEnum):
    """What is wrong with a wall-clock time on a night when the clocks change."""

    NO_SUCH_TIME = "no_such_time"
    TWICE = "twice"


class LocalTimeError(ValueError):
    """The clocks in Sweden never show this time that day, or show it twice."""

    def __init__(self, reason: LocalTimeFault) -> None:
        super().__init__(reason.value)
        self.reason = reason


class SchoolYear(NamedTuple):
    """1 July to 30 June, as schools and their statistics count."""

    start: date
    end: date

    @property
    def label(self) -> str:
        """As written on the page: 2026/27."""
        return f"{self.start.year}/{self.end.year % 100:02}"


class HalfYear(NamedTuple):
    """January to June, or July to December: how the register is reported."""

    year: int
    half: int

    @property
    def first(self) -> date:
        return date(self.year, 1 if self.half == 1 else 7, 1)

    @property
    def last(self) -> date:
        return date(self.year, 6, 30) if self.half == 1 else date(self.year, 12, 31)

    @property
    def since(self) -> datetime:
        return start_of_local_day(self.first)

    @property
    def until(self) -> datetime:
        """The instant after it."""
        return start_of_local_day(self.last + timedelta(days=1))

    @property
    def before(self) -> "HalfYear":
        """The one before it."""
        return HalfYear(self.year, 1) if self.half == 2 else HalfYear(self.year - 1, 2)  # noqa: PLR2004 (the second half)

    def __str__(self) -> str:
        """As it stands in addresses and in the log: 2026-1."""
        return f"{self.year}-{self.half}"


def now() -> datetime:
    """The instant it is. Asked for by pages, commands and jobs only; the rules are told."""
    return datetime.now(UTC)


def local(at: datetime) -> datetime:
    """An instant as the clock on the wall in Sweden shows it."""
    return at.astimezone(STOCKHOLM)


def today(at: datetime) -> date:
    """Which day it is in Sweden at an instant."""
    return local(at).date()


def from_local(day: date, wall_clock: time) -> datetime:
    """The instant of a typed day and time; `LocalTimeError` when that is none, or two."""
    first = datetime.combine(day, wall_clock.replace(fold=0), STOCKHOLM)
    second = first.replace(fold=1)
    at = first.astimezone(UTC)
    if at.astimezone(STOCKHOLM).replace(tzinfo=None) != first.replace(tzinfo=None):
        raise LocalTimeError(LocalTimeFault.NO_SUCH_TIME)
    if first.utcoffset() != second.utcoffset():
        raise LocalTimeError(LocalTimeFault.TWICE)
    return at


def start_of_local_day(day: date) -> datetime:
    """The first instant of a day in Sweden."""
    return datetime.combine(day, time.min, STOCKHOLM)


def end_of_local_day(day: date) -> datetime:
    """The last instant of a day in Sweden: until then what is due that day is in time."""
    return datetime.combine(day, time.max, STOCKHOLM).astimezone(UTC)


def school_year(day: date) -> SchoolYear:
    """The school year a day belongs to."""
    first = day.year if (day.month, day.day) >= (7, 1) else day.year - 1
    return SchoolYear(date(first, 7, 1), date(first + 1, 6, 30))


def half_year(day: date) -> HalfYear:
    """The half-year a day belongs to."""
    return HalfYear(day.year, 1 if day < date(day.year, 7, 1) else 2)


def working_day(day: date, breaks: Breaks = ()) -> bool:
    """Whether offices are open that day."""
    return add_working_days(day, 0, breaks) == day


def add_working_days(day: date, count: int, breaks: Breaks = ()) -> date:
    """The working day that lies so many working days after a day, or before it if negative.

    The day itself is never counted. Zero gives the day itself, or the next one that is worked.
    """
    closed = tuple(breaks)
    year, days = day.year, _working_days(day.year, closed)
    place = bisect_right(days, day) - 1 if count > 0 else bisect_left(days, day)
    place += count
    while place >= len(days):
        place -= len(days)
        year += 1
        days = _working_days(year, closed)
    while place < 0:
        year -= 1
        days = _working_days(year, closed)
        place += len(days)
    return days[place]


def months_later(day: date, count: int) -> date:
    """The day of the same number so many months later, or before if negative; the last day of a
    month that is too short."""
    from dateutil.relativedelta import relativedelta  # 1.5 MB, and few pages reckon in months

    later: date = day + relativedelta(months=count)
    return later


def working_days_between(start: date, end: date, breaks: Breaks = ()) -> int:
    """How many working days after `start` it takes until `end`; negative when it lies before."""
    closed = tuple(breaks)
    if end < start:
        return -working_days_between(end, start, closed)
    years = (_working_days(year, closed) for year in range(start.year, end.year + 1))
    return sum(bisect_right(days, end) - bisect_right(days, start) for days in years)


@lru_cache(maxsize=512)
def _working_days(year: int, breaks: tuple[tuple[date, date], ...] = ()) -> tuple[date, ...]:
    """All working days of a year in order. Kept, since every row of a queue asks."""
    if breaks:
        return tuple(
            day
            for day in _working_days(year)
            if not any(first <= day <= last for first, last in breaks)
        )
    off = _days_off(year)
    first = date(year, 1, 1)
    days = (first + timedelta(n) for n in range((date(year + 1, 1, 1) - first).days))
    return tuple(day for day in days if day.weekday() < _SATURDAY and day not in off)


def _days_off(year: int) -> set[date]:
    """Weekdays on which Sweden does not work.

    The holidays of lag (1989:253) om allmänna helgdagar that may fall on a weekday, and the three
    eves that 2 § lag (1930:173) om beräkning av lagstadgad tid puts beside them. Computed here,
    since the `holidays` library costs each process half a second and 26 MB; the tests compare.
    """
    easter = _easter(year)
    off = {date(year, month, day) for month, day in _FIXED_DAYS_OFF}
    off |= {easter + timedelta(days) for days in _DAYS_OFF_AROUND_EASTER}
    earliest = date(year, *_EARLIEST_MIDSUMMER_EVE)
    return off | {earliest + timedelta((4 - earliest.weekday()) % 7)}


def _easter(year: int) -> date:
    """Easter Sunday: the Sunday after the first full moon of spring, by the church's moon."""
    century, golden = year // 100, year % 19
    drift = century - century // 4 - (8 * century + 13) // 25
    moon = (19 * golden + drift + 15) % 30
    moon -= moon == 29 or (moon == 28 and golden > 10)  # noqa: PLR2004 (the computus, as it is)
    full_moon = date(year, 3, 21) + timedelta(moon)
    return full_moon + timedelta(7 - full_moon.isoweekday() % 7)
