"""The school's side: what became of what it filed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, literal, or_, select, tuple_
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import joinedload, load_only

from portal.access.scope import visible_cases
from portal.db import session
from portal.models import (
    Case,
    Deadline,
    Event,
    Filing,
    Membership,
    Pickup,
)
from portal.queries import pickups
from portal.queries.school_todo import own_and_running
from portal.vocabulary import STANDING_CLOCKS, CaseState, DeadlineKind, FormKind, Role, Step

PAGE = 50
"""Rows on one page of the list."""
SCHOOL_SEES = frozenset(
    {
        Step.FILE,
        Step.CORRECT,
        Step.WITHDRAW,
        Step.WITHDRAW_LAST,
        Step.START,
        Step.ACKNOWLEDGE,
        Step.TAKE,
        Step.ASSIGN,
        Step.HAND_BACK,
        Step.ASK,
        Step.ANSWER,
        Step.REPLY,
        Step.INFORM,
        Step.REROUTE,
        Step.MONITOR,
        Step.CLOSE,
        Step.MARK_DUPLICATE,
        Step.REQUEST_REOPEN,
        Step.REOPEN,
        Step.REFUSE_REOPEN,
        Step.RESEND,
        Step.OFFER_PICKUP,
        Step.RENEW_PICKUP,
        Step.CHASE_PICKUP,
        Step.PICK_UP,
        Step.LAPSE_PICKUP,
        Step.CALL_MEETING,
        Step.PROPOSE_TIMES,
        Step.BOOK_MEETING,
        Step.RESCHEDULE_MEETING,
        Step.CHANGE_MEETING,
        Step.CANCEL_MEETING,
        Step.HOLD_MEETING,
        Step.MISS_MEETING,
        Step.ANSWER_SUMMONS,
        Step.ASK_OTHER_TIME,
        Step.KEEP_COMMITMENT,
        Step.OFFER_HANDOVER,
        Step.ACCEPT_HANDOVER,
        Step.DECLINE_HANDOVER,
        Step.WITHDRAW_HANDOVER,
    }
)
"""The steps of a case that the school may know were taken. What they said is another question."""


@dataclass(frozen=True)
class Place:
    """A place in the list, from which it goes on: the last row seen."""

    filed_at: datetime
    case_id: UUID

    def __str__(self) -> str:
        return f"{self.filed_at:%Y%m%dT%H%M%S.%f}~{self.case_id}"

    @classmethod
    def read(cls, text: str) -> "Place | None":
        """A place from an address; None, and so the first page, when it is none."""
        at, _, case_id = text.partition("~")
        try:
            return cls(datetime.strptime(f"{at}+0000", "%Y%m%dT%H%M%S.%f%z"), UUID(case_id))
        except ValueError:
            return None


@dataclass(frozen=True)
class Wanted:
    """Which cases the reader asks for, among those they may see."""

    mine: bool = False
    state: CaseState | None = None
    kind: FormKind | None = None
    text: str = ""
    """A reference, or the beginning of a name."""

    @property
    def narrows(self) -> bool:
        return bool(self.state or self.kind or self.text)


@dataclass
class Listed:
    """One case in the school's list."""

    case: Case
    due_kind: DeadlineKind | None
    due_on: date | None
    kinds: list[FormKind] = field(default_factory=list)
    last_step: Step | None = None
    last_at: datetime | None = None
    pickup: Pickup | None = None
    """How it reaches a municipality that has not joined."""

    @property
    def place(self) -> Place:
        return Place(self.case.latest_filed_at, self.case.id)


_LIST_SHOWS = (
    # Nothing encrypted: a list has no use for numbers and free text.
    load_only(
        Case.reference,
        Case.state,
        Case.given_name,
        Case.family_name,
        Case.birth_date,
        Case.due_kind,
        Case.due_on,
        Case.latest_filed_at,
        Case.close_reason,
        raiseload=True,
    ),
    joinedload(Case.municipality),
    joinedload(Case.caseworker).joinedload(Membership.user),
)


def listing(by: Membership, wanted: Wanted, after: Place | None) -> list[Listed]:
    """A page of the school's cases, the latest filed first, and one row more if there are more."""
    rows = select(Case).where(visible_cases(by), *_conditions(by, wanted)).options(*_LIST_SHOWS)
    if after is not None:
        seen = tuple_(Case.latest_filed_at, Case.id)
        rows = rows.where(seen < tuple_(literal(after.filed_at), literal(after.case_id)))
    rows = rows.order_by(Case.latest_filed_at.desc(), Case.id.desc()).limit(PAGE + 1)
    found = [Listed(case, case.due_kind, case.due_on) for case in session().scalars(rows)]
    _complete({row.case.id: row for row in found})
    return found


def _conditions(by: Membership, wanted: Wanted) -> Iterable[ColumnElement[bool]]:
    if wanted.mine and by.role is not Role.RECTOR:
        yield Case.author_ids.contains([by.id])
    if wanted.state is not None:
        yield Case.state == wanted.state
    if wanted.kind is not None:
        of_kind = and_(Filing.case_id == Case.id, Filing.kind == wanted.kind, Filing.current)
        yield select(Filing.id).where(of_kind).exists()
    if wanted.text:
        name = wanted.text.casefold()
        yield or_(
            Case.reference == wanted.text.upper(),
            Case.search_name.startswith(name, autoescape=True),
            Case.search_name.contains(f" {name}", autoescape=True),
        )


def _complete(rows: dict[UUID, Listed]) -> None:
    """Fill in what stands in other tables: kinds, latest step and the school's own clock."""
    if not rows:
        return
    _add_kinds(rows)
    _add_latest_steps(rows)
    for case_id, pickup in pickups.of_cases(row.case for row in rows.values()).items():
        rows[case_id].pickup = pickup
    own = select(Deadline.case_id, Deadline.kind, Deadline.due_on).where(
        Deadline.case_id.in_(rows),
        Deadline.kind.not_in(STANDING_CLOCKS),
        *own_and_running(),
    )
    for case_id, kind, due_on in session().execute(own.order_by(Deadline.due_on.desc())):
        rows[case_id].due_kind, rows[case_id].due_on = kind, due_on


def _add_kinds(rows: dict[UUID, Listed]) -> None:
    filed = (
        select(Filing.case_id, Filing.kind)
        .where(Filing.case_id.in_(rows), Filing.current)
        .order_by(Filing.case_id, Filing.ordinal)
    )
    for case_id, kind in session().execute(filed):
        if kind not in rows[case_id].kinds:
            rows[case_id].kinds.append(kind)


def _add_latest_steps(rows: dict[UUID, Listed]) -> None:
    latest = (
        select(Event.case_id, Event.step, Event.at)
        .where(Event.case_id.in_(rows), Event.step.in_(SCHOOL_SEES))
        .ext(distinct_on(Event.case_id))
        .order_by(Event.case_id, Event.at.desc(), Event.ordinal.desc())
    )
    for case_id, step, at in session().execute(latest):
        if case_id is not None:
            rows[case_id].last_step, rows[case_id].last_at = step, at
