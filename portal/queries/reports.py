"""The rector's figures: the own school unit, one period, computed by the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Date, and_, case, cast, func, select
from sqlalchemy.orm import aliased

from portal.clock import start_of_local_day
from portal.db import session
from portal.models import Case, Deadline, Filing, Meeting, Membership
from portal.vocabulary import (
    CaseState,
    CloseReason,
    CodedAnswer,
    DeadlineKind,
    FilingState,
    FormKind,
    MeetingState,
    Outcome,
)

LONG_WAIT = 14
"""Days from event to filing that are counted as many; a yardstick of ours, not of the law."""
ANSWERS = (DeadlineKind.ACKNOWLEDGE, DeadlineKind.FIRST_ANSWER, DeadlineKind.ANSWER_HANDOVER)
"""What the municipality owes the school, each with a clock."""


@dataclass(frozen=True)
class Period:
    """Whole months: from the first day of one to the last day of another."""

    first: date
    last: date

    @property
    def since(self) -> datetime:
        return start_of_local_day(self.first)

    @property
    def until(self) -> datetime:
        """The instant after it."""
        return start_of_local_day(self.last + timedelta(days=1))

    @property
    def months(self) -> list[date]:
        """The first day of each month."""
        count = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        zero = self.first.year * 12 + self.first.month - 1
        return [date((zero + n) // 12, (zero + n) % 12 + 1, 1) for n in range(count)]


@dataclass(frozen=True)
class Delay:
    """How long the school took to tell, for one kind of filing. Calendar days."""

    kind: FormKind
    count: int
    median: float
    long: int
    """How many took more than LONG_WAIT days."""


@dataclass(frozen=True)
class Kept:
    """How the municipality kept one of its deadlines."""

    kind: DeadlineKind
    in_time: int = 0
    late: int = 0
    """Done, but after the day."""
    overdue: int = 0
    """Not done, and the day has passed."""
    waiting: int = 0
    """Not done, and not due yet."""

    @property
    def due(self) -> int:
        """Those one can say something about."""
        return self.in_time + self.late + self.overdue


@dataclass(frozen=True)
class Figures:
    """Everything on the rector's page."""

    period: Period
    by_month: dict[tuple[date, FormKind], int]
    withdrawn: int
    delays: Sequence[Delay]
    kept: Sequence[Kept]
    meetings: dict[MeetingState, int]
    outcomes: dict[Outcome, int]
    states: dict[CaseState, int]
    reasons: dict[CloseReason, int]

    @property
    def total(self) -> int:
        return sum(self.by_month.values())

    def filed(self, month: date, kind: FormKind) -> int:
        return self.by_month.get((month, kind), 0)

    def in_month(self, month: date) -> int:
        return sum(self.filed(month, kind) for kind in FormKind)

    def of_kind(self, kind: FormKind) -> int:
        return sum(self.filed(month, kind) for month in self.period.months)


def school_figures(by: Membership, period: Period, today: date) -> Figures:
    """The figures of the reader's own school unit."""
    by_month, withdrawn = _filed(by, period)
    meetings, outcomes = _meetings(by, period)
    states, reasons = _ends(by, period)
    return Figures(
        period=period,
        by_month=by_month,
        withdrawn=withdrawn,
        delays=_delays(by, period),
        kept=_kept(by, period, today),
        meetings=meetings,
        outcomes=outcomes,
        states=states,
        reasons=reasons,
    )


First = aliased(Filing)
"""The version that came first: it says when the school told."""


def _first_versions(by: Membership, period: Period) -> ColumnElement[bool]:
    return and_(
        First.school_unit_code == by.school_unit_code,
        First.version == 1,
        First.filed_at >= period.since,
        First.filed_at < period.until,
    )


_IS_CURRENT_OF_FIRST = and_(
    Filing.case_id == First.case_id,
    Filing.ordinal == First.ordinal,
    Filing.current,
    # Follows from the case; said so that the planner reads the one school's filings and no others.
    Filing.school_unit_code == First.school_unit_code,
)


def _filed(by: Membership, period: Period) -> tuple[dict[tuple[date, FormKind], int], int]:
    month = cast(func.date_trunc("month", func.timezone("Europe/Stockholm", First.filed_at)), Date)
    stands = Filing.state == FilingState.FILED
    rows = session().execute(
        select(month, First.kind, func.count().filter(stands), func.count().filter(~stands))
        .join(Filing, _IS_CURRENT_OF_FIRST)
        .where(_first_versions(by, period))
        .group_by(month, First.kind)
    )
    found = list(rows)
    return (
        {(first, kind): count for first, kind, count, _ in found if count},
        sum(withdrawn for *_, withdrawn in found),
    )


def _delays(by: Membership, period: Period) -> list[Delay]:
    """A start lies ahead when it is told, and a withdrawn filing tells nothing."""
    filed_on = cast(func.timezone("Europe/Stockholm", First.filed_at), Date)
    days = func.greatest(filed_on - Filing.event_on, 0)
    rows = session().execute(
        select(
            First.kind,
            func.count(),
            func.percentile_cont(0.5).within_group(days),
            func.count().filter(days > LONG_WAIT),
        )
        .join(Filing, _IS_CURRENT_OF_FIRST)
        .where(
            _first_versions(by, period),
            First.kind != FormKind.START,
            Filing.state == FilingState.FILED,
        )
        .group_by(First.kind)
    )
    found = {row[0]: Delay(row[0], row[1], float(row[2]), row[3]) for row in rows}
    return [found[kind] for kind in FormKind if kind in found]


def _kept(by: Membership, period: Period, today: date) -> list[Kept]:
    met_on = cast(func.timezone("Europe/Stockholm", Deadline.met_at), Date)
    met, runs = Deadline.met_at.is_not(None), Deadline.met_at.is_(None)
    rows = session().execute(
        select(
            Deadline.kind,
            func.count().filter(met, met_on <= Deadline.due_on),
            func.count().filter(met, met_on > Deadline.due_on),
            func.count().filter(runs, Deadline.due_on < today),
            func.count().filter(runs, Deadline.due_on >= today),
        )
        .join(Case, Case.id == Deadline.case_id)
        .where(
            Case.school_unit_code == by.school_unit_code,
            Case.latest_filed_at >= period.since,
            Deadline.kind.in_(ANSWERS),
            Deadline.stopped_at.is_(None),
            Deadline.started_at >= period.since,
            Deadline.started_at < period.until,
        )
        .group_by(Deadline.kind)
    )
    found = {row[0]: Kept(*row) for row in rows}
    return [found.get(kind, Kept(kind)) for kind in ANSWERS]


def _meetings(by: Membership, period: Period) -> tuple[dict[MeetingState, int], dict[Outcome, int]]:
    """Meetings by where they stand; one that was moved counts once, as what came of it."""
    successor = aliased(Meeting)
    moved = select(successor.id).where(successor.replaces_id == Meeting.id).exists()
    rows = session().execute(
        select(Meeting.state, Meeting.outcome, func.count())
        .join(Case, Case.id == Meeting.case_id)
        .where(
            Case.school_unit_code == by.school_unit_code,
            Case.latest_filed_at >= period.since,
            Meeting.created_at >= period.since,
            Meeting.created_at < period.until,
            ~moved,
        )
        .group_by(Meeting.state, Meeting.outcome)
    )
    states: dict[MeetingState, int] = {}
    outcomes: dict[Outcome, int] = {}
    for state, outcome, count in rows:
        states[state] = states.get(state, 0) + count
        if outcome is not None:
            outcomes[outcome] = count
    return states, outcomes


def _ends(by: Membership, period: Period) -> tuple[dict[CaseState, int], dict[CloseReason, int]]:
    """Where the cases of the period stand now, and why those that ended did."""
    rows = session().execute(
        select(Case.state, Case.close_reason, func.count())
        .where(
            Case.school_unit_code == by.school_unit_code,
            Case.latest_filed_at >= period.since,
            Case.latest_filed_at < period.until,
        )
        .group_by(Case.state, Case.close_reason)
    )
    states: dict[CaseState, int] = {}
    reasons: dict[CloseReason, int] = {}
    for state, reason, count in rows:
        states[state] = states.get(state, 0) + count
        if state is CaseState.CLOSED and reason is not None:
            reasons[reason] = count
    return states, reasons


@dataclass(frozen=True, slots=True)
class Line:
    """One filing in the download: codes and days, never a name or a number."""

    reference: str
    ordinal: int
    kind: FormKind
    event_on: date
    filed_at: datetime
    filing_state: FilingState
    case_state: CaseState
    acknowledged_at: datetime | None
    answered_at: datetime | None
    answer: CodedAnswer | None
    close_reason: CloseReason | None
    closed_at: datetime | None


def school_lines(by: Membership, period: Period) -> list[Line]:
    """The filings behind the figures, in the order they were filed."""
    rows: Any = session().execute(
        select(
            Case.reference,
            Filing.ordinal,
            Filing.kind,
            Filing.event_on,
            First.filed_at,
            Filing.state,
            Case.state,
            Case.acknowledged_at,
            Case.answered_at,
            Case.answer,
            case((Case.state == CaseState.CLOSED, Case.close_reason)),
            Case.closed_at,
        )
        .join(Filing, _IS_CURRENT_OF_FIRST)
        .join(Case, Case.id == First.case_id)
        .where(_first_versions(by, period))
        .order_by(First.filed_at, First.id)
    )
    return [Line(*row) for row in rows]
