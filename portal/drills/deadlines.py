"""The truth table of clocks: when each ends, and when somebody is told, whatever the calendar."""

from datetime import date, datetime

from portal.clock import from_local, working_day
from portal.drills.figures import Figure
from portal.models import Case, Routine, SchoolBreak, SchoolUnit
from portal.vocabulary import DeadlineKind, ReminderStage
from portal.workflow import deadlines, reminders

BREAK = (date(2026, 10, 26), date(2026, 10, 30))
"""The autumn break of the school that files."""
REMINDS = {"remind_before_days": 2, "remind_coordinator_days": 3, "remind_leader_days": 5}
MINE, SCHOOLS = DeadlineKind.FIRST_ANSWER, DeadlineKind.ANSWER_QUESTION

Row = tuple[str, DeadlineKind, int, str, str]
# started (Swedish day and time), whose clock, working days, due; told before, on, after, long after
TABLE: dict[str, Row] = {
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


def drill() -> Figure:
    """How many rows of the table come out as they should."""
    wrong = [name for name in TABLE if not is_right(name)]
    return Figure(
        f"{len(TABLE) - len(wrong)} of {len(TABLE)} rows right"
        f"{': not ' + ', '.join(wrong) if wrong else ''}",
        "all of them",
        not wrong,
    )


def is_right(name: str) -> bool:
    """Whether a clock of this row ends on its day and is told of on those days."""
    started, kind, count, due, told = TABLE[name]
    begins = datetime.fromisoformat(started)
    case, at = _a_case(), from_local(begins.date(), begins.time())
    deadlines.start_in(case, kind, count, at=at)
    clock = deadlines.running(case, kind)
    assert clock is not None
    expected = days(told.removeprefix("none"), begins.year)
    stages = list(ReminderStage)[-len(expected) :]
    return (
        [clock.due_on] == days(due, begins.year)
        and reminders.schedule(clock) == list(zip(stages, expected, strict=True))
        and all(map(working_day, expected))
        and clock.remind_on == expected[0]
    )


def days(text: str, year: int) -> list[date]:
    """Days as the table writes them; the year is said where it is another one."""
    written = [f"20{day}" if len(day) > len("12-31") else f"{year}-{day}" for day in text.split()]
    return [date.fromisoformat(day) for day in written]


def _a_case() -> Case:
    """Of a school with a break, by a routine that says when to remind."""
    school = SchoolUnit(breaks=[SchoolBreak(first_on=BREAK[0], last_on=BREAK[1])])
    return Case(school_unit=school, routine=Routine(**REMINDS))
