"""What one person at KAA should do this week, by nearest deadline."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select, true

from portal.access.scope import visible_cases, visible_entries
from portal.clock import from_local
from portal.db import session
from portal.models import Case, Commitment, Deadline, Meeting, Membership, RegisterEntry, Reminder
from portal.queries.queue import IN_QUEUE, Rows, case_rows, end_of_week
from portal.vocabulary import CaseState, EntryState, MeetingState, ReminderStage, Role, Side

MOST = 25
"""Rows of each sort on the page; the rest is in the queue and the register."""


@dataclass(frozen=True)
class Figures:
    """The numbers first on the page."""

    overdue: int
    new: int
    meetings: int
    contacts: int


def figures(by: Membership, day: date) -> Figures:
    """Overdue, new in the queue, joint meetings this week, and register contacts that are due."""
    begins, ends = _week(day)
    open_cases = select(func.count()).select_from(Case).where(visible_cases(by), IN_QUEUE)
    meetings = (
        select(func.count())
        .select_from(Meeting)
        .where(
            Meeting.municipality_code == by.municipality_code,
            Meeting.state == MeetingState.BOOKED,
            Meeting.starts_at >= begins,
            Meeting.starts_at < ends,
        )
    )
    contacts = (
        select(func.count())
        .select_from(RegisterEntry)
        .where(
            visible_entries(by),
            RegisterEntry.state == EntryState.OPEN,
            RegisterEntry.next_follow_up_on <= end_of_week(day),
            _own(by, RegisterEntry.caseworker_id == by.id),
        )
    )
    numbers = select(
        open_cases.where(Case.due_on < day, _own(by, Case.caseworker_id == by.id))
        .scalar_subquery()
        .label("overdue"),
        open_cases.where(Case.state == CaseState.QUEUED).scalar_subquery().label("new"),
        meetings.scalar_subquery().label("meetings"),
        contacts.scalar_subquery().label("contacts"),
    )
    return Figures(**session().execute(numbers).one()._asdict())


def _week(day: date) -> tuple[datetime, datetime]:
    monday = day - timedelta(days=day.weekday())
    return (
        from_local(monday, time.min),
        from_local(monday + timedelta(days=7), time.min),
    )


def _own(by: Membership, mine: ColumnElement[bool]) -> ColumnElement[bool]:
    """A caseworker counts their own; a coordinator everybody's."""
    return true() if by.role is Role.COORDINATOR else mine


def cases(by: Membership, day: date) -> Rows:
    """My cases and those nobody has; for a coordinator also whatever is overdue."""
    concern = [Case.caseworker_id == by.id, Case.caseworker_id.is_(None)]
    if by.role is Role.COORDINATOR:
        concern.append(Case.due_on < day)
    rows = case_rows().where(visible_cases(by), IN_QUEUE, or_(*concern))
    return session().execute(rows.order_by(Case.due_on, Case.id).limit(MOST)).all()


def long_overdue(by: Membership) -> Rows:
    """Cases with a clock that went on unanswered after the coordinator was told of it."""
    reached = (
        select(Reminder.id)
        .join(Deadline, Deadline.id == Reminder.deadline_id)
        .where(
            Deadline.case_id == Case.id,
            Deadline.met_at.is_(None),
            Deadline.stopped_at.is_(None),
            Reminder.stage == ReminderStage.LONG_OVERDUE,
        )
        .exists()
    )
    rows = case_rows().where(visible_cases(by), IN_QUEUE, reached)
    return session().execute(rows.order_by(Case.due_on, Case.id).limit(MOST)).all()


def follow_ups(by: Membership, day: date) -> Rows:
    """My youths in the register with a follow-up by Sunday; for a coordinator also nobody's."""
    mine = RegisterEntry.caseworker_id == by.id
    if by.role is Role.COORDINATOR:
        mine = or_(mine, RegisterEntry.caseworker_id.is_(None))
    rows = (
        select(
            RegisterEntry.id,
            RegisterEntry.reference,
            RegisterEntry.given_name,
            RegisterEntry.family_name,
            RegisterEntry.birth_date,
            RegisterEntry.status,
            RegisterEntry.next_follow_up_on.label("due_on"),
        )
        .where(
            visible_entries(by),
            RegisterEntry.state == EntryState.OPEN,
            RegisterEntry.next_follow_up_on <= end_of_week(day),
            mine,
        )
        .order_by(RegisterEntry.next_follow_up_on, RegisterEntry.id)
    )
    return session().execute(rows.limit(MOST)).all()


def commitments(by: Membership, day: date) -> Rows:
    """What KAA promised at joint meetings in cases that concern one, due by Sunday."""
    concern = [Case.caseworker_id == by.id, Case.caseworker_id.is_(None)]
    if by.role is Role.COORDINATOR:
        concern.append(Commitment.due_on < day)
    rows = (
        select(
            Commitment.id,
            Commitment.what,
            Commitment.due_on,
            Case.reference,
            Case.given_name,
            Case.family_name,
            Case.birth_date,
            Case.caseworker_id,
        )
        .join(Case, Case.id == Commitment.case_id)
        .where(
            visible_cases(by),
            and_(Commitment.kept_at.is_(None), Commitment.side == Side.KAA),
            Commitment.due_on <= end_of_week(day),
            or_(*concern),
        )
        .order_by(Commitment.due_on, Commitment.id)
    )
    return session().execute(rows.limit(MOST)).all()
