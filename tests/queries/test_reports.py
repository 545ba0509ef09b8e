"""The rector's figures against a table made by hand."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.access.rules import may
from portal.db import forget_session
from portal.queries import reports
from portal.queries.reports import Delay, Kept, Period
from portal.vocabulary import (
    CaseState,
    CloseReason,
    DeadlineKind,
    FormKind,
    MeetingState,
    Outcome,
    Permission,
)
from portal.workflow import casework, closing, filing, meetings
from tests.town import a_case, told

YEAR = Period(date(2025, 12, 1), date(2026, 11, 30))
TODAY = date(2026, 11, 18)


def at(month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.fixture
def keep(town, rows):
    """Store a case, each about another pupil."""

    def kept(case):
        case.number_hash = f"pupil {len(seen)}"
        seen.append(case)
        rows.add(case)
        rows.commit()
        return case

    seen: list[object] = []
    return kept


@pytest.fixture
def figures(town, app):
    """What the rector of YBC reads."""

    def read(period=YEAR, by=None):
        with app.app_context():
            read_ones = reports.school_figures(by or town.rector, period, TODAY)
            forget_session()
            return read_ones

    return read


def test_filings_are_counted_by_swedish_month_and_kind(town, keep, figures):
    keep(a_case(town, FormKind.ABSENCE, at=at(6, 30, 21, 59)))
    keep(a_case(town, FormKind.ABSENCE, at=at(6, 30, 22, 0)))  # half past nothing: 1 July at home
    keep(a_case(town, FormKind.DROPOUT, at=at(7, 15)))
    keep(a_case(town, FormKind.DROPOUT, by=town.other_counsellor, at=at(7, 15)))

    found = figures()

    assert found.by_month == {
        (date(2026, 6, 1), FormKind.ABSENCE): 1,
        (date(2026, 7, 1), FormKind.ABSENCE): 1,
        (date(2026, 7, 1), FormKind.DROPOUT): 1,
    }
    assert (found.total, found.of_kind(FormKind.ABSENCE)) == (3, 2)
    assert found.in_month(date(2026, 7, 1)) == 2


def test_the_period_begins_and_ends_at_swedish_midnight(town, keep, figures):
    july = Period(date(2026, 7, 1), date(2026, 7, 31))
    keep(a_case(town, at=at(6, 30, 21, 59)))
    keep(a_case(town, at=at(6, 30, 22, 0)))
    keep(a_case(town, at=at(7, 31, 21, 59)))
    keep(a_case(town, at=at(7, 31, 22, 0)))

    assert figures(july).total == 2
    assert july.months == [date(2026, 7, 1)]


def test_a_period_over_new_year_has_its_months_in_order():
    assert YEAR.months[0] == date(2025, 12, 1)
    assert YEAR.months[-1] == date(2026, 11, 1)
    assert len(YEAR.months) == 12


def test_a_withdrawn_filing_is_told_apart_and_a_corrected_one_counts_once(
    town, rows, keep, figures
):
    gone = keep(a_case(town, at=at(9, 1)))
    filing.withdraw(gone.filings[0], reason="Fel.", by=town.counsellor, at=at(9, 2))
    mended = keep(a_case(town, at=at(9, 1)))
    version = filing.correct(
        mended.filings[0],
        told(given_name="Vilma"),
        draft_id=gone.id,
        unit=town.ybc,
        reason="Fel namn.",
        by=town.counsellor,
        at=at(10, 1),
    )
    rows.add(version)
    rows.commit()

    found = figures()

    assert found.by_month == {(date(2026, 9, 1), FormKind.AT_RISK): 1}
    assert found.withdrawn == 1


def test_days_from_event_to_filing(town, keep, figures):
    """Five absences told after 0, 2, 4, 15 and 30 days; a start told ahead is not counted."""
    for days in (0, 2, 4, 15, 30):
        filed = at(10, 5) + timedelta(days=days)
        keep(a_case(town, FormKind.ABSENCE, event_on=date(2026, 10, 5), at=filed))
    keep(a_case(town, FormKind.START, event_on=date(2026, 11, 17), at=at(11, 2)))

    assert figures().delays == [Delay(FormKind.ABSENCE, count=5, median=4.0, long=2)]


def test_answers_in_time_late_overdue_and_not_due_yet(town, rows, keep, figures):
    """To acknowledge takes two working days: Thursday 22 October for what comes on the 20th."""
    for day in (22, 23):
        case = keep(a_case(town, FormKind.ABSENCE, at=at(10, 20)))
        casework.acknowledge(case, by=town.caseworker, at=at(10, day))
    keep(a_case(town, FormKind.ABSENCE, at=at(10, 20)))
    keep(a_case(town, FormKind.ABSENCE, at=at(11, 17)))
    rows.commit()

    kept = {one.kind: one for one in figures().kept}

    assert kept[DeadlineKind.ACKNOWLEDGE] == Kept(
        DeadlineKind.ACKNOWLEDGE, in_time=1, late=1, overdue=1, waiting=1
    )
    assert kept[DeadlineKind.FIRST_ANSWER] == Kept(
        DeadlineKind.FIRST_ANSWER, in_time=0, late=0, overdue=3, waiting=1
    )
    assert kept[DeadlineKind.ANSWER_HANDOVER] == Kept(DeadlineKind.ANSWER_HANDOVER)
    assert kept[DeadlineKind.ACKNOWLEDGE].due == 3


def test_meetings_and_outcomes_where_a_moved_meeting_counts_once(town, rows, keep, figures):
    keep(a_case(town, at=at(10, 1)))
    case = keep(a_case(town, at=at(10, 1)))
    starts = at(10, 8)
    meetings.book(case.meetings[0], starts, "Rum 4", "", 45, [], by=town.caseworker, at=at(10, 2))
    moved = meetings.reschedule(
        case.meetings[0],
        starts + timedelta(days=1),
        "Rum 4",
        meetings.RescheduleAsker.PUPIL,
        "Prov.",
        by=town.caseworker,
        at=at(10, 3),
    )
    rows.flush()
    meetings.hold(
        moved,
        Outcome.STAYS_WATCH,
        {},
        follow_up_on=None,
        outcome_text="",
        promises=[],
        by=town.caseworker,
        at=starts + timedelta(days=2),
    )
    rows.commit()

    found = figures()

    assert found.meetings == {MeetingState.TO_BOOK: 1, MeetingState.HELD: 1}
    assert found.outcomes == {Outcome.STAYS_WATCH: 1}


def test_cases_by_where_they_stand_and_why_they_ended(town, rows, keep, figures):
    keep(a_case(town, at=at(10, 1)))
    for _ in range(2):
        case = keep(a_case(town, FormKind.ABSENCE, at=at(10, 1)))
        closing.close(case, CloseReason.STAYS, what="Kvar", by=town.caseworker, at=at(10, 2))
    rows.commit()

    found = figures()

    assert found.states == {CaseState.QUEUED: 1, CaseState.CLOSED: 2}
    assert found.reasons == {CloseReason.STAYS: 2}


def test_another_school_counts_nothing_of_ours(town, keep, figures):
    keep(a_case(town, FormKind.DROPOUT, at=at(10, 1)))

    theirs = figures(by=town.other_rector)

    assert (theirs.total, theirs.delays, theirs.meetings, theirs.states) == (0, [], {}, {})
    assert may(town.other_rector, Permission.REPORT_SCHOOL)


def test_the_list_behind_the_figures_is_in_the_order_of_filing(town, keep, app):
    second = keep(a_case(town, FormKind.ABSENCE, at=at(10, 2)))
    first = keep(a_case(town, FormKind.DROPOUT, at=at(10, 1)))
    keep(a_case(town, by=town.other_counsellor, at=at(10, 1)))

    with app.app_context():
        lines = reports.school_lines(town.rector, YEAR)
        forget_session()

    assert [line.reference for line in lines] == [first.reference, second.reference]
    assert lines[0].kind is FormKind.DROPOUT
