"""What passes from a case to the register: a filter that names each field, never a copy."""

from dataclasses import dataclass
from datetime import date, datetime

from portal.clock import today
from portal.errors import (
    KaaEndsAt20,
    NotHandedOverByThisKind,
    NoWayToReach,
    OpenEntryExists,
    SaysTooLittle,
)
from portal.identity import age_on
from portal.models import Case, Filing, Handover, Membership, RegisterEntry
from portal.vocabulary import (
    DeadlineKind,
    DeclineReason,
    EndGround,
    FilingState,
    FormKind,
    HandoverState,
    RegistrationReason,
    Step,
)
from portal.workflow import deadlines, legal, register
from portal.workflow.steps import take


@dataclass(frozen=True)
class Passing:
    """Exactly what would pass: the closed list of 4 §, and nothing else."""

    given_name: str
    family_name: str
    number: str
    birth_date: date | None
    address: str
    email: str
    phone: str
    reason: RegistrationReason
    school: str
    programme_code: str
    ended_on: date

    def shown(self) -> dict[str, str]:
        """The fields as texts, as the receiver sees them and as the evidence keeps them."""
        return {
            name: value.isoformat() if isinstance(value, date) else str(value or "")
            for name, value in vars(self).items()
        }


def passing(filing: Filing, school: str) -> Passing:
    """The fields of a dropout filing that may pass. `school` is the unit's name."""
    if filing.kind is not FormKind.DROPOUT:
        raise NotHandedOverByThisKind
    answers = filing.answers
    return Passing(
        given_name=filing.given_name,
        family_name=filing.family_name,
        number=filing.number,
        birth_date=filing.birth_date,
        address=answers.get("pupil_address") or "",
        email=answers.get("pupil_email") or "",
        phone=answers.get("pupil_phone") or "",
        reason=_reason(answers.get("end_ground")),
        school=school,
        programme_code=filing.programme_code,
        ended_on=filing.event_on,
    )


def _reason(end_ground: str | None) -> RegistrationReason:
    reasons = {
        EndGround.NO_SHOW: RegistrationReason.NEVER_STARTED,
        EndGround.STUDIEBEVIS: RegistrationReason.STUDIEBEVIS,
    }
    ground = EndGround(end_ground) if end_ground else EndGround.OTHER
    return reasons.get(ground, RegistrationReason.DROPPED_OUT)


def offered(case: Case) -> Handover | None:
    """The handover that waits for an answer, if one does."""
    waiting = (one for one in case.handovers if one.state is HandoverState.OFFERED)
    return next(waiting, None)


def offer(
    case: Case,
    filing: Filing,
    *,
    by: Membership | None,
    at: datetime,
    since: datetime | None = None,
) -> Handover:
    """Offer what a dropout filing tells. A new one takes the place of one still unanswered."""
    if filing.kind is not FormKind.DROPOUT:
        raise NotHandedOverByThisKind
    withdraw_offered(case, by=by, at=at)
    handover = Handover(
        filing=filing,
        municipality_code=case.municipality_code,
        state=HandoverState.OFFERED,
        offered_at=at,
    )
    case.handovers.append(handover)
    take(handover, Step.OFFER_HANDOVER, by=by, at=at, filing=filing.ordinal)
    days = case.routine.handover_days
    deadlines.start_in(case, DeadlineKind.ANSWER_HANDOVER, days, at=at, since=since)
    return handover


def withdraw_offered(case: Case, *, by: Membership | None, at: datetime) -> bool:
    """Take back an unanswered offer. Was there one?"""
    handover = offered(case)
    if handover is None:
        return False
    take(handover, Step.WITHDRAW_HANDOVER, by=by, at=at)
    handover.answered_at = at
    deadlines.stop(case, DeadlineKind.ANSWER_HANDOVER, at=at)
    return True


def move_offered(case: Case, *, at: datetime) -> None:
    """An offer follows its case to another municipality, with a clock of its own.

    So does one that was declined because the pupil belongs there: it is offered anew.
    """
    handover = offered(case)
    last = case.handovers[-1] if case.handovers else None
    if handover is None and last is not None and _belonged_elsewhere(last):
        offer(case, last.filing, by=None, at=at)
    elif handover is not None:
        handover.municipality_code = case.municipality_code
        deadlines.start_in(case, DeadlineKind.ANSWER_HANDOVER, case.routine.handover_days, at=at)


def _belonged_elsewhere(handover: Handover) -> bool:
    stands = handover.filing.current and handover.filing.state is FilingState.FILED
    return stands and handover.decline_reason is DeclineReason.OTHER_MUNICIPALITY


@dataclass(frozen=True)
class Filled:
    """What the receiver fills in or puts right before accepting, and the short checklist."""

    birth_date: date | None
    address: str
    email: str
    phone: str
    read_filing: bool
    called_school: bool
    met_youth: bool


def accept(
    handover: Handover,
    passes: Passing,
    filled: Filled,
    caseworker: Membership,
    *,
    running: RegisterEntry | None,
    joins_running: bool,
    by: Membership,
    at: datetime,
) -> RegisterEntry:
    """Take the youth over into the register. What was shown is kept as evidence.

    `running` is the youth's open entry in this municipality; with one, the receiver must choose to
    join it, for nobody has two.
    """
    birth_date = _may_enter(passes, filled, at)
    if running is not None and not joins_running:
        raise OpenEntryExists
    case = handover.case
    if running is not None:
        register.join(running, case, by=by, at=at)
    entry = running or register.enter(case, passes, birth_date, caseworker, by=by, at=at)
    register.reach_by(entry, filled.address, filled.email, filled.phone)
    register.remember_school(entry, passes.school, passes.programme_code, passes.ended_on, at=at)
    take(handover, Step.ACCEPT_HANDOVER, by=by, at=at, entry=entry.reference)
    _answer(handover, passes, by, at)
    handover.read_filing, handover.called_school = filled.read_filing, filled.called_school
    handover.met_youth = filled.met_youth
    handover.entry = entry
    register.leave_case(case, entry, by=by, at=at)
    return entry


def _may_enter(passes: Passing, filled: Filled, at: datetime) -> date:
    """The birth date of a youth the law covers, about whom nothing is missing."""
    birth_date = passes.birth_date or filled.birth_date
    if birth_date is None or not filled.read_filing:
        raise SaysTooLittle
    if not (filled.address or filled.email or filled.phone):
        raise NoWayToReach
    if not legal.covered_by_kaa(age_on(birth_date, today(at))):
        raise KaaEndsAt20
    return birth_date


def _answer(handover: Handover, passes: Passing, by: Membership, at: datetime) -> None:
    handover.answered_at, handover.answered_by_id = at, by.id
    handover.shown = passes.shown()
    deadlines.meet(handover.case, DeadlineKind.ANSWER_HANDOVER, at=at)


def decline(
    handover: Handover,
    passes: Passing,
    reason: DeclineReason,
    text: str,
    *,
    by: Membership,
    at: datetime,
) -> None:
    """Say no, and why; the case stays open for its next step, and the school has its answer."""
    if reason is DeclineReason.OTHER and not text.strip():
        raise SaysTooLittle
    take(handover, Step.DECLINE_HANDOVER, by=by, at=at, reason=reason, text=text)
    _answer(handover, passes, by, at)
    handover.decline_reason, handover.decline_text = reason, text
    deadlines.see_to(handover.case, at=at)
    deadlines.meet(handover.case, DeadlineKind.FIRST_ANSWER, at=at)
    deadlines.settle(handover.case, at=at)
