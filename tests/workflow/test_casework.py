"""What the municipality does with a case, without a page and without a database."""

from datetime import timedelta

import pytest

from portal.errors import (
    AlreadyTaken,
    AlreadyThere,
    FollowUpMustLieAhead,
    NotAllowed,
    NotAMember,
    SameMunicipality,
    WrongState,
)
from portal.vocabulary import CaseState, CodedAnswer, DeadlineKind, FormKind
from portal.workflow import casework, deadlines
from tests.town import AT, TODAY, a_case, town

LATER = AT + timedelta(days=1)


@pytest.fixture
def cast():
    return town()


@pytest.fixture
def case(cast):
    return a_case(cast)


def there(cast, kind=FormKind.AT_RISK):
    """Norrköping's routine."""
    return next(one for one in cast.norrkoping.routines if one.kind is kind)


def test_taking_is_an_acknowledgement_too(cast, case):
    casework.take_on(case, by=cast.caseworker, at=LATER)

    assert case.state is CaseState.IN_PROGRESS
    assert case.acknowledged_at == LATER
    assert deadlines.running(case, DeadlineKind.ACKNOWLEDGE) is None


def test_the_second_to_take_is_told_who_was_first(cast, case):
    casework.take_on(case, by=cast.caseworker, at=AT)

    with pytest.raises(AlreadyTaken) as refused:
        casework.take_on(case, by=cast.second_caseworker, at=LATER)

    assert refused.value.facts == {"who": "Amina Berg"}
    assert case.caseworker is cast.caseworker


@pytest.mark.parametrize("to", ["other_caseworker", "counsellor", "municipality_admin"])
def test_a_case_is_given_only_to_those_who_work_here(cast, case, to):
    with pytest.raises(NotAMember):
        casework.assign(case, getattr(cast, to), by=cast.coordinator, at=AT)

    assert case.caseworker_id is None


def test_nobody_who_has_ended_is_given_a_case(cast, case):
    cast.caseworker.ended_at = AT

    with pytest.raises(NotAMember):
        casework.assign(case, cast.caseworker, by=cast.coordinator, at=AT)


def test_a_caseworker_gives_away_only_their_own(cast, case):
    with pytest.raises(NotAllowed):
        casework.assign(case, cast.second_caseworker, by=cast.caseworker, at=AT)


def test_what_nobody_has_is_not_handed_back(cast, case):
    with pytest.raises(WrongState):
        casework.hand_back(case, "x", by=cast.coordinator, at=AT)


@pytest.mark.parametrize(
    ("taken", "state"), [(True, CaseState.IN_PROGRESS), (False, CaseState.QUEUED)]
)
def test_an_answer_lets_the_case_go_on_where_it_waited(cast, case, taken, state):
    if taken:
        casework.take_on(case, by=cast.caseworker, at=AT)
    casework.ask(case, "Vad har ni provat?", by=cast.caseworker, at=AT)
    assert case.state is CaseState.NEEDS_INFO
    assert case.question == "Vad har ni provat?"

    casework.answer(case, "Stöd.", by=cast.counsellor, at=LATER)

    assert case.state is state
    assert case.question is None


def test_a_note_changes_nothing_else(cast, case):
    before = (case.state, case.due_on, case.due_kind, case.acknowledged_at)

    casework.note(case, "x", by=cast.caseworker, at=LATER)

    assert (case.state, case.due_on, case.due_kind, case.acknowledged_at) == before


def test_the_first_answer_meets_its_deadline_once(cast, case):
    casework.reply(case, CodedAnswer.CONTACTING, "", by=cast.caseworker, at=LATER)
    [clock] = [one for one in case.deadlines if one.kind is DeadlineKind.FIRST_ANSWER]

    casework.reply(
        case, CodedAnswer.NO_ACTION, "", by=cast.caseworker, at=LATER + timedelta(days=2)
    )

    assert clock.met_at == LATER
    assert case.answer is CodedAnswer.NO_ACTION


@pytest.mark.parametrize("days", [-1, 0])
def test_a_follow_up_lies_ahead(cast, case, days):
    with pytest.raises(FollowUpMustLieAhead):
        casework.monitor(case, TODAY + timedelta(days=days), "x", by=cast.caseworker, at=AT)

    assert case.state is CaseState.QUEUED


def test_a_case_is_not_sent_to_where_it_is(cast, case):
    with pytest.raises(SameMunicipality):
        casework.reroute(case, case.routine, "x", by=cast.caseworker, at=AT)


def test_a_case_is_not_sent_to_where_the_school_has_one(cast, case):
    other = a_case(cast, home=cast.norrkoping)

    with pytest.raises(AlreadyThere):
        casework.reroute(case, there(cast), "x", standing_there=other, by=cast.caseworker, at=AT)

    assert case.municipality_code == "0182"


def test_rerouting_keeps_both_clocks_and_leaves_a_fact(cast, case):
    casework.take_on(case, by=cast.caseworker, at=AT)

    trace = casework.reroute(case, there(cast), "Flyttat.", by=cast.caseworker, at=LATER)

    assert (trace.arrived_at, trace.at) == (AT, LATER)
    assert case.filings[0].filed_at == AT
    assert case.opened_at == LATER
    assert (case.state, case.caseworker, case.acknowledged_at) == (CaseState.QUEUED, None, None)
    running = {clock.kind: clock.municipality_code for clock in case.deadlines if clock.runs}
    assert running == {
        DeadlineKind.ACKNOWLEDGE: "0581",
        DeadlineKind.FIRST_ANSWER: "0581",
        DeadlineKind.BOOK_MEETING: "0581",
        DeadlineKind.RENEW: "0581",
    }


def test_an_offered_handover_follows_its_case(cast):
    case = a_case(cast, FormKind.DROPOUT)

    casework.reroute(case, there(cast, FormKind.DROPOUT), "x", by=cast.caseworker, at=LATER)

    assert case.handovers[0].municipality_code == "0581"
    clock = deadlines.running(case, DeadlineKind.ANSWER_HANDOVER)
    assert clock is not None
    assert clock.municipality_code == "0581"


def test_the_first_opening_counts_and_no_later(case):
    casework.opened(case, at=AT)
    casework.opened(case, at=LATER)

    assert case.first_opened_at == AT
