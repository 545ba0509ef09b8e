"""Measures: what a youth and the municipality agree on, how it begins, and how it ends.

The catalogue says whom an offer is for, how long it lasts at most and when they first meet. A
measure that goes on always has a day on which somebody sees to it. The provider's reports:
measure_reports.py.
"""

from datetime import date, datetime

from portal.clock import months_later, today
from portal.errors import (
    EndsBeforeItBegins,
    LastsTooLong,
    MeasureEnded,
    MeasureRuns,
    NotOffered,
    TimeNotYet,
    WrongAge,
)
from portal.identity import age_on
from portal.models import Measure, MeasureOffer, Membership, Provider, RegisterEntry, Task
from portal.references import new_code
from portal.vocabulary import (
    EntryEndReason,
    EntryState,
    MeasureEndReason,
    OccupationKind,
    Step,
    TaskAction,
    TimeUnit,
    Trigger,
    YouthStatus,
)
from portal.workflow import measure_reports, tasks
from portal.workflow.spans import last_working_day, later
from portal.workflow.steps import take

ENDS_WITH_ENTRY: dict[EntryEndReason, MeasureEndReason] = {
    EntryEndReason.STARTED_STUDIES: MeasureEndReason.TO_STUDIES,
    EntryEndReason.AGE_20: MeasureEndReason.AGED_OUT,
    EntryEndReason.MOVED: MeasureEndReason.MOVED,
}
"""Why a measure ends when the youth leaves the register; for any other reason."""


def fits(offer: MeasureOffer, birth_date: date, on: date) -> bool:
    """Whether the offer is for somebody of that age."""
    age = age_on(birth_date, on)
    return (offer.least_age or 0) <= age and (offer.most_age is None or age <= offer.most_age)


def last_end(offer: MeasureOffer, starts_on: date) -> date | None:
    """When a measure that starts that day has lasted as long as it may; None without limit."""
    months = offer.max_months
    return None if months is None else months_later(starts_on, months)


def agree(
    entry: RegisterEntry,
    offer: MeasureOffer,
    provider: Provider | None,
    *,
    agreed_on: date,
    starts_on: date | None = None,
    planned_end_on: date | None = None,
    by: Membership,
    at: datetime,
) -> Measure:
    """The youth and the municipality are agreed. Somebody sees to it that they meet."""
    _must_be_offered(entry, offer, provider)
    if agreed_on > today(at):
        raise TimeNotYet
    if starts_on is not None and starts_on < agreed_on:
        raise EndsBeforeItBegins
    if not fits(offer, entry.birth_date, agreed_on):
        raise WrongAge
    if any(one.runs and one.offer is offer for one in entry.measures):
        raise MeasureRuns
    ends_on = _end(offer, starts_on or agreed_on, planned_end_on, known=starts_on is not None)
    take(entry, Step.AGREE_MEASURE, by=by, at=at, measure=offer.key)
    measure = Measure(
        offer=offer,
        provider=provider,
        agreed_on=agreed_on,
        starts_on=starts_on,
        planned_end_on=ends_on,
        agreed_by=by,
        report_code=new_code(),
    )
    entry.measures.append(measure)
    measure_reports.begun(measure)
    entry.status = YouthStatus.IN_MEASURE
    for task in [one for one in entry.tasks if one.open]:
        if task.action is TaskAction.AGREE_ON_MEASURE:
            tasks.do(task, by=by, at=at)
    tasks.fire(entry, Trigger.MEASURE_AGREED, at=at, measure=measure)
    _ask_for_meeting(measure, at=at)
    _ask_before_end(measure, at=at)
    return measure


def _must_be_offered(entry: RegisterEntry, offer: MeasureOffer, provider: Provider | None) -> None:
    codes = {offer.municipality_code}
    if provider is not None:
        codes.add(provider.municipality_code)
    gone = provider is not None and provider.ended_on is not None
    if codes != {entry.municipality_code} or not offer.active or gone:
        raise NotOffered


def _end(
    offer: MeasureOffer, starts_on: date, planned_end_on: date | None, *, known: bool = True
) -> date | None:
    """When it is to end: as said, else as late as the catalogue allows once the start is known."""
    last = last_end(offer, starts_on)
    if planned_end_on is None:
        return last if known else None
    if planned_end_on < starts_on:
        raise EndsBeforeItBegins
    if last is not None and planned_end_on > last:
        raise LastsTooLong
    return planned_end_on


def _ask_for_meeting(measure: Measure, *, at: datetime) -> None:
    """As the catalogue says, unless a routine of the municipality has asked for it already."""
    weeks = measure.offer.first_meeting_weeks
    if weeks is None or _open(measure, TaskAction.FIRST_MEETING):
        return
    due_on = later(measure.agreed_on, weeks, TimeUnit.WEEK)
    earliest_on = min(today(at), due_on)
    tasks.begin(
        measure.entry, TaskAction.FIRST_MEETING, earliest_on, due_on, measure=measure, at=at
    )


def _ask_before_end(measure: Measure, *, at: datetime) -> None:
    """Somebody looks before the measure ends, to decide on what comes then."""
    for task in _open(measure, TaskAction.FOLLOW_UP):
        if task.routine is None:  # the routines' own follow-up goes on
            task.called_off_at = at
    if measure.planned_end_on is None:
        return
    on = last_working_day(measure.planned_end_on)
    tasks.begin(measure.entry, TaskAction.FOLLOW_UP, on, on, measure=measure, at=at)


def begin(
    measure: Measure,
    on: date,
    *,
    planned_end_on: date | None = None,
    by: Membership,
    at: datetime,
) -> None:
    """It starts on this day, and ends as said or as late as the catalogue allows."""
    _must_run(measure)
    if on < measure.agreed_on:
        raise EndsBeforeItBegins
    ends_on = _end(measure.offer, on, planned_end_on)
    take(measure.entry, Step.BEGIN_MEASURE, by=by, at=at, measure=measure.offer.key)
    measure.starts_on, measure.planned_end_on = on, ends_on
    measure_reports.begun(measure)
    _ask_before_end(measure, at=at)


def meet(measure: Measure, on: date, *, by: Membership, at: datetime) -> None:
    """The first meeting was held."""
    _must_run(measure)
    if on > today(at):
        raise TimeNotYet
    if on < measure.agreed_on:
        raise EndsBeforeItBegins
    _changed(measure, by=by, at=at)
    measure.first_met_on = on
    for task in _open(measure, TaskAction.FIRST_MEETING):
        tasks.do(task, by=by, at=at)


def plan_end(measure: Measure, on: date, *, by: Membership, at: datetime) -> None:
    """It is to end on another day."""
    _must_run(measure)
    ends_on = _end(measure.offer, measure.starts_on or measure.agreed_on, on)
    _changed(measure, by=by, at=at)
    measure.planned_end_on = ends_on
    _ask_before_end(measure, at=at)


def end(
    measure: Measure,
    reason: MeasureEndReason,
    occupation_after: OccupationKind | None,
    *,
    on: date,
    follow_up_on: date,
    by: Membership,
    at: datetime,
) -> None:
    """It has ended, for a reason; somebody looks again on a day."""
    _must_run(measure)
    entry = measure.entry
    if on > today(at):
        raise TimeNotYet
    began_on = measure.starts_on or measure.agreed_on
    if on < measure.agreed_on or (reason is not MeasureEndReason.NEVER_STARTED and on < began_on):
        raise EndsBeforeItBegins
    take(entry, Step.END_MEASURE, by=by, at=at, measure=measure.offer.key, reason=reason)
    _stop(measure, reason, occupation_after, on=on, at=at)
    if not any(one.runs for one in entry.measures):
        busy = occupation_after in (OccupationKind.STUDIES, OccupationKind.WORK)
        entry.status = YouthStatus.OCCUPIED if busy else YouthStatus.REACHED
    tasks.look_again(entry, follow_up_on, at=at)


def end_with_entry(entry: RegisterEntry, reason: EntryEndReason, on: date) -> None:
    """The youth leaves the register: no measure goes on, and no link to report leads anywhere."""
    why = ENDS_WITH_ENTRY.get(reason, MeasureEndReason.OTHER)
    studies = reason is EntryEndReason.STARTED_STUDIES
    for measure in entry.measures:
        for report in measure.reports:
            report.token_hash = report.chase_on = None
        measure.next_report_on = None
        if not measure.runs:
            continue
        begun = measure.starts_on is not None and measure.starts_on <= on
        measure.end_reason = why if begun else MeasureEndReason.NEVER_STARTED
        measure.ended_on = max(on, measure.agreed_on)
        measure.occupation_after = OccupationKind.STUDIES if studies else None


def _stop(
    measure: Measure,
    reason: MeasureEndReason,
    occupation_after: OccupationKind | None,
    *,
    on: date,
    at: datetime,
) -> None:
    measure.ended_on, measure.end_reason, measure.occupation_after = on, reason, occupation_after
    measure_reports.ended(measure)
    _call_off(measure, {TaskAction.FIRST_MEETING, TaskAction.FOLLOW_UP}, at=at)


def _changed(measure: Measure, *, by: Membership, at: datetime) -> None:
    take(measure.entry, Step.UPDATE_ENTRY, by=by, at=at, changed="measure")


def _open(measure: Measure, action: TaskAction) -> list[Task]:
    return [
        one
        for one in measure.entry.tasks
        if one.open and one.measure is measure and one.action is action
    ]


def _call_off(measure: Measure, actions: set[TaskAction], *, at: datetime) -> None:
    for action in actions:
        for task in _open(measure, action):
            task.called_off_at = at
    tasks.keep(measure.entry, at=at)


def _must_run(measure: Measure) -> None:
    if not measure.runs or measure.entry.state is not EntryState.OPEN:
        raise MeasureEnded
