"""How a case ends, and how it may be opened again."""

from datetime import timedelta
from uuid import uuid4

import pytest

from portal.errors import (
    AnswerHandoverFirst,
    NotADuplicate,
    NotYet20,
    OpenCaseExists,
    SaysTooLittle,
    WrongState,
)
from portal.identity import parse
from portal.vocabulary import (
    CHOOSABLE_CLOSE_REASONS,
    CLOSE_DEMANDS,
    CaseState,
    CloseReason,
    FormKind,
    MeetingState,
)
from portal.workflow import casework, closing
from tests.town import AT, EIGHTEEN, TODAY, TWENTY, a_case, town

LATER = AT + timedelta(days=1)
PLAIN = [one for one in CHOOSABLE_CLOSE_REASONS if one is not CloseReason.AGE_20]


@pytest.fixture
def cast():
    return town()


@pytest.fixture
def case(cast):
    return a_case(cast)


@pytest.mark.parametrize("reason", PLAIN)
@pytest.mark.parametrize("what", ["", "Något"])
@pytest.mark.parametrize("on", [None, TODAY])
def test_each_reason_demands_its_data(cast, case, reason, what, on):
    demands = CLOSE_DEMANDS[reason]
    enough = (bool(what) or "what" not in demands) and (on is not None or "on" not in demands)

    if enough:
        closing.close(case, reason, what=what, on=on, by=cast.caseworker, at=AT)
        assert (case.state, case.close_reason) == (CaseState.CLOSED, reason)
    else:
        with pytest.raises(SaysTooLittle):
            closing.close(case, reason, what=what, on=on, by=cast.caseworker, at=AT)
        assert (case.state, case.close_reason) == (CaseState.QUEUED, None)


@pytest.mark.parametrize(("number", "closes"), [(TWENTY, True), (EIGHTEEN, False)])
def test_only_who_is_20_is_closed_as_20(cast, number, closes):
    case = a_case(cast, FormKind.DROPOUT, number=parse(number, TODAY))
    if closes:
        closing.close(case, CloseReason.AGE_20, by=cast.caseworker, at=AT)
        assert case.close_reason is CloseReason.AGE_20
        return
    with pytest.raises(NotYet20):
        closing.close(case, CloseReason.AGE_20, by=cast.caseworker, at=AT)


def test_an_end_calls_off_the_meeting_and_stops_every_clock(cast, case):
    closing.close(case, CloseReason.OTHER, what="x", by=cast.caseworker, at=LATER)

    assert [one.state for one in case.meetings] == [MeetingState.CANCELLED]
    assert not any(clock.runs for clock in case.deadlines)
    assert (case.due_on, case.due_kind) == (None, None)


def test_an_unanswered_handover_comes_first(cast):
    case = a_case(cast, FormKind.DROPOUT)
    original = a_case(cast, by=cast.other_counsellor)
    case.id, original.id = uuid4(), uuid4()

    with pytest.raises(AnswerHandoverFirst):
        closing.close(case, CloseReason.OTHER, what="x", by=cast.caseworker, at=AT)
    with pytest.raises(AnswerHandoverFirst):
        closing.mark_duplicate(case, original, by=cast.caseworker, at=AT)

    assert case.state is CaseState.QUEUED


def test_a_duplicate_closes_and_points_at_the_other(cast, case):
    original = a_case(cast, by=cast.other_counsellor)
    case.id, original.id = uuid4(), uuid4()

    closing.mark_duplicate(case, original, by=cast.caseworker, at=AT)

    assert case.close_reason is CloseReason.DUPLICATE
    assert case.duplicate_of_id == original.id


@pytest.mark.parametrize("of", ["itself", "elsewhere", "a duplicate"])
def test_what_is_no_original_is_refused(cast, case, of):
    case.id = uuid4()
    original = case if of == "itself" else a_case(cast, by=cast.other_counsellor)
    if of == "elsewhere":
        original = a_case(cast, home=cast.norrkoping)
    if of == "a duplicate":
        original.duplicate_of_id = uuid4()

    with pytest.raises(NotADuplicate):
        closing.mark_duplicate(case, original, by=cast.caseworker, at=AT)

    assert case.state is CaseState.QUEUED


@pytest.mark.parametrize(
    ("taken", "state"), [(True, CaseState.IN_PROGRESS), (False, CaseState.QUEUED)]
)
def test_a_case_opened_again_goes_on_with_whoever_had_it(cast, case, taken, state):
    if taken:
        casework.take_on(case, by=cast.caseworker, at=AT)
    closing.close(case, CloseReason.OTHER, what="x", by=cast.caseworker, at=AT)
    closing.request_reopen(case, "x", other_open=None, by=cast.counsellor, at=LATER)
    assert case.due_on is not None

    closing.reopen(case, by=cast.caseworker, at=LATER)

    assert (case.state, case.close_reason, case.closed_at) == (state, None, None)
    assert case.due_on is not None


def test_a_newer_case_stands_in_the_way_of_opening_again(cast, case):
    closing.close(case, CloseReason.OTHER, what="x", by=cast.caseworker, at=AT)
    newer = a_case(cast)

    with pytest.raises(OpenCaseExists) as refused:
        closing.request_reopen(case, "x", other_open=newer, by=cast.counsellor, at=LATER)

    assert refused.value.facts == {"reference": newer.reference}


def test_a_refusal_tells_why_and_leaves_it_closed(cast, case):
    closing.close(case, CloseReason.STAYS, what="x", by=cast.caseworker, at=AT)
    closing.request_reopen(case, "x", other_open=None, by=cast.counsellor, at=LATER)

    closing.refuse_reopen(case, "Lämna in en ny anmälan.", by=cast.caseworker, at=LATER)

    assert (case.state, case.close_reason) == (CaseState.CLOSED, CloseReason.STAYS)
    assert case.answer_text == "Lämna in en ny anmälan."


def test_what_is_closed_is_not_closed_again(cast, case):
    closing.close(case, CloseReason.OTHER, what="x", by=cast.caseworker, at=AT)

    with pytest.raises(WrongState):
        closing.close(case, CloseReason.OTHER, what="y", by=cast.caseworker, at=LATER)
