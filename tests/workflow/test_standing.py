"""A school is asked again about an absence; a risk is renewed, taken back or lapses into work."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.models import SchoolBreak
from portal.vocabulary import CodedAnswer, DeadlineKind, FormKind
from portal.workflow import casework, deadlines, standing
from tests.town import AT, a_case, a_filing, a_routine, town

LATER = AT + timedelta(days=20)


def due(case, kind):
    clock = deadlines.running(case, kind)
    return clock and clock.due_on


def test_the_school_is_asked_again_after_so_many_weeks():
    case = a_case(town(), FormKind.ABSENCE)

    assert due(case, DeadlineKind.ASK_AGAIN) == date(2026, 12, 16)
    assert due(case, DeadlineKind.RENEW) is None


def test_asking_starts_the_weeks_anew():
    cast = town()
    case = a_case(cast, FormKind.ABSENCE)

    casework.ask(case, "Hur går det?", by=cast.caseworker, at=LATER)

    assert due(case, DeadlineKind.ASK_AGAIN) == date(2027, 1, 5)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 3, 8), date(2026, 3, 9)),  # the Sunday before week 11
        (date(2026, 3, 9), date(2026, 10, 5)),
        (date(2026, 7, 1), date(2026, 10, 5)),  # all summer
        (date(2026, 12, 31), date(2027, 3, 15)),  # week 53 of 2026
        (date(2027, 1, 1), date(2027, 3, 15)),
        (date(2028, 2, 29), date(2028, 3, 13)),
    ],
)
def test_a_routine_may_ask_in_two_weeks_of_the_year_instead(day, expected):
    routine = a_routine("0182", FormKind.ABSENCE, ask_again_weeks=0)

    assert standing.ask_again_on(routine, day) == expected


def test_a_risk_is_to_be_renewed_after_months_and_a_new_word_renews_it():
    cast = town()
    case = a_case(cast)
    assert due(case, DeadlineKind.RENEW) == date(2027, 5, 18)

    a_filing(cast, FormKind.AT_RISK, thread=case, at=datetime(2027, 5, 10, 8, tzinfo=UTC))

    assert due(case, DeadlineKind.RENEW) == date(2027, 11, 10)


def test_a_renewal_waits_for_the_end_of_the_schools_break():
    cast = town()
    cast.ybc.breaks = [SchoolBreak(first_on=date(2027, 5, 17), last_on=date(2027, 5, 21))]

    assert due(a_case(cast), DeadlineKind.RENEW) == date(2027, 5, 24)


@pytest.mark.parametrize("kind", [FormKind.ABSENCE, FormKind.DROPOUT])
def test_another_kind_of_filing_ends_the_wait_for_a_renewal(kind):
    cast = town()
    case = a_case(cast)

    a_filing(cast, kind, thread=case, at=LATER)

    assert due(case, DeadlineKind.RENEW) is None
    assert (due(case, DeadlineKind.ASK_AGAIN) is None) == (kind is FormKind.DROPOUT)


def test_an_open_case_has_a_next_step_before_the_clock_that_stands_far_off():
    cast = town()
    case = a_case(cast)
    casework.take_on(case, by=cast.caseworker, at=AT)
    deadlines.stop(case, DeadlineKind.BOOK_MEETING, at=AT)

    casework.reply(case, CodedAnswer.NO_ACTION, "", by=cast.caseworker, at=AT)

    assert case.due_kind is DeadlineKind.NEXT_STEP
    assert due(case, DeadlineKind.RENEW) is not None


def test_the_new_municipality_counts_by_its_own_routine():
    cast = town()
    case = a_case(cast, FormKind.ABSENCE)
    there = next(one for one in cast.norrkoping.routines if one.kind is FormKind.ABSENCE)
    there.ask_again_weeks = 2

    casework.reroute(case, there, "Flyttat.", by=cast.caseworker, at=AT)

    assert due(case, DeadlineKind.ASK_AGAIN) == date(2026, 12, 2)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_a_month_on_is_the_same_day_or_the_last_one(day, months, expected):
    assert standing.months_on(day, months) == expected
