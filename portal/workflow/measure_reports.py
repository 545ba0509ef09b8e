"""How a measure goes, as its provider says: asked for by a link, chased, delivered once, read.

The provider has no account. The link goes to its mailbox and opens with a code that it was told by
telephone when the measure was agreed on; a mail has neither the code nor anything about the youth.
"""

import hmac
from datetime import date, datetime
from uuid import uuid4

from portal.access.tokens import Purpose, report_hash, report_token
from portal.clock import add_working_days, months_later, today
from portal.errors import NoMailbox, NotFound, ReportSettled
from portal.models import Measure, MeasureOffer, MeasureReport, Membership, Message, Task
from portal.vocabulary import (
    Channel,
    EntryState,
    MeasureEndReason,
    MessageState,
    ReportedAttendance,
    Step,
    TaskAction,
)
from portal.workflow import tasks
from portal.workflow.steps import take

TRIES = 5
"""Wrong codes before a link is worth nothing."""


def first_asked_on(offer: MeasureOffer, starts_on: date) -> date | None:
    """When the provider is first asked: as soon as the first months are over."""
    if offer.report_months is None:
        return None
    return _after(months_later(starts_on.replace(day=1), offer.report_months - 1))


def _after(month: date) -> date:
    """The first working day after a month."""
    return add_working_days(months_later(month, 1), 0)


def _month_over(measure: Measure, on: date) -> date:
    """The last month that is over, but none after the one in which the measure ended."""
    before: date = months_later(on.replace(day=1), -1)
    ended_on = measure.ended_on
    return before if ended_on is None else min(before, ended_on.replace(day=1))


def begun(measure: Measure) -> None:
    """It has a first day: from then on the provider is asked how it goes."""
    if measure.starts_on is not None and not measure.reports:
        measure.next_report_on = first_asked_on(measure.offer, measure.starts_on)


def ended(measure: Measure) -> None:
    """It is over: the provider is asked about the month in which it ended, and then no more."""
    on, asks = measure.ended_on, measure.next_report_on is not None
    measure.next_report_on = None
    if on is None or not asks or measure.end_reason is MeasureEndReason.NEVER_STARTED:
        return
    if on.replace(day=1) not in {one.month for one in measure.reports}:
        measure.next_report_on = _after(on.replace(day=1))


def ask(measure: Measure, *, at: datetime) -> Message | None:
    """When its day has come: ask for the month that is over. Older months are asked for no more.

    Without a mailbox, somebody at KAA asks instead.
    """
    on, month = measure.next_report_on, _month_over(measure, today(at))
    if on is None or on > today(at) or measure.entry.state is not EntryState.OPEN:
        measure.next_report_on = None if measure.entry.state is EntryState.CLOSED else on
        return None
    measure.next_report_on = _next(measure, month)
    if any(one.month == month for one in measure.reports):
        return None
    for earlier in measure.reports:
        earlier.chase_on = None
    due_on = add_working_days(today(at), measure.offer.report_days)
    report = MeasureReport(
        id=uuid4(), month=month, due_on=due_on, links=0, tries_left=TRIES, words=""
    )
    measure.reports.append(report)
    if not _mailbox(measure):
        _phone(report, at=at)
        return None
    report.asked_at, report.chase_on = at, add_working_days(due_on, 1)
    return _send(report, at=at)


def _next(measure: Measure, month: date) -> date | None:
    months = measure.offer.report_months
    if months is None or not measure.runs:
        return None
    return _after(months_later(month, months))


def _mailbox(measure: Measure) -> str:
    provider = measure.provider
    return "" if provider is None or provider.ended_on is not None else provider.email


def _send(report: MeasureReport, *, at: datetime) -> Message:
    """A new link; the one before is worth nothing."""
    report.links, report.tries_left = report.links + 1, TRIES
    report.token_hash = report_hash(report_token(report))
    report.expires_at = at + Purpose.REPORT.lasts
    return Message(
        report=report,
        channel=Channel.MAIL,
        template="measure_report",
        recipient=_mailbox(report.measure),
        reference="",
        municipality_code=report.measure.entry.municipality_code,
        locale="sv",
        state=MessageState.WAITING,
        created_at=at,
        due_at=at,
        attempts=0,
        last_error="",
    )


def _phone(report: MeasureReport, *, at: datetime) -> None:
    """Somebody at KAA asks the provider; once is enough."""
    measure, on = report.measure, add_working_days(today(at), 0)
    action = TaskAction.ASK_FOR_REPORT
    if not any(one.open and one.measure is measure and one.action is action for one in _of(report)):
        tasks.begin(measure.entry, action, on, on, measure=measure, at=at)


def _of(report: MeasureReport) -> list[Task]:
    return report.measure.entry.tasks


def chase(report: MeasureReport, *, at: datetime) -> Message | None:
    """When it is late: a new link to the mailbox, and a task for the caseworker."""
    if report.chase_on is None or report.chase_on > today(at):
        return None
    if not awaits(report) or not _mailbox(report.measure):
        report.chase_on = None
        return None
    _phone(report, at=at)
    report.chase_on = add_working_days(today(at), report.measure.offer.report_days)
    return _send(report, at=at)


def awaits(report: MeasureReport) -> bool:
    """Whether it can still be delivered, by whoever gets a link."""
    return report.delivered_at is None and report.measure.entry.state is EntryState.OPEN


def send_anew(report: MeasureReport, *, by: Membership, at: datetime) -> Message:
    """A caseworker sends another link."""
    if not awaits(report):
        raise ReportSettled
    if not _mailbox(report.measure):
        raise NoMailbox
    take(report.measure.entry, Step.UPDATE_ENTRY, by=by, at=at, changed="report_link")
    report.asked_at = report.asked_at or at
    return _send(report, at=at)


def leads_somewhere(report: MeasureReport, *, at: datetime) -> bool:
    """Whether link and code open it."""
    lives = report.expires_at is not None and at < report.expires_at
    return awaits(report) and lives and report.token_hash is not None and report.tries_left > 0


def try_code(report: MeasureReport, code: str, *, at: datetime) -> bool:
    """Whether the code is the measure's. A wrong one is counted; the last one ends the link."""
    if not leads_somewhere(report, at=at):
        return False
    if hmac.compare_digest(_plain(report.measure.report_code), _plain(code)):
        return True
    report.tries_left -= 1
    return False


def _plain(code: str) -> bytes:
    """As it is heard: capitals or not, with a space, a dash or nothing in between."""
    return "".join(sign for sign in code.upper() if sign.isalnum()).encode()


def deliver(
    report: MeasureReport,
    attendance: ReportedAttendance,
    *,
    goes_on: bool,
    words: str,
    at: datetime,
) -> None:
    """The provider has said how it went, once and for all. Somebody at KAA reads it."""
    if not leads_somewhere(report, at=at):
        raise NotFound
    measure = report.measure
    entry = measure.entry
    month = report.month.isoformat()
    take(entry, Step.REPORT_MEASURE, by=None, at=at, measure=measure.offer.key, month=month)
    report.delivered_at, report.attendance, report.goes_on = at, attendance, goes_on
    report.words, report.chase_on = words, None
    for task in _of(report):
        if task.open and task.measure is measure and task.action is TaskAction.ASK_FOR_REPORT:
            task.called_off_at = at
    on = add_working_days(today(at), measure.offer.report_days)
    tasks.begin(
        entry, TaskAction.READ_REPORT, add_working_days(today(at), 0), on, measure=measure, at=at
    )


def read(report: MeasureReport, *, by: Membership, at: datetime) -> None:
    """Read and approved."""
    if report.delivered_at is None or report.read_at is not None:
        raise ReportSettled
    measure = report.measure
    month = report.month.isoformat()
    take(measure.entry, Step.READ_REPORT, by=by, at=at, measure=measure.offer.key, month=month)
    report.read_at, report.read_by = at, by
    unread = [one for one in measure.reports if one.delivered_at and not one.read_at]
    for task in _of(report):
        mine = task.measure is measure and task.action is TaskAction.READ_REPORT
        if task.open and mine and not unread:
            tasks.do(task, by=by, at=at)
