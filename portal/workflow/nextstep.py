"""What the municipality should do next with a case. Rows, pages and the to-do list all ask here."""

from portal.vocabulary import OPEN_CASE_STATES, CaseState, DeadlineKind, NextStep

_BY_CLOCK: dict[DeadlineKind, NextStep] = {
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


def next_step(state: CaseState, due_kind: DeadlineKind | None, *, has_caseworker: bool) -> NextStep:
    """The one obvious thing to do, from the state and the nearest deadline."""
    if state not in OPEN_CASE_STATES or due_kind is None:
        return NextStep.NOTHING
    if state is CaseState.REOPEN_REQUESTED:
        return NextStep.ANSWER_REOPEN
    step = _BY_CLOCK[due_kind]
    waits_for_nobody = state is CaseState.QUEUED and not has_caseworker
    if waits_for_nobody and step is not NextStep.ACKNOWLEDGE:
        return NextStep.TAKE
    return step
