"""What the municipality does with a case in its queue, and the school's answers."""

from datetime import date, datetime

from portal.clock import today
from portal.errors import (
    AlreadyTaken,
    AlreadyThere,
    FollowUpMustLieAhead,
    NotAMember,
    SameMunicipality,
    WrongState,
)
from portal.models import Case, Membership, Rerouting, Routine
from portal.vocabulary import KAA_ROLES, CodedAnswer, DeadlineKind, Step
from portal.workflow import deadlines, handover, meetings, pickups, standing
from portal.workflow.steps import take


def opened(case: Case, *, at: datetime) -> None:
    """The municipality reads the case for the first time; the school sees when."""
    if case.first_opened_at is None:
        case.first_opened_at = at


def acknowledge(case: Case, *, by: Membership | None, at: datetime) -> None:
    """Tell the school that the filing is seen."""
    if deadlines.running(case, DeadlineKind.ACKNOWLEDGE) is None:
        raise WrongState
    take(case, Step.ACKNOWLEDGE, by=by, at=at)
    deadlines.see_to(case, at=at)
    deadlines.settle(case, at=at)


def take_on(case: Case, *, by: Membership, at: datetime) -> None:
    """Make the case one's own. One gets it; the other is told who did."""
    if case.caseworker is not None:
        raise AlreadyTaken(who=case.caseworker.user.name)
    take(case, Step.TAKE, by=by, at=at)
    case.caseworker = by
    case.caseworker_id = by.id
    deadlines.see_to(case, at=at)
    deadlines.settle(case, at=at)


def assign(case: Case, to: Membership, *, by: Membership, at: datetime) -> None:
    """Give the case to a colleague."""
    works_here = to.role in KAA_ROLES and to.municipality_code == case.municipality_code
    if not works_here or to.ended_at is not None:
        raise NotAMember
    take(case, Step.ASSIGN, by=by, at=at, to=to.user.name)
    case.caseworker = to
    case.caseworker_id = to.id
    deadlines.see_to(case, at=at)
    deadlines.settle(case, at=at)


def hand_back(case: Case, reason: str, *, by: Membership | None, at: datetime) -> None:
    """Put the case back where somebody else can take it; the portal does when somebody leaves."""
    if case.caseworker_id is None:
        raise WrongState
    take(case, Step.HAND_BACK, by=by, at=at, reason=reason)
    case.caseworker = None
    case.caseworker_id = None
    deadlines.settle(case, at=at)


def ask(case: Case, question: str, *, by: Membership, at: datetime) -> None:
    """Ask the school and wait."""
    take(case, Step.ASK, by=by, at=at, question=question)
    case.question = question
    deadlines.see_to(case, at=at)
    deadlines.start_in(case, DeadlineKind.ANSWER_QUESTION, case.routine.question_days, at=at)
    standing.asked(case, at=at)
    deadlines.settle(case, at=at)


def answer(case: Case, text: str, *, by: Membership, at: datetime) -> None:
    """The school answers, and the case goes on where it waited."""
    take(case, Step.ANSWER, by=by, at=at, answer=text)
    case.question = None
    deadlines.meet(case, DeadlineKind.ANSWER_QUESTION, at=at)
    deadlines.settle(case, at=at)


def note(case: Case, text: str, *, by: Membership, at: datetime) -> None:
    """Write something down for colleagues; nothing else happens and the school does not see it."""
    take(case, Step.NOTE, by=by, at=at, text=text)
    deadlines.settle(case, at=at)


def reply(
    case: Case, coded: CodedAnswer, text: str, *, by: Membership | None, at: datetime
) -> None:
    """Tell the school what happens: a coded outcome, and words only after they were previewed."""
    take(case, Step.REPLY, by=by, at=at, answer=coded, text=text)
    _answered(case, coded, text, at)
    deadlines.settle(case, at=at)


def _answered(case: Case, coded: CodedAnswer, text: str, at: datetime) -> None:
    case.answer, case.answer_text, case.answered_at = coded, text, at
    deadlines.see_to(case, at=at)
    deadlines.meet(case, DeadlineKind.FIRST_ANSWER, at=at)


def monitor(case: Case, follow_up_on: date, reason: str, *, by: Membership, at: datetime) -> None:
    """Keep an eye on the pupil until a day."""
    if follow_up_on <= today(at):
        raise FollowUpMustLieAhead
    take(case, Step.MONITOR, by=by, at=at, follow_up_on=follow_up_on.isoformat(), reason=reason)
    deadlines.see_to(case, at=at)
    deadlines.start(case, DeadlineKind.FOLLOW_UP, follow_up_on, at=at)
    deadlines.settle(case, at=at)


def reroute(
    case: Case,
    routine: Routine,
    reason: str,
    *,
    standing_there: Case | None = None,
    by: Membership | None,
    at: datetime,
) -> Rerouting:
    """Send the case on to another municipality, by that municipality's routine.

    The school's clock goes on from the first filing; the new municipality's begins now. The old
    municipality keeps only the returned fact. `standing_there` is the school's open case about the
    pupil in the other municipality, which stands in the way.
    """
    from_code, to_code = case.municipality_code, routine.municipality_code
    if from_code == to_code:
        raise SameMunicipality
    if standing_there is not None:
        raise AlreadyThere
    take(case, Step.REROUTE, by=by, at=at, from_code=from_code, to_code=to_code, reason=reason)
    had_meeting = meetings.call_off(case, at=at)
    deadlines.stop_all(case, at=at)
    trace = Rerouting(
        case_id=case.id,
        reference=case.reference,
        kind=case.latest_kind,
        from_code=from_code,
        to_code=to_code,
        arrived_at=case.opened_at,
        at=at,
        by=by,
        reason=reason,
    )
    _arrive(case, routine, had_meeting=had_meeting, at=at)
    return trace


def _arrive(case: Case, routine: Routine, *, had_meeting: bool, at: datetime) -> None:
    """Begin afresh in the new municipality's queue."""
    case.municipality_code, case.routine = routine.municipality_code, routine
    case.caseworker = None
    case.caseworker_id = None
    case.opened_at, case.first_opened_at, case.acknowledged_at = at, None, None
    case.answer = case.answer_text = case.answered_at = case.question = None
    deadlines.start_in(case, DeadlineKind.ACKNOWLEDGE, routine.acknowledge_days, at=at)
    deadlines.start_in(case, DeadlineKind.FIRST_ANSWER, routine.first_answer_days, at=at)
    standing.start(case, at=at)
    handover.move_offered(case, at=at)
    if had_meeting or routine.opens_meeting:
        meetings.call(case, at=at)
    deadlines.settle(case, at=at)
    pickups.offer(case, at=at)
