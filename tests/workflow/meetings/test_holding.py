"""How a joint meeting went, what it leads to, and what was promised there."""

from datetime import date

import pytest

from portal.errors import (
    MeetingNotYet,
    NotAllowed,
    SaysTooLittle,
    WrongState,
)
from portal.vocabulary import (
    Attendance,
    CaseState,
    DeadlineKind,
    FormKind,
    MeetingState,
    Outcome,
    Side,
)
from portal.workflow import commitments, deadlines, meetings
from portal.workflow.meetings import Promise
from tests.town import AT, a_filing
from tests.workflow.meetings.room import AFTERWARDS, due, hold

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

    assert due(case, DeadlineKind.FOLLOW_UP) == date(2026, 12, 21), "31 days on is a Saturday"


def test_who_is_watched_again_is_looked_at_by_the_routines_second_number(cast, booked, case):
    case.routine.first_follow_up_days, case.routine.second_follow_up_days = 7, 90
    hold(booked, cast, Outcome.STAYS_WATCH)
    assert due(case, DeadlineKind.FOLLOW_UP) == date(2026, 11, 26)

    assert deadlines.look_back_on(case, at=AT) == date(2027, 2, 16)


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
