"""What the schools have told the municipality in a half-year, and how it was answered; numbers."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from portal.access.scope import visible_cases
from portal.clock import HalfYear
from portal.db import session
from portal.models import Case, Deadline, Filing, Handover, Meeting, Membership, SchoolUnit
from portal.queries.board import local_day
from portal.queries.reports import ANSWERS, LONG_WAIT, First
from portal.vocabulary import (
    Answered,
    BoardTable,
    CaseState,
    CloseReason,
    FilingFate,
    FilingState,
    FormKind,
    HandoverState,
    HeldMeeting,
    MeetingState,
    OrganiserKind,
    RiskOutcome,
    Timely,
)

STILL_IN_SCHOOL = (CloseReason.STAYS, CloseReason.MOVED_SCHOOL)


def figures(by: Membership, half: HalfYear, day: date) -> dict[BoardTable, Mapping[str, int]]:
    """The tables about filings, risk and answers."""
    return {
        **_filings(by, half),
        **_at_risk(by, half),
        BoardTable.ANSWERS: _answers(by, half, day),
    }


_IS_CURRENT = and_(Filing.case_id == First.case_id, Filing.ordinal == First.ordinal, Filing.current)


def _filed(by: Membership, half: HalfYear, *kinds: FormKind) -> ColumnElement[bool]:
    """Filings that stand, by when their first version came."""
    return and_(
        visible_cases(by),
        # The case cannot be older than its filings are young: so that the index is of use.
        Case.latest_filed_at >= half.since,
        First.version == 1,
        First.filed_at >= half.since,
        First.filed_at < half.until,
        First.kind.in_(kinds),
        Filing.state == FilingState.FILED,
    )


def _filings(by: Membership, half: HalfYear) -> dict[BoardTable, Mapping[str, int]]:
    answered = (
        select(Handover.state)
        .where(Handover.filing_id == Filing.id)
        .order_by(Handover.offered_at.desc(), Handover.id)
        .limit(1)
        .correlate(Filing)
        .scalar_subquery()
    )
    fate = case(
        (First.kind == FormKind.AT_RISK, FilingFate.AT_RISK.value),
        (First.kind == FormKind.ABSENCE, FilingFate.ABSENCE.value),
        (answered == HandoverState.ACCEPTED, FilingFate.ACCEPTED.value),
        (answered == HandoverState.OFFERED, FilingFate.WAITING.value),
        else_=FilingFate.DECLINED.value,
    ).label("fate")
    late = local_day(First.filed_at) - Filing.event_on > LONG_WAIT
    independent = SchoolUnit.organiser_kind == OrganiserKind.INDEPENDENT
    timely = case(
        (and_(independent, late), Timely.INDEPENDENT_LATE.value),
        (independent, Timely.INDEPENDENT_SOON.value),
        (late, Timely.OTHER_LATE.value),
        else_=Timely.OTHER_SOON.value,
    ).label("timely")
    told = (FormKind.AT_RISK, FormKind.ABSENCE, FormKind.DROPOUT)
    each = (
        select(fate, timely)
        .select_from(First)
        .join(Case, Case.id == First.case_id)
        .join(Filing, _IS_CURRENT)
        .join(SchoolUnit, SchoolUnit.code == Case.school_unit_code)
        .where(_filed(by, half, *told))
        .subquery()
    )
    wanted = select(each.c.fate, each.c.timely, func.count()).group_by(each.c.fate, each.c.timely)
    found: dict[BoardTable, Counter[str]] = defaultdict(Counter)
    for which, when, count in session().execute(wanted):
        found[BoardTable.FILINGS][which] += count
        found[BoardTable.TIMELY][when] += count
    return {table: found[table] for table in (BoardTable.FILINGS, BoardTable.TIMELY)}


def _at_risk(by: Membership, half: HalfYear) -> dict[BoardTable, Mapping[str, int]]:
    """Cases, each once, however many filings of a risk."""
    dropout = select(Filing.id).where(
        Filing.case_id == Case.id,
        Filing.kind == FormKind.DROPOUT,
        Filing.current,
        Filing.state == FilingState.FILED,
    )
    left = or_(Case.state == CaseState.HANDED_OVER, dropout.correlate(Case).exists())
    outcome = case(
        (left, RiskOutcome.LEFT.value),
        (Case.state != CaseState.CLOSED, RiskOutcome.OPEN.value),
        (Case.close_reason.in_(STILL_IN_SCHOOL), RiskOutcome.STILL.value),
        else_=RiskOutcome.OTHER.value,
    ).label("outcome")
    met = select(Meeting.id).where(Meeting.case_id == Case.id, Meeting.state == MeetingState.HELD)
    held = case(
        (met.correlate(Case).exists(), HeldMeeting.HELD.value), else_=HeldMeeting.NOT_HELD.value
    ).label("held")
    at_risk = (
        select(First.case_id)
        .join(Case, Case.id == First.case_id)
        .join(Filing, _IS_CURRENT)
        .where(_filed(by, half, FormKind.AT_RISK))
    )
    each = select(outcome, held).where(Case.id.in_(at_risk)).subquery()
    wanted = select(each.c.outcome, each.c.held, func.count()).group_by(each.c.outcome, each.c.held)
    found: dict[BoardTable, Counter[str]] = defaultdict(Counter)
    for which, had, count in session().execute(wanted):
        found[BoardTable.AT_RISK][which] += count
        found[BoardTable.MEETING][had] += count
    return {table: found[table] for table in (BoardTable.AT_RISK, BoardTable.MEETING)}


def _answers(by: Membership, half: HalfYear, day: date) -> dict[str, int]:
    met_on = local_day(Deadline.met_at)
    how = case(
        (met_on <= Deadline.due_on, Answered.IN_TIME.value),
        (Deadline.met_at.is_not(None), Answered.LATE.value),
        (Deadline.due_on < day, Answered.OVERDUE.value),
        else_=Answered.WAITING.value,
    ).label("how")
    wanted = (
        select(how, func.count())
        .join(Case, Case.id == Deadline.case_id)
        .where(
            visible_cases(by),
            Case.latest_filed_at >= half.since,
            Deadline.kind.in_(ANSWERS),
            Deadline.stopped_at.is_(None),
            Deadline.started_at >= half.since,
            Deadline.started_at < half.until,
        )
    )
    return {row[0]: row[1] for row in session().execute(wanted.group_by(how))}
