"""The joint meeting until it is held: called, proposed, booked, moved, cancelled."""

from datetime import date, timedelta

import pytest

from portal.errors import (
    NotAllowed,
    SaysTooLittle,
    TimeHasPassed,
    TooManyTimes,
    WrongState,
)
from portal.vocabulary import (
    CaseState,
    CloseReason,
    CodedAnswer,
    DeadlineKind,
    FormKind,
    MeetingState,
    ParticipantKind,
    RescheduleAsker,
)
from portal.workflow import casework, closing, meetings
from portal.workflow.summonses import Invited
from tests.town import AT, a_case, a_filing, a_routine
from tests.workflow.meetings.room import ABOUT, AFTERWARDS, PEOPLE, TOMORROW, due

# --- how it begins ------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", list(FormKind))
def test_only_a_kind_whose_routine_says_so_opens_a_meeting(cast, kind):
    case = a_case(cast, kind)

    opened = [meeting.state for meeting in case.meetings]

    assert opened == ([MeetingState.TO_BOOK] if kind is FormKind.AT_RISK else [])


def test_a_routine_may_open_a_meeting_for_another_kind_too(cast):
    routine = next(one for one in cast.nacka.routines if one.kind is FormKind.ABSENCE)
    routine.opens_meeting = True

    assert meetings.running(a_case(cast, FormKind.ABSENCE)) is not None


def test_the_school_may_ask_for_one(cast):
    assert meetings.running(a_case(cast, FormKind.DROPOUT, wants_meeting=True)) is not None


def test_the_deadline_for_booking_comes_from_the_routine(cast):
    cast.nacka.routines = [a_routine("0182", kind, meeting_days=3) for kind in FormKind]

    assert due(a_case(cast), DeadlineKind.BOOK_MEETING) == date(2026, 11, 23)


def test_a_second_filing_does_not_open_a_second_meeting(cast, case):
    a_filing(cast, FormKind.AT_RISK, thread=case, at=AFTERWARDS)

    assert len(case.meetings) == 1


def test_kaa_can_call_a_meeting_in_any_case_that_is_worked_on(cast):
    case = a_case(cast, FormKind.ABSENCE)

    meeting = meetings.call(case, by=cast.coordinator, at=AT)

    assert meeting.state is MeetingState.TO_BOOK
    assert due(case, DeadlineKind.BOOK_MEETING) is not None


@pytest.mark.parametrize(
    "state", [CaseState.CLOSED, CaseState.HANDED_OVER, CaseState.REOPEN_REQUESTED]
)
def test_a_case_that_has_ended_gets_no_meeting(cast, state):
    case = a_case(cast, FormKind.ABSENCE)
    case.state = state

    with pytest.raises(WrongState):
        meetings.call(case, by=cast.caseworker, at=AT)


@pytest.mark.parametrize("who", ["counsellor", "rector", "other_caseworker", "municipality_admin"])
def test_nobody_else_arranges_a_meeting(cast, case, who):
    meeting = case.meetings[0]

    with pytest.raises(NotAllowed):
        meetings.book(meeting, TOMORROW, *ABOUT, PEOPLE, by=getattr(cast, who), at=AT)
    assert meeting.state is MeetingState.TO_BOOK


# --- times --------------------------------------------------------------------------------------


def test_up_to_three_times_are_proposed_in_their_order(cast, case):
    times = [AT + timedelta(days=days) for days in (3, 1, 2)]

    meetings.propose(case.meetings[0], times, *ABOUT, PEOPLE, by=cast.caseworker, at=AT)

    assert case.meetings[0].state is MeetingState.PROPOSED
    assert case.meetings[0].proposed_times == sorted(times)


@pytest.mark.parametrize(
    ("days", "error"),
    [((), SaysTooLittle), ((1, 2, 3, 4), TooManyTimes), ((1, -1), TimeHasPassed)],
)
def test_no_time_too_many_or_one_that_has_been_is_refused(cast, case, days, error):
    times = [AT + timedelta(days=day) for day in days]

    with pytest.raises(error):
        meetings.propose(case.meetings[0], times, *ABOUT, PEOPLE, by=cast.caseworker, at=AT)
    assert case.meetings[0].state is MeetingState.TO_BOOK


def test_a_time_that_has_been_is_not_booked(cast, case):
    with pytest.raises(TimeHasPassed):
        meetings.book(case.meetings[0], AT, *ABOUT, PEOPLE, by=cast.caseworker, at=AT)


def test_proposing_tells_the_school_what_happens(cast, case):
    meetings.propose(case.meetings[0], [TOMORROW], *ABOUT, PEOPLE, by=cast.caseworker, at=AT)

    assert (case.answer, case.answered_at, case.acknowledged_at) == (CodedAnswer.MEETING, AT, AT)
    assert due(case, DeadlineKind.ACKNOWLEDGE) is due(case, DeadlineKind.FIRST_ANSWER) is None
    assert due(case, DeadlineKind.BOOK_MEETING) is not None


def test_an_answer_that_was_given_stays(cast, case):
    casework.reply(case, CodedAnswer.CONTACTING, "", by=cast.caseworker, at=AT)

    meetings.propose(case.meetings[0], [TOMORROW], *ABOUT, PEOPLE, by=cast.caseworker, at=AT)

    assert case.answer is CodedAnswer.CONTACTING


def test_booking_meets_one_clock_and_starts_the_next(booked, case):
    assert due(case, DeadlineKind.BOOK_MEETING) is None
    assert due(case, DeadlineKind.HOLD_MEETING) == date(2026, 11, 19)
    assert [one.name for one in booked.participants] == ["Wilma Ek", "Karin Holm"]


def test_place_and_people_change_while_the_time_stays(cast, booked):
    more = (*PEOPLE, Invited(ParticipantKind.OTHER, "Tolk"))

    meetings.change(booked, "Rådhuset", "Annat", 60, more, by=cast.caseworker, at=AT)

    assert (booked.place, booked.minutes_long, booked.starts_at) == ("Rådhuset", 60, TOMORROW)
    assert [one.name for one in booked.participants][-1] == "Tolk"


def test_moving_makes_a_new_row_and_keeps_who_asked_and_why(cast, booked, case):
    later = TOMORROW + timedelta(days=7)

    successor = meetings.reschedule(
        booked,
        later,
        "Distans",
        RescheduleAsker.PUPIL,
        "Prov den dagen",
        by=cast.caseworker,
        at=AT,
    )

    assert booked.state is MeetingState.CANCELLED
    assert (booked.moved_for, booked.ended_reason) == (RescheduleAsker.PUPIL, "Prov den dagen")
    assert booked.starts_at == TOMORROW
    assert (successor.state, successor.replaces_id) == (MeetingState.BOOKED, booked.id)
    assert [one.name for one in successor.participants] == ["Wilma Ek", "Karin Holm"]
    assert meetings.running(case) is successor
    assert due(case, DeadlineKind.HOLD_MEETING) == date(2026, 11, 26)


def test_a_meeting_is_not_moved_to_a_time_that_has_been(cast, booked):
    with pytest.raises(TimeHasPassed):
        meetings.reschedule(
            booked, AT, "", RescheduleAsker.KAA, "Sjuk", by=cast.caseworker, at=AFTERWARDS
        )


def test_cancelling_leaves_the_case_with_something_to_do(cast, booked, case):
    meetings.cancel(booked, "Eleven vill inte", by=cast.caseworker, at=AT)

    assert booked.state is MeetingState.CANCELLED
    assert due(case, DeadlineKind.HOLD_MEETING) is None
    assert case.due_kind is DeadlineKind.NEXT_STEP


def test_nobody_came_so_a_new_meeting_is_to_be_booked(cast, booked, case):
    again = meetings.miss(booked, by=cast.caseworker, at=AFTERWARDS)

    assert booked.state is MeetingState.NO_SHOW
    assert again is meetings.running(case)
    assert again.state is MeetingState.TO_BOOK
    assert due(case, DeadlineKind.BOOK_MEETING) is not None


@pytest.mark.parametrize("end", ["close", "start"])
def test_a_case_that_ends_takes_its_meeting_with_it(cast, booked, case, end):
    if end == "close":
        closing.close(case, CloseReason.STAYS, what="Går kvar", by=cast.caseworker, at=AT)
    else:
        a_filing(cast, FormKind.START, thread=case, at=AT)

    assert booked.state is MeetingState.CANCELLED
    assert meetings.running(case) is None
