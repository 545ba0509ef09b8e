"""The joint meetings of a case, and those a municipality has to book, hold and look back on."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, tuple_
from sqlalchemy.orm import aliased, joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from portal.access.scope import visible_cases
from portal.db import session
from portal.models import Case, Commitment, Deadline, Filing, Meeting, Membership, SchoolUnit, User
from portal.vocabulary import DeadlineKind, FilingState, MeetingState, Outcome

PAGE = 50
"""Rows on one page of the list."""
TO_ARRANGE = (MeetingState.TO_BOOK, MeetingState.PROPOSED)
ENDED = (MeetingState.HELD, MeetingState.NO_SHOW, MeetingState.CANCELLED)


def load(case: Case) -> list[Meeting]:
    """All meetings of a case with people and promises, in two statements."""
    wanted = (
        select(Meeting)
        .where(Meeting.case_id == case.id)
        .order_by(Meeting.created_at, Meeting.id)
        .options(
            joinedload(Meeting.participants),
            selectinload(Meeting.commitments)
            .joinedload(Commitment.kept_by)
            .joinedload(Membership.user),
        )
    )
    set_committed_value(case, "meetings", list(session().scalars(wanted).unique()))
    return case.meetings


def latest_filing(case: Case) -> Filing | None:
    """The last filing that stands, with who sent it: whom a meeting invites."""
    wanted = (
        select(Filing)
        .where(
            Filing.case_id == case.id,
            Filing.current,
            Filing.state == FilingState.FILED,
        )
        .options(joinedload(Filing.author).joinedload(Membership.user))
        .order_by(Filing.ordinal.desc())
        .limit(1)
    )
    return session().scalar(wanted)


class View(StrEnum):
    """The three lists of a municipality's meetings."""

    TO_DO = "to-do"
    COMING = "coming"
    PAST = "past"


@dataclass(frozen=True)
class Listed:
    """One meeting in a list."""

    id: UUID
    state: MeetingState
    starts_at: datetime | None
    minutes_long: int
    outcome: Outcome | None
    due_on: date | None
    reference: str
    name: str
    school: str
    caseworker: str

    def place(self, view: View) -> str:
        """Where the list goes on after this row."""
        if view is View.TO_DO:
            return f"{self.due_on}~{self.id}"
        return (
            f"{self.starts_at.astimezone(UTC):%Y%m%dT%H%M%S.%f}~{self.id}" if self.starts_at else ""
        )


def _read_place(view: View, text: str) -> tuple[Any, UUID] | None:
    """A place from an address; None, and so the first page, when it is none."""
    when, _, meeting_id = text.partition("~")
    try:
        if view is View.TO_DO:
            return date.fromisoformat(when), UUID(meeting_id)
        at = datetime.strptime(f"{when}+0000", "%Y%m%dT%H%M%S.%f%z")
        return at, UUID(meeting_id)
    except ValueError:
        return None


def _waits(at: datetime) -> ColumnElement[bool]:
    """To be booked, or over and not written down."""
    return or_(
        Meeting.state.in_(TO_ARRANGE),
        and_(Meeting.state == MeetingState.BOOKED, Meeting.starts_at <= at),
    )


def _in(view: View, at: datetime) -> ColumnElement[bool]:
    if view is View.TO_DO:
        return _waits(at)
    if view is View.COMING:
        return and_(Meeting.state == MeetingState.BOOKED, Meeting.starts_at > at)
    return and_(
        Meeting.state.in_(ENDED), Meeting.starts_at.is_not(None), Meeting.moved_for.is_(None)
    )


def listing(by: Membership, view: View, after: str, *, at: datetime) -> list[Listed]:
    """A page of the municipality's meetings, and one row more if there are more.

    What is to be done comes by nearest deadline, what comes by time, what has been backwards.
    """
    rows = _rows(by).where(_in(view, at)).limit(PAGE + 1)
    place = _read_place(view, after)
    if view is View.TO_DO:
        rows = rows.order_by(Deadline.due_on, Meeting.id)
        seen = tuple_(Deadline.due_on, Meeting.id)
        rows = rows.where(seen > tuple_(*place)) if place else rows
    elif view is View.COMING:
        rows = rows.order_by(Meeting.starts_at, Meeting.id)
        seen = tuple_(Meeting.starts_at, Meeting.id)
        rows = rows.where(seen > tuple_(*place)) if place else rows
    else:
        rows = rows.order_by(Meeting.starts_at.desc(), Meeting.id.desc())
        seen = tuple_(Meeting.starts_at, Meeting.id)
        rows = rows.where(seen < tuple_(*place)) if place else rows
    return [_listed(row) for row in session().execute(rows)]


def _rows(by: Membership) -> Select[*tuple[Any, ...]]:
    worker = aliased(Membership)
    its_clock = and_(
        Deadline.case_id == Meeting.case_id,
        Deadline.kind.in_((DeadlineKind.BOOK_MEETING, DeadlineKind.HOLD_MEETING)),
        Deadline.met_at.is_(None),
        Deadline.stopped_at.is_(None),
    )
    return (
        select(
            Meeting.id,
            Meeting.state,
            Meeting.starts_at,
            Meeting.minutes_long,
            Meeting.outcome,
            Deadline.due_on,
            Case.reference,
            Case.given_name,
            Case.family_name,
            SchoolUnit.name,
            SchoolUnit.code,
            User.name,
        )
        .join(Case, Case.id == Meeting.case_id)
        .join(SchoolUnit, SchoolUnit.code == Case.school_unit_code)
        .outerjoin(Deadline, its_clock)
        .outerjoin(worker, worker.id == Case.caseworker_id)
        .outerjoin(User, User.id == worker.user_id)
        .where(visible_cases(by), Meeting.municipality_code == by.municipality_code)
    )


def _listed(row: Any) -> Listed:
    return Listed(
        id=row[0],
        state=row[1],
        starts_at=row[2],
        minutes_long=row[3],
        outcome=row[4],
        due_on=row[5],
        reference=row[6],
        name=f"{row[7]} {row[8]}".strip(),
        school=row[9] or row[10],
        caseworker=row[11] or "",
    )


def counts(by: Membership, *, at: datetime) -> dict[View, int]:
    """How many there are in each list."""
    numbers = session().execute(
        select(*(func.count().filter(_in(view, at)) for view in View))
        .select_from(Meeting)
        .join(Case, Case.id == Meeting.case_id)
        .where(visible_cases(by), Meeting.municipality_code == by.municipality_code)
    )
    return dict(zip(View, numbers.one(), strict=True))
