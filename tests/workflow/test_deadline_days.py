"""The truth table: on which day a clock ends, and when somebody is told, whatever the calendar."""

from datetime import UTC, date, datetime, time

import pytest

from portal.clock import from_local, working_day
from portal.models import SchoolBreak
from portal.vocabulary import SCHOOL_CLOCKS, DeadlineKind, FormKind, ReminderStage
from portal.workflow import deadlines, reminders
from tests.town import Town, a_case, town

BREAK = (date(2026, 10, 26), date(2026, 10, 30))
"""The autumn break of the school that files."""
MINE, SCHOOLS = DeadlineKind.FIRST_ANSWER, DeadlineKind.ANSWER_QUESTION

# started (Swedish day and time), whose clock, working days, due; told before, on, after, long after
TABLE = {
    "an ordinary week": ("2026-11-18 09:00", MINE, 5, "11-25", "11-23 11-25 11-30 12-07"),
    "midsommar": ("2026-06-15 09:00", MINE, 5, "06-23", "06-18 06-23 06-26 07-03"),
    "into midsommar": ("2026-06-11 09:00", MINE, 5, "06-18", "06-16 06-18 06-24 07-01"),
    "the middle of July": ("2026-07-10 09:00", MINE, 5, "07-17", "07-15 07-17 07-22 07-29"),
    "Christmas": ("2026-12-21 09:00", MINE, 3, "12-28", "12-22 12-28 27-01-04 27-01-12"),
    "New Year": ("2026-12-28 09:00", MINE, 3, "27-01-04", "12-29 27-01-04 27-01-08 27-01-15"),
    "a break, municipality": ("2026-10-22 09:00", MINE, 5, "10-29", "10-27 10-29 11-03 11-10"),
    "a break, school": ("2026-10-22 09:00", SCHOOLS, 5, "11-05", "11-03 11-05 11-10 11-17"),
    "into a break": ("2026-10-19 09:00", SCHOOLS, 4, "10-23", "10-21 10-23 11-04 11-11"),
    "up to the leap day": ("2028-02-22 09:00", MINE, 5, "02-29", "02-25 02-29 03-03 03-10"),
    "from the leap day": ("2028-02-29 09:00", MINE, 5, "03-07", "03-03 03-07 03-10 03-17"),
    "before clocks go forward": ("2027-03-27 23:30", MINE, 2, "03-31", "none 03-31 04-05 04-12"),
    "after clocks went forward": ("2027-03-28 03:30", MINE, 2, "03-31", "none 03-31 04-05 04-12"),
    "before clocks go back": ("2026-10-24 23:30", MINE, 3, "10-28", "10-26 10-28 11-02 11-09"),
    "after clocks went back": ("2026-10-25 03:30", MINE, 3, "10-28", "10-26 10-28 11-02 11-09"),
}  # fmt: skip


def cast_with_a_break() -> Town:
    cast = town()
    cast.ybc.breaks = [SchoolBreak(first_on=BREAK[0], last_on=BREAK[1])]
    return cast


def days(text: str, year: int) -> list[date]:
    """Days as the table writes them; the year is said where it is another one."""
    written = [f"20{day}" if len(day) > len("12-31") else f"{year}-{day}" for day in text.split()]
    return [date.fromisoformat(day) for day in written]


@pytest.mark.parametrize("name", TABLE)
def test_a_clock_ends_and_is_told_of_on_these_days(name: str) -> None:
    started, kind, count, due, told = TABLE[name]
    begins = datetime.fromisoformat(started)
    at = from_local(begins.date(), begins.time())
    case = a_case(cast_with_a_break(), FormKind.ABSENCE, at=at)

    deadlines.start_in(case, kind, count, at=at)

    clock = deadlines.running(case, kind)
    assert clock is not None
    assert [clock.due_on] == days(due, begins.year)
    schedule = reminders.schedule(clock)
    expected = days(told.removeprefix("none"), begins.year)
    assert [day for _, day in schedule] == expected
    assert [stage for stage, _ in schedule] == list(ReminderStage)[-len(expected) :]
    assert all(working_day(day) for _, day in schedule)
    assert clock.remind_on == expected[0]


@pytest.mark.parametrize("kind", DeadlineKind)
def test_only_the_schools_own_clocks_rest_while_it_has_a_break(kind: DeadlineKind) -> None:
    at = datetime(2026, 10, 22, 8, tzinfo=UTC)
    case = a_case(cast_with_a_break(), FormKind.ABSENCE, at=at)

    deadlines.start_in(case, kind, 2, at=at)

    clock = deadlines.running(case, kind)
    assert clock is not None
    assert clock.due_on == (date(2026, 11, 2) if kind in SCHOOL_CLOCKS else date(2026, 10, 26))


@pytest.mark.parametrize("day", [date(2027, 3, 28), date(2026, 10, 25)])
def test_the_stage_changes_at_midnight_in_sweden_though_the_night_has_another_length(
    day: date,
) -> None:
    at = datetime(day.year, day.month, 1, 8, tzinfo=UTC)
    case = a_case(cast_with_a_break(), FormKind.ABSENCE, at=at)
    deadlines.start(case, MINE, day, at=at)
    clock = deadlines.running(case, MINE)
    assert clock is not None
    due = next(on for one, on in reminders.schedule(clock) if one is ReminderStage.ON_DAY)

    assert due > day
    assert reminders.stage(clock, day) is ReminderStage.BEFORE
    assert reminders.stage(clock, due) is ReminderStage.ON_DAY
    assert from_local(day, time(4)) - from_local(day, time(0)) != from_local(due, time(4)) - (
        from_local(due, time(0))
    )


def test_a_routine_that_reminds_earlier_reminds_earlier() -> None:
    case = a_case(cast_with_a_break(), FormKind.ABSENCE)
    case.routine.remind_before_days = 4

    deadlines.start(case, MINE, date(2026, 12, 1), at=datetime(2026, 11, 18, 8, tzinfo=UTC))

    clock = deadlines.running(case, MINE)
    assert clock is not None
    assert clock.remind_on == date(2026, 11, 25)
