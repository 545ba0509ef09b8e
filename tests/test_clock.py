"""Working days, school years and the nights when the clocks change."""

from datetime import UTC, date, datetime, time, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import clock

days = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize("year", range(2005, 2061))
def test_the_days_off_are_those_the_holidays_library_knows(year):
    known = holidays.country_holidays(
        "SE", years=year, categories=("public", "de_facto"), include_sundays=False
    )
    weekdays = {day for n in range(366) if (day := date(year, 1, 1) + timedelta(n)).weekday() < 5}

    off = {day for day in weekdays if day.year == year and not clock.working_day(day)}

    assert off == {day for day in known if day in weekdays and day.year == year}


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 11, 20), 1, date(2026, 11, 23)),  # a weekend lies between
        (date(2026, 11, 21), 1, date(2026, 11, 23)),  # from a Saturday
        (date(2026, 11, 23), 5, date(2026, 11, 30)),
        (date(2026, 6, 18), 1, date(2026, 6, 22)),  # midsummer eve
        (date(2026, 12, 23), 1, date(2026, 12, 28)),  # Christmas: eve, two days, a Sunday
        (date(2026, 12, 30), 1, date(2027, 1, 4)),  # New Year
        (date(2027, 1, 5), 1, date(2027, 1, 7)),  # trettondedag jul
        (date(2027, 3, 25), 2, date(2027, 3, 31)),  # Easter, and into summer time
        (date(2027, 5, 5), 1, date(2027, 5, 7)),  # Kristi himmelsfärdsdag
        (date(2028, 2, 28), 1, date(2028, 2, 29)),  # leap day
        (date(2028, 2, 29), 1, date(2028, 3, 1)),
        (date(2026, 11, 21), 0, date(2026, 11, 23)),
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
        (date(2026, 12, 28), -1, date(2026, 12, 23)),
        (date(2027, 1, 4), -2, date(2026, 12, 29)),
        (date(2026, 11, 23), 500, date(2028, 11, 16)),
    ],
)
def test_a_deadline_is_counted_in_working_days(day, count, expected):
    assert clock.add_working_days(day, count) == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2026, 11, 20), date(2026, 11, 20), 0),
        (date(2026, 11, 20), date(2026, 11, 22), 0),
        (date(2026, 11, 20), date(2026, 11, 23), 1),
        (date(2026, 11, 23), date(2026, 11, 20), -1),
        (date(2026, 12, 23), date(2026, 12, 31), 3),
        (date(2025, 12, 31), date(2026, 12, 31), 251),
    ],
)
def test_the_days_between_leave_out_the_first(start, end, expected):
    assert clock.working_days_between(start, end) == expected


def test_a_break_of_the_school_moves_the_deadline():
    autumn_break = (date(2026, 10, 26), date(2026, 10, 30))

    assert clock.add_working_days(date(2026, 10, 23), 1) == date(2026, 10, 26)
    assert clock.add_working_days(date(2026, 10, 23), 1, [autumn_break]) == date(2026, 11, 2)
    assert not clock.working_day(date(2026, 10, 28), [autumn_break])
    assert clock.working_days_between(date(2026, 10, 23), date(2026, 11, 2), [autumn_break]) == 1


def test_breaks_may_overlap_and_reach_over_new_year():
    breaks = [(date(2026, 12, 21), date(2027, 1, 8)), (date(2026, 12, 18), date(2026, 12, 23))]

    assert clock.add_working_days(date(2026, 12, 17), 1, breaks) == date(2027, 1, 11)
    assert clock.add_working_days(date(2027, 1, 11), -1, breaks) == date(2026, 12, 17)


@given(days, st.integers(1, 400))
def test_adding_and_counting_agree(day, count):
    due = clock.add_working_days(day, count)

    assert clock.working_day(due)
    assert clock.working_days_between(day, due) == count
    assert clock.working_days_between(due, day) == -count


@given(days, st.integers(1, 60))
def test_a_step_back_undoes_a_step_forward_from_a_working_day(day, count):
    start = clock.add_working_days(day, 0)

    assert clock.add_working_days(clock.add_working_days(start, count), -count) == start


@pytest.mark.parametrize(
    ("day", "label"),
    [
        (date(2026, 6, 30), "2025/26"),
        (date(2026, 7, 1), "2026/27"),
        (date(2027, 6, 30), "2026/27"),
        (date(2099, 12, 31), "2099/00"),
    ],
)
def test_a_school_year_begins_in_july(day, label):
    year = clock.school_year(day)

    assert year.label == label
    assert year.start <= day <= year.end
    assert year == (date(year.start.year, 7, 1), date(year.start.year + 1, 6, 30))


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 11, 22, 22, 59, tzinfo=UTC), date(2026, 11, 22)),
        (datetime(2026, 11, 22, 23, 0, tzinfo=UTC), date(2026, 11, 23)),  # winter: an hour ahead
        (datetime(2026, 7, 1, 21, 59, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 7, 1, 22, 0, tzinfo=UTC), date(2026, 7, 2)),  # summer: two hours ahead
    ],
)
def test_today_is_the_day_in_stockholm(at, day):
    assert clock.today(at) == day


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2026, 11, 23), datetime(2026, 11, 23, 22, 59, 59, 999999, UTC)),
        (date(2026, 10, 25), datetime(2026, 10, 25, 22, 59, 59, 999999, UTC)),  # 25 hours long
        (date(2027, 3, 28), datetime(2027, 3, 28, 21, 59, 59, 999999, UTC)),  # 23 hours long
    ],
)
def test_a_day_ends_at_midnight_in_stockholm(day, end):
    assert clock.end_of_local_day(day) == end
    assert clock.today(clock.end_of_local_day(day)) == day


@pytest.mark.parametrize(
    ("day", "wall_clock", "at"),
    [
        (date(2026, 11, 23), time(9, 12), datetime(2026, 11, 23, 8, 12, tzinfo=UTC)),
        (date(2026, 7, 1), time(9, 12), datetime(2026, 7, 1, 7, 12, tzinfo=UTC)),
        (date(2026, 10, 25), time(1, 59), datetime(2026, 10, 24, 23, 59, tzinfo=UTC)),
        (date(2026, 10, 25), time(3, 0), datetime(2026, 10, 25, 2, 0, tzinfo=UTC)),
        (date(2027, 3, 28), time(1, 59), datetime(2027, 3, 28, 0, 59, tzinfo=UTC)),
        (date(2027, 3, 28), time(3, 0), datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
    ],
)
def test_a_typed_time_becomes_an_instant(day, wall_clock, at):
    assert clock.from_local(day, wall_clock) == at
    assert clock.local(at).time() == wall_clock


@pytest.mark.parametrize(
    ("day", "wall_clock", "reason"),
    [
        (date(2027, 3, 28), time(2, 0), clock.LocalTimeFault.NO_SUCH_TIME),
        (date(2027, 3, 28), time(2, 59, 59), clock.LocalTimeFault.NO_SUCH_TIME),
        (date(2026, 10, 25), time(2, 0), clock.LocalTimeFault.TWICE),
        (date(2026, 10, 25), time(2, 30, fold=1), clock.LocalTimeFault.TWICE),
    ],
)
def test_the_hour_the_clocks_change_is_refused(day, wall_clock, reason):
    with pytest.raises(clock.LocalTimeError) as refused:
        clock.from_local(day, wall_clock)

    assert refused.value.reason is reason


def test_now_is_aware():
    assert clock.now().utcoffset() == timedelta(0)
