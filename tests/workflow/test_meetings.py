"""The joint meeting, from the need of one to what was agreed on."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from portal.errors import (
    MeetingNotYet,
    NotAllowed,
    SaysTooLittle,
    TimeHasPassed,
    TooManyTimes,
    WrongState,
)
from portal.models import Case, Meeting
from portal.vocabulary import (
    Attendance,
    CaseState,
    CloseReason,
    CodedAnswer,
    DeadlineKind,
    FormKind,
    MeetingState,
    Outcome,
    ParticipantKind,
    RescheduleAsker,
    Side,
)
from portal.workflow import casework, closing, commitments, deadlines, meetings
from portal.workflow.meetings import Invited, Promise
from tests.town import AT, TODAY, Town, a_case, a_filing, a_routine, town

TOMORROW = AT + timedelta(days=1)
AFTERWARDS = TOMORROW + timedelta(hours=1)
PEOPLE = (
    Invited(ParticipantKind.PUPIL, "Wilma Ek", "070-000 00 34"),
    Invited(ParticipantKind.SCHOOL, "Karin Holm"),
)
ABOUT = ("YBC, rum 212", "Hur du har det i skolan.", 45)


@pytest.fixture
def cast() -> Town:
    return town()


@pytest.fixture
def case(cast: Town) -> Case:
    return a_case(cast)


@pytest.fixture
def booked(cast: Town, case: Case) -> Meeting:
    meeting = meetings.running(case)
    assert meeting is not None
    meetings.book(meeting, TOMORROW, *ABOUT, PEOPLE, by=cast.caseworker, at=AT)
    meeting.id = uuid4()
    for participant in meeting.participants:
        participant.id = uuid4()
    return meeting


def hold(meeting: Meeting, cast: Town, outcome: Outcome, **said):
    usual = {"follow_up_on": None, "outcome_text": "", "promises": ()}
    came = {one.id: Attendance.PRESENT for one in meeting.participants}
    meetings.hold(meeting, outcome, came, **(usual | said), by=cast.caseworker, at=AFTERWARDS)


def due(case: Case, kind: DeadlineKind) -> date | None:
    clock = deadlines.running(case, kind)
    return clock.due_on if clock else None


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


# --- how it went --------------------------------------------------------------------------------


def test_a_meeting_is_not_held_before_it_has_begun(cast, booked):
    with pytest.raises(MeetingNotYet):
        meetings.hold(
            booked,
            Outcome.STAYS_WATCH,
            {},
            follow_up_on=None,
            outcome_text="",
            promises=(),
            by=cast.caseworker,
            at=AT,
        )
    with pytest.raises(MeetingNotYet):
        meetings.miss(booked, by=cast.caseworker, at=AT)


def test_who_came_is_kept_for_each(cast, booked):
    pupil, school = booked.participants

    meetings.hold(
        booked,
        Outcome.STAYS_WATCH,
        {pupil.id: Attendance.REMOTE, school.id: Attendance.ABSENT},
        follow_up_on=None,
        outcome_text="",
        promises=(),
        by=cast.caseworker,
        at=AFTERWARDS,
    )

    assert (pupil.attendance, school.attendance) == (Attendance.REMOTE, Attendance.ABSENT)


@pytest.mark.parametrize(
    ("outcome", "said"),
    [(Outcome.STAYS_WITH_SUPPORT, {}), (Outcome.OTHER, {"outcome_text": "  "})],
)
def test_an_outcome_demands_its_data(cast, booked, outcome, said):
    with pytest.raises(SaysTooLittle):
        hold(booked, cast, outcome, **said)
    assert booked.state is MeetingState.BOOKED


def test_staying_with_support_is_followed_up_on_its_day(cast, booked, case):
    hold(booked, cast, Outcome.STAYS_WITH_SUPPORT, follow_up_on=date(2026, 12, 9))

    assert due(case, DeadlineKind.FOLLOW_UP) == date(2026, 12, 9)
    assert case.state is CaseState.MONITORING


def test_staying_under_watch_is_looked_at_within_a_month(cast, booked, case):
    hold(booked, cast, Outcome.STAYS_WATCH)

    assert due(case, DeadlineKind.FOLLOW_UP) == TODAY + timedelta(days=1 + meetings.WATCH_DAYS)


def test_leaving_starts_the_schools_clock_for_the_dropout(cast, booked, case):
    hold(booked, cast, Outcome.LEAVES)

    assert due(case, DeadlineKind.FILE_DROPOUT) == date(2026, 11, 26)
    assert case.is_open


def test_the_dropout_meets_that_clock(cast, booked, case):
    hold(booked, cast, Outcome.LEAVES)

    a_filing(cast, FormKind.DROPOUT, thread=case, at=AFTERWARDS)

    assert due(case, DeadlineKind.FILE_DROPOUT) is None


def test_another_outcome_is_said_in_words_and_may_be_followed_up(cast, booked, case):
    hold(
        booked,
        cast,
        Outcome.OTHER,
        outcome_text="Byter program",
        follow_up_on=date(2026, 12, 1),
    )

    assert due(case, DeadlineKind.FOLLOW_UP) == date(2026, 12, 1)


# --- promises -----------------------------------------------------------------------------------


@pytest.fixture
def promised(cast, booked):
    promises = [
        Promise(Side.SCHOOL, "Karin Holm", "Ny studieplan", date(2026, 12, 1)),
        Promise(Side.KAA, "Amina Berg", "Ringer Wilma", date(2026, 12, 2)),
    ]
    hold(booked, cast, Outcome.STAYS_WATCH, promises=promises)
    return booked.commitments


def test_promises_have_an_owner_a_side_and_a_day(promised):
    assert [(one.side, one.owner, one.due_on) for one in promised] == [
        (Side.SCHOOL, "Karin Holm", date(2026, 12, 1)),
        (Side.KAA, "Amina Berg", date(2026, 12, 2)),
    ]


@pytest.mark.parametrize(
    ("who", "schools", "kaas"),
    [
        ("counsellor", True, False),
        ("rector", True, False),
        ("caseworker", True, True),
        ("coordinator", True, True),
        ("other_counsellor", False, False),
        ("other_caseworker", False, False),
        ("municipality_admin", False, False),
    ],
)
def test_who_may_say_that_a_promise_is_kept(cast, case, promised, who, schools, kaas):
    by = getattr(cast, who)

    for commitment, may in zip(promised, (schools, kaas), strict=True):
        if may:
            commitments.keep(commitment, case, by=by, at=AFTERWARDS)
            assert (commitment.kept_at, commitment.kept_by_id) == (AFTERWARDS, by.id)
        else:
            with pytest.raises(NotAllowed):
                commitments.keep(commitment, case, by=by, at=AFTERWARDS)
            assert commitment.kept_at is None


def test_a_promise_is_kept_once(cast, case, promised):
    commitments.keep(promised[0], case, by=cast.counsellor, at=AFTERWARDS)

    with pytest.raises(WrongState):
        commitments.keep(promised[0], case, by=cast.caseworker, at=AFTERWARDS)
