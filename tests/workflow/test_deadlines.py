"""The clocks: nobody is lost, whatever is done with a case and in whatever order."""

from collections.abc import Callable
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.clock import add_working_days, today
from portal.errors import PortalError
from portal.models import Case
from portal.vocabulary import CaseState, CloseReason, CodedAnswer, DeadlineKind, FormKind, Outcome
from portal.workflow import casework, closing, deadlines, handover, meetings
from tests.town import AT, TODAY, Town, a_case, a_filing, town

Act = Callable[[Case, Town, object], object]


def _hold(case, cast, at):
    meeting = meetings.running(case) or meetings.call(case, by=cast.caseworker, at=at)
    if meeting.starts_at is None:
        starts_at = at + timedelta(hours=1)
        meetings.book(meeting, starts_at, "", "", 45, [], by=cast.caseworker, at=at)
    meetings.hold(
        meeting,
        Outcome.LEAVES,
        {},
        follow_up_on=None,
        outcome_text="",
        promises=[],
        by=cast.caseworker,
        at=at + timedelta(hours=2),
    )


def _decline(case, cast, at):
    offered = handover.offered(case)
    if offered is not None:
        handover.withdraw_offered(case, by=None, at=at)
        deadlines.settle(case, at=at)


ACTS = {
    "acknowledge": lambda c, t, at: casework.acknowledge(c, by=t.caseworker, at=at),
    "take": lambda c, t, at: casework.take_on(c, by=t.caseworker, at=at),
    "assign": lambda c, t, at: casework.assign(c, t.second_caseworker, by=t.coordinator, at=at),
    "hand back": lambda c, t, at: casework.hand_back(c, "x", by=t.coordinator, at=at),
    "ask": lambda c, t, at: casework.ask(c, "x", by=t.caseworker, at=at),
    "answer": lambda c, t, at: casework.answer(c, "x", by=t.counsellor, at=at),
    "note": lambda c, t, at: casework.note(c, "x", by=t.caseworker, at=at),
    "reply": lambda c, t, at: casework.reply(c, CodedAnswer.CONTACTING, "", by=t.caseworker, at=at),
    "monitor": lambda c, t, at: casework.monitor(
        c, today(at) + timedelta(days=9), "x", by=t.caseworker, at=at
    ),
    "reroute": lambda c, t, at: casework.reroute(
        c,
        next(one for one in t.norrkoping.routines if one.kind is c.latest_kind),
        "x",
        by=t.caseworker,
        at=at,
    ),
    "close": lambda c, t, at: closing.close(c, CloseReason.OTHER, what="x", by=t.caseworker, at=at),
    "wish": lambda c, t, at: closing.request_reopen(
        c, "x", other_open=None, by=t.counsellor, at=at
    ),
    "reopen": lambda c, t, at: closing.reopen(c, by=t.caseworker, at=at),
    "refuse": lambda c, t, at: closing.refuse_reopen(c, "x", by=t.caseworker, at=at),
    "call": lambda c, t, at: meetings.call(c, by=t.caseworker, at=at),
    "hold": _hold,
    "file again": lambda c, t, at: a_filing(t, FormKind.ABSENCE, thread=c, at=at),
    "drop out": lambda c, t, at: a_filing(t, FormKind.DROPOUT, thread=c, at=at),
    "answer handover": _decline,
}


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(sorted(ACTS)), max_size=12), st.sampled_from(FormKind))
def test_an_open_case_always_has_a_clock_and_shows_the_nearest(acts, kind):
    cast = town()
    case, at = a_case(cast, FormKind.AT_RISK if kind is FormKind.START else kind), AT
    for act in acts:
        at += timedelta(days=1)
        try:
            ACTS[act](case, cast, at)
        except PortalError:
            continue
        _is_whole(case)


def _is_whole(case: Case) -> None:
    running = [clock for clock in case.deadlines if clock.runs]
    if not case.is_open:
        assert (running, case.due_on, case.due_kind) == ([], None, None)
        return
    assert running, "an open case without a clock"
    kinds = [clock.kind for clock in running]
    assert len(kinds) == len(set(kinds)), "two running clocks of one kind"
    nearest = min(clock.due_on for clock in running)
    assert case.due_on == nearest
    assert case.due_kind in {clock.kind for clock in running if clock.due_on == nearest}
    assert all(clock.municipality_code == case.municipality_code for clock in running)
    assert (case.state is not CaseState.IN_PROGRESS) or case.caseworker_id is not None


def test_days_are_working_days():
    case = a_case(town())

    clock = deadlines.running(case, DeadlineKind.ACKNOWLEDGE)

    assert clock is not None
    assert clock.due_on == add_working_days(TODAY, 2) == date(2026, 11, 20)


def test_on_the_same_day_the_order_of_the_words_decides():
    case = a_case(town())
    for kind in (DeadlineKind.FOLLOW_UP, DeadlineKind.FIRST_ANSWER, DeadlineKind.ACKNOWLEDGE):
        deadlines.start(case, kind, TODAY, at=AT)

    deadlines.settle(case, at=AT)

    assert (case.due_on, case.due_kind) == (TODAY, DeadlineKind.ACKNOWLEDGE)


def test_a_clock_that_is_started_anew_stops_the_one_before():
    case = a_case(town())
    earlier = deadlines.running(case, DeadlineKind.FIRST_ANSWER)

    deadlines.start(case, DeadlineKind.FIRST_ANSWER, TODAY, at=AT)

    assert earlier is not None
    assert not earlier.runs
    assert deadlines.running(case, DeadlineKind.FIRST_ANSWER).due_on == TODAY


def test_the_schools_first_clock_is_not_moved_by_another_filing():
    cast = town()
    case = a_case(cast)
    due = deadlines.running(case, DeadlineKind.FIRST_ANSWER).due_on

    a_filing(cast, FormKind.ABSENCE, thread=case, at=AT + timedelta(days=3))

    assert deadlines.running(case, DeadlineKind.FIRST_ANSWER).due_on == due


def test_nothing_planned_still_has_a_day():
    cast = town()
    case = a_case(cast, FormKind.ABSENCE)
    casework.take_on(case, by=cast.caseworker, at=AT)

    casework.reply(case, CodedAnswer.NO_ACTION, "", by=cast.caseworker, at=AT)

    assert case.due_kind is DeadlineKind.NEXT_STEP
    assert case.due_on == add_working_days(TODAY, 10)
