"""What comes next in a case, as a truth table."""

from itertools import product

import pytest

from portal.vocabulary import OPEN_CASE_STATES, CaseState, DeadlineKind, NextStep
from portal.workflow.nextstep import next_step

BY_CLOCK = {
    DeadlineKind.ACKNOWLEDGE: NextStep.ACKNOWLEDGE,
    DeadlineKind.FIRST_ANSWER: NextStep.REPLY,
    DeadlineKind.BOOK_MEETING: NextStep.BOOK_MEETING,
    DeadlineKind.HOLD_MEETING: NextStep.HOLD_MEETING,
    DeadlineKind.ANSWER_HANDOVER: NextStep.ANSWER_HANDOVER,
    DeadlineKind.ANSWER_QUESTION: NextStep.AWAIT_ANSWER,
    DeadlineKind.FILE_DROPOUT: NextStep.AWAIT_DROPOUT,
    DeadlineKind.FOLLOW_UP: NextStep.FOLLOW_UP,
    DeadlineKind.ANSWER_REOPEN: NextStep.ANSWER_REOPEN,
    DeadlineKind.ASK_AGAIN: NextStep.ASK_AGAIN,
    DeadlineKind.RENEW: NextStep.AWAIT_RENEWAL,
    DeadlineKind.NEXT_STEP: NextStep.DECIDE,
}
WORKED = sorted(OPEN_CASE_STATES - {CaseState.QUEUED, CaseState.REOPEN_REQUESTED})


@pytest.mark.parametrize("kind", DeadlineKind)
@pytest.mark.parametrize("state", WORKED)
@pytest.mark.parametrize("has_caseworker", [True, False])
def test_the_nearest_deadline_says_what_comes_next(state, kind, has_caseworker):
    assert next_step(state, kind, has_caseworker=has_caseworker) is BY_CLOCK[kind]


@pytest.mark.parametrize("kind", DeadlineKind)
def test_a_case_that_nobody_has_is_acknowledged_and_then_taken(kind):
    acknowledges = kind is DeadlineKind.ACKNOWLEDGE
    expected = NextStep.ACKNOWLEDGE if acknowledges else NextStep.TAKE

    assert next_step(CaseState.QUEUED, kind, has_caseworker=False) is expected


@pytest.mark.parametrize("kind", DeadlineKind)
def test_the_schools_wish_to_open_again_comes_before_all(kind):
    step = next_step(CaseState.REOPEN_REQUESTED, kind, has_caseworker=True)

    assert step is NextStep.ANSWER_REOPEN


@pytest.mark.parametrize("state", sorted(set(CaseState) - OPEN_CASE_STATES))
@pytest.mark.parametrize("kind", [None, *DeadlineKind])
def test_nothing_comes_after_the_end(state, kind):
    assert next_step(state, kind, has_caseworker=True) is NextStep.NOTHING


def test_every_next_step_is_reached_from_somewhere():
    reached = {
        next_step(state, kind, has_caseworker=has)
        for state, kind, has in product(CaseState, DeadlineKind, (True, False))
    }

    assert reached == set(NextStep)
