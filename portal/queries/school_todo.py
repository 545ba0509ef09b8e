"""What a counsellor has to do: questions, dropouts, meetings, promises and unfinished filings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, or_, select

from portal.access.scope import visible_cases, visible_drafts
from portal.clock import today
from portal.db import session
from portal.models import Case, Commitment, Deadline, Draft, Meeting, Membership
from portal.vocabulary import SCHOOL_CLOCKS, STANDING_CLOCKS, DeadlineKind, MeetingState, Side

MOST = 50
"""Of each sort. More than this nobody does today; the nearest come first."""


NEAR = timedelta(weeks=2)
"""How long before its day a renewal is something to do."""


@dataclass(frozen=True)
class Task:
    """What the school has to do in a case: a clock of its own, a meeting, or a promise."""

    reference: str
    name: str
    due_on: date
    kind: DeadlineKind | None = None
    starts_at: datetime | None = None
    owner: str = ""
    what: str = ""


def own_and_running() -> Sequence[ColumnElement[bool]]:
    """Clocks that run and are the school's own to keep."""
    return (
        Deadline.kind.in_(SCHOOL_CLOCKS),
        Deadline.met_at.is_(None),
        Deadline.stopped_at.is_(None),
    )


def tasks(by: Membership, *, at: datetime) -> list[Task]:
    """All of it, the most urgent first."""
    found = [*_clocks(by, today(at)), *_meetings(by, at), *_promises(by)]
    return sorted(found, key=lambda task: (task.due_on, task.reference, task.what))


def _clocks(by: Membership, day: date) -> list[Task]:
    near = or_(Deadline.kind.not_in(STANDING_CLOCKS), Deadline.due_on <= day + NEAR)
    waiting = (
        select(Case.reference, Case.given_name, Case.family_name, Deadline.due_on, Deadline.kind)
        .join(Case, Case.id == Deadline.case_id)
        .where(visible_cases(by), *own_and_running(), near)
        .order_by(Deadline.due_on, Deadline.id)
        .limit(MOST)
    )
    return [
        Task(reference, f"{given} {family}".strip(), due_on, kind)
        for reference, given, family, due_on, kind in session().execute(waiting)
    ]


def _meetings(by: Membership, at: datetime) -> list[Task]:
    """Joint meetings that are booked and still to come."""
    coming = (
        select(Case.reference, Case.given_name, Case.family_name, Meeting.starts_at)
        .join(Case, Case.id == Meeting.case_id)
        .where(visible_cases(by), Meeting.state == MeetingState.BOOKED, Meeting.starts_at > at)
        .order_by(Meeting.starts_at, Meeting.id)
        .limit(MOST)
    )
    return [
        Task(reference, f"{given} {family}".strip(), today(starts_at), starts_at=starts_at)
        for reference, given, family, starts_at in session().execute(coming)
        if starts_at is not None
    ]


def _promises(by: Membership) -> list[Task]:
    """What the school took on at joint meetings and has not done yet."""
    open_ones = (
        select(
            Case.reference,
            Case.given_name,
            Case.family_name,
            Commitment.due_on,
            Commitment.owner,
            Commitment.what,
        )
        .join(Case, Case.id == Commitment.case_id)
        .where(visible_cases(by), Commitment.side == Side.SCHOOL, Commitment.kept_at.is_(None))
        .order_by(Commitment.due_on, Commitment.id)
        .limit(MOST)
    )
    return [
        Task(reference, f"{given} {family}".strip(), due_on, owner=owner, what=what)
        for reference, given, family, due_on, owner, what in session().execute(open_ones)
    ]


def drafts(by: Membership) -> list[Draft]:
    """One's own unfinished filings, the latest touched first."""
    own = (
        select(Draft)
        .where(visible_drafts(by), Draft.author_id == by.id)
        .order_by(Draft.changed_at.desc(), Draft.id)
        .limit(MOST)
    )
    return list(session().scalars(own))
