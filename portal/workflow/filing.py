"""A school hands in a form: one case per pupil, school and home municipality takes it up."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from portal.db import keyed_hash
from portal.identity import IdentityNumber, age_on
from portal.models import Case, Filing, Membership, RegisterEntry, Routine, SchoolUnit
from portal.references import new_reference
from portal.vocabulary import (
    CaseState,
    CloseReason,
    DeadlineKind,
    FilingState,
    FormKind,
    HomeGround,
    LegalGround,
    SharingGround,
    Step,
)
from portal.workflow import (
    deadlines,
    handover,
    information,
    legal,
    meetings,
    paper,
    pickups,
    register,
    standing,
)
from portal.workflow.names import search_name
from portal.workflow.steps import take


@dataclass(frozen=True)
class Told:
    """What a school tells in one form, checked: the common head and the kind's own answers."""

    kind: FormKind
    number: IdentityNumber
    given_name: str
    family_name: str
    birth_date: date | None
    home_ground: HomeGround
    event_on: date
    programme_code: str = ""
    year: int | None = None
    sharing_ground: SharingGround | None = None
    wants_meeting: bool = False
    answers: dict[str, Any] = field(default_factory=dict)
    on_paper: paper.OnPaper | None = None
    """How it was handed over while the portal was away, when it was."""

    @property
    def age(self) -> int | None:
        """The pupil's age on the day of the event."""
        return None if self.birth_date is None else age_on(self.birth_date, self.event_on)


def legal_ground(told: Told, unit: SchoolUnit, municipality_code: str) -> LegalGround:
    """The ground on which this filing would be sent. Raises a Refused when it may not be."""
    return legal.ground(
        told.kind,
        form=unit.form,
        organiser_kind=unit.organiser_kind,
        school_lies_in_home=unit.municipality_code == municipality_code,
        age=told.age,
        sharing=told.sharing_ground,
    )


def file(
    told: Told,
    *,
    draft_id: UUID,
    begun_by: UUID | None = None,
    unit: SchoolUnit,
    routine: Routine,
    thread: Case | None,
    entry: RegisterEntry | None,
    elsewhere: Sequence[Case] = (),
    by: Membership,
    at: datetime,
) -> Filing:
    """Freeze the form and put it in the home municipality's queue, in one go.

    `routine` is the home municipality's for this kind; `thread` the school's open case about the
    pupil there, `entry` the youth's open register entry and `elsewhere` other schools' open cases,
    where there are any. Who began a shared draft follows the case like the one who sends it.
    """
    legal_basis = legal_ground(told, unit, routine.municipality_code)
    if told.on_paper is not None:
        paper.fits(told.on_paper, told.kind, told.event_on, at=at)
    case = thread or _open_case(unit, routine, at)
    take(case, Step.FILE, by=by, at=at, kind=told.kind, filing=case.filings_count + 1)
    case.filings_count += 1
    filing = _freeze(told, case, legal_basis, draft_id, by=by, at=at)
    if told.on_paper is not None:
        filing.filed_at, filing.entered_at = told.on_paper.at, at
        filing.paper_to = told.on_paper.to or None
    _show_latest(case, told, routine, at=at)
    for author in filter(None, (by.id, begun_by)):
        if author not in case.author_ids:
            case.author_ids = [*case.author_ids, author]
    if entry is not None and told.kind is not FormKind.START:
        register.attach(entry, case, told.kind, at=at)
    if told.kind is FormKind.START:
        _start(told, case, unit, entry, elsewhere, by=by, at=at)
    else:
        _set_clocks(case, told, filing, by=by, at=at)
    information.informed_before(case, told, by=by, at=at)
    deadlines.settle(case, at=at)
    pickups.offer(case, at=at)
    return filing


def _open_case(unit: SchoolUnit, routine: Routine, at: datetime) -> Case:
    return Case(
        reference=new_reference(at),
        state=CaseState.QUEUED,
        municipality_code=routine.municipality_code,
        school_unit_code=unit.code,
        school_unit=unit,
        author_ids=[],
        filings_count=0,
        opened_at=at,
    )


def _freeze(
    told: Told,
    case: Case,
    ground: LegalGround,
    draft_id: UUID,
    *,
    corrects: Filing | None = None,
    by: Membership,
    at: datetime,
) -> Filing:
    filing = Filing(
        draft_id=draft_id,
        ordinal=corrects.ordinal if corrects else case.filings_count,
        version=corrects.version + 1 if corrects else 1,
        current=True,
        state=FilingState.FILED,
        kind=told.kind,
        legal_ground=ground,
        school_unit_code=case.school_unit_code,
        author=by,
        municipality_code=case.municipality_code,
        home_ground=told.home_ground,
        given_name=told.given_name,
        family_name=told.family_name,
        number=told.number.value,
        birth_date=told.birth_date,
        programme_code=told.programme_code,
        year=told.year,
        event_on=told.event_on,
        answers=told.answers,
        filed_at=at,
        correction_reason="",
    )
    case.filings.append(filing)
    return filing


def _show_latest(case: Case, told: Told, routine: Routine, *, at: datetime) -> None:
    """The case shows what its latest filing says about the pupil."""
    _show_pupil(case, told)
    case.latest_kind, case.latest_filed_at = told.kind, at
    case.routine = routine


def _show_pupil(case: Case, told: Told) -> None:
    case.given_name, case.family_name = told.given_name, told.family_name
    case.search_name = search_name(told.given_name, told.family_name)
    case.number, case.number_hash = told.number.value, keyed_hash(told.number.value)
    case.birth_date, case.home_ground = told.birth_date, told.home_ground
    case.programme_code, case.year = told.programme_code, told.year


def _set_clocks(case: Case, told: Told, filing: Filing, *, by: Membership, at: datetime) -> None:
    routine, since = case.routine, filing.filed_at
    answers = {DeadlineKind.FIRST_ANSWER: routine.first_answer_days}
    if case.caseworker_id is None:
        answers[DeadlineKind.ACKNOWLEDGE] = routine.acknowledge_days
    for kind, days in answers.items():
        deadlines.start_unless_running(case, kind, days, at=at, since=since)
    if told.kind is FormKind.DROPOUT:
        deadlines.meet(case, DeadlineKind.FILE_DROPOUT, at=since)
        if legal.covered_by_kaa(told.age):
            handover.offer(case, filing, by=by, at=at, since=since)
    standing.start(case, at=at, since=since)
    if routine.opens_meeting or told.wants_meeting:
        meetings.call(case, at=at, since=since)


def _start(
    told: Told,
    case: Case,
    unit: SchoolUnit,
    entry: RegisterEntry | None,
    elsewhere: Sequence[Case],
    *,
    by: Membership,
    at: datetime,
) -> None:
    """The pupil starts: the school's own case, other schools' cases and the register entry close.

    The others close by the portal itself, so that no school learns where the pupil went.
    """
    start_on = told.event_on.isoformat()
    take(case, Step.START, by=by, at=at, start_on=start_on)
    for other in elsewhere:
        take(other, Step.START, by=None, at=at, start_on=start_on)
    for closed in (case, *elsewhere):
        closed.close_reason, closed.closed_at = CloseReason.STARTED, at
        meetings.call_off(closed, at=at)
        handover.withdraw_offered(closed, by=None, at=at)
        deadlines.settle(closed, at=at)
    if entry is not None:
        register.close_by_start(entry, unit.title, told.event_on, at=at)


def correct(
    filing: Filing,
    told: Told,
    *,
    draft_id: UUID,
    unit: SchoolUnit,
    reason: str,
    by: Membership,
    at: datetime,
) -> Filing:
    """Hand in a new version of a filing; the earlier one stays as it was."""
    case = filing.case
    ground = legal_ground(told, unit, case.municipality_code)
    take(case, Step.CORRECT, by=by, at=at, filing=filing.ordinal, reason=reason)
    filing.current = False
    version = _freeze(told, case, ground, draft_id, corrects=filing, by=by, at=at)
    version.correction_reason = reason
    if filing.ordinal == case.filings_count:
        _show_pupil(case, told)
    if handover.withdraw_offered(case, by=by, at=at):
        handover.offer(case, version, by=by, at=at)
    if filing.answers.get("informed") != "yes":
        information.informed_before(case, told, by=by, at=at)
    deadlines.settle(case, at=at)
    pickups.offer(case, at=at)
    return version


def is_last(filing: Filing) -> bool:
    """Whether no other filing of the case stands."""
    others = [one for one in filing.case.filings if one.current and one.ordinal != filing.ordinal]
    return all(one.state is FilingState.WITHDRAWN for one in others)


def withdraw(filing: Filing, *, reason: str, by: Membership, at: datetime) -> None:
    """Take a filing back. With the last one gone, the case closes."""
    case, last = filing.case, is_last(filing)
    step = Step.WITHDRAW_LAST if last else Step.WITHDRAW
    take(case, step, by=by, at=at, filing=filing.ordinal, reason=reason)
    filing.state, filing.withdrawn_at = FilingState.WITHDRAWN, at
    if filing.kind is FormKind.DROPOUT:
        handover.withdraw_offered(case, by=by, at=at)
    if last:
        case.close_reason, case.closed_at = CloseReason.WITHDRAWN, at
        meetings.call_off(case, at=at)
    deadlines.settle(case, at=at)
