"""The truth table: on which day a clock ends, and when somebody is told, whatever the calendar."""

from datetime import UTC, date, datetime, time

import pytest

from portal.clock import from_local
from portal.drills.deadlines import BREAK, MINE, TABLE, is_right
from portal.models import SchoolBreak
from portal.vocabulary import SCHOOL_CLOCKS, DeadlineKind, FormKind, ReminderStage
from portal.workflow import deadlines, reminders
from tests.town import Town, a_case, town


def cast_with_a_break() -> Town:
    cast = town()
    cast.ybc.breaks = [SchoolBreak(first_on=BREAK[0], last_on=BREAK[1])]
    return cast


@pytest.mark.parametrize("name", TABLE)
def test_a_clock_ends_and_is_told_of_on_these_days(name: str) -> None:
    assert is_right(name)


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
