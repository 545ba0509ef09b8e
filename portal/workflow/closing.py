"""How a case ends, and how the school may ask to have it opened again."""

from datetime import date, datetime

from portal.clock import today
from portal.errors import (
    AnswerHandoverFirst,
    NotADuplicate,
    NotYet20,
    OpenCaseExists,
    SaysTooLittle,
)
from portal.identity import age_on
from portal.models import Case, Membership
from portal.vocabulary import CLOSE_DEMANDS, CloseReason, DeadlineKind, Step
from portal.workflow import deadlines, handover, meetings, standing
from portal.workflow.legal import KAA_AGE
from portal.workflow.steps import take


def close(
    case: Case,
    reason: CloseReason,
    *,
    what: str = "",
    on: date | None = None,
    text: str = "",
    by: Membership,
    at: datetime,
) -> None:
    """End the case. `what` and `on` are what the reason demands; `text` is for the school."""
    _has_its_data(case, reason, what, on, at)
    if handover.offered(case) is not None:
        raise AnswerHandoverFirst
    data = {"what": what, "on": on.isoformat() if on else ""}
    take(case, Step.CLOSE, by=by, at=at, reason=reason, data=data, text=text)
    deadlines.meet(
        case,
        DeadlineKind.ACKNOWLEDGE,
        DeadlineKind.FIRST_ANSWER,
        DeadlineKind.FOLLOW_UP,
        DeadlineKind.NEXT_STEP,
        at=at,
    )
    case.answer_text = text
    case.answered_at = at
    _closed(case, reason, at)


def _has_its_data(
    case: Case, reason: CloseReason, what: str, on: date | None, at: datetime
) -> None:
    demands = CLOSE_DEMANDS[reason]
    if ("what" in demands and not what.strip()) or ("on" in demands and on is None):
        raise SaysTooLittle
    if reason is CloseReason.AGE_20 and (
        case.birth_date is None or age_on(case.birth_date, today(at)) < KAA_AGE
    ):
        raise NotYet20


def _closed(case: Case, reason: CloseReason, at: datetime) -> None:
    case.close_reason, case.closed_at = reason, at
    case.question = None
    meetings.call_off(case, at=at)
    deadlines.settle(case, at=at)


def mark_duplicate(case: Case, original: Case, *, by: Membership, at: datetime) -> None:
    """The case is about the same pupil as another: it closes and points there."""
    same_desk = original.municipality_code == case.municipality_code
    if original.id == case.id or not same_desk or original.duplicate_of_id is not None:
        raise NotADuplicate
    if handover.offered(case) is not None:
        raise AnswerHandoverFirst
    take(case, Step.MARK_DUPLICATE, by=by, at=at, of=original.reference)
    case.duplicate_of_id = original.id
    _closed(case, CloseReason.DUPLICATE, at)


def request_reopen(
    case: Case, reason: str, *, other_open: Case | None, by: Membership, at: datetime
) -> None:
    """The school asks; `other_open`, a newer open case about the pupil, stands in the way."""
    if other_open is not None:
        raise OpenCaseExists(reference=other_open.reference)
    take(case, Step.REQUEST_REOPEN, by=by, at=at, reason=reason)
    deadlines.start_in(case, DeadlineKind.ANSWER_REOPEN, case.routine.first_answer_days, at=at)
    deadlines.settle(case, at=at)


def reopen(case: Case, *, by: Membership, at: datetime) -> None:
    """Open it again; it goes on with whoever had it."""
    take(case, Step.REOPEN, by=by, at=at)
    case.close_reason = case.closed_at = case.duplicate_of_id = None
    standing.start(case, at=at)
    deadlines.meet(case, DeadlineKind.ANSWER_REOPEN, at=at)
    deadlines.settle(case, at=at)


def refuse_reopen(case: Case, reason: str, *, by: Membership, at: datetime) -> None:
    """Leave it closed, and say why."""
    take(case, Step.REFUSE_REOPEN, by=by, at=at, reason=reason)
    case.answer_text, case.answered_at = reason, at
    deadlines.meet(case, DeadlineKind.ANSWER_REOPEN, at=at)
    deadlines.settle(case, at=at)
