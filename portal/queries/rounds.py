"""Whom the register's round has something to do about: a batch at a time, in a total order.

A batch is locked; what another worker holds is left to it. Each question asks for what comes after
the last row of the batch before, so a round ends whatever the rules make of a row.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, and_, case, cast, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload
from sqlalchemy.orm.strategy_options import _AbstractLoad

from portal.models import ContactAttempt, Municipality, RegisterEntry, RegisterRoutine, Task
from portal.vocabulary import EntryState, TaskAction, TimeUnit, Trigger

BATCH = 200
"""Youths of one transaction."""
ADULT, KAA_AGE = 18, 20
_FIRST = UUID(int=0)

Asked = tuple[RegisterEntry, RegisterRoutine]


def unanswered(session: Session, day: date, after: UUID | None) -> Sequence[ContactAttempt]:
    """What was sent and is not waited for any longer."""
    question = (
        select(ContactAttempt)
        .join(ContactAttempt.entry)
        .where(ContactAttempt.waits_until <= day, ContactAttempt.id > (after or _FIRST))
        .where(RegisterEntry.state == EntryState.OPEN)
        .order_by(ContactAttempt.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True, of=[ContactAttempt, RegisterEntry])
        .options(contains_eager(ContactAttempt.entry).options(*everything()))
    )
    return session.scalars(question).all()


def soon_20(session: Session, day: date, after: UUID | None) -> Sequence[Asked]:
    """Who is to be written to before turning 20 and has never been asked for."""
    months = case((RegisterRoutine.unit == TimeUnit.MONTH, RegisterRoutine.within), else_=0)
    weeks = case((RegisterRoutine.unit == TimeUnit.WEEK, RegisterRoutine.within), else_=0)
    days = case((RegisterRoutine.unit == TimeUnit.WORKING_DAY, RegisterRoutine.within), else_=0)
    notice = func.make_interval(0, months + 1, weeks, days * 7 // 5)
    return _asked(
        session,
        and_(
            RegisterRoutine.trigger == Trigger.SOON_20,
            _turns(KAA_AGE) - notice <= day,
            _turns(KAA_AGE) > day,
        ),
        after,
    )


def turned_20(session: Session, day: date, after: UUID | None) -> Sequence[Asked]:
    """Who has turned 20 and is still in the register."""
    return _asked(
        session,
        and_(RegisterRoutine.trigger == Trigger.NOT_COVERED, _turns(KAA_AGE) <= day),
        after,
    )


def unassigned(session: Session, _: date, after: UUID | None) -> Sequence[Asked]:
    """Who has no caseworker, and nobody was asked to find one."""
    return _asked(
        session,
        and_(RegisterRoutine.trigger == Trigger.UNASSIGNED, RegisterEntry.caseworker_id.is_(None)),
        after,
        only=_open(),
    )


def of_age(session: Session, day: date, after: UUID | None) -> Sequence[RegisterEntry]:
    """Who has turned 18 and has something to do that is done about minors only."""
    minors = or_(RegisterRoutine.only_under_18, Task.action == TaskAction.REPORT_TO_SOCIAL_SERVICES)
    waiting = (
        select(Task.id)
        .outerjoin(RegisterRoutine, RegisterRoutine.id == Task.routine_id)
        .where(Task.entry_id == RegisterEntry.id, _open(), minors)
    )
    return _entries(session, and_(_turns(ADULT) <= day, waiting.exists()), after)


def without_task(session: Session, _: date, after: UUID | None) -> Sequence[RegisterEntry]:
    """Who has nothing to be done: every open entry always has something."""
    waiting = select(Task.id).where(Task.entry_id == RegisterEntry.id, _open())
    return _entries(session, ~waiting.exists(), after)


def _asked(
    session: Session,
    which: ColumnElement[bool],
    after: UUID | None,
    only: ColumnElement[bool] | None = None,
) -> Sequence[Asked]:
    """Entries with a routine that holds for them and has not asked for anything yet."""
    asked = select(Task.id).where(
        Task.entry_id == RegisterEntry.id, Task.routine_id == RegisterRoutine.id
    )
    if only is not None:
        asked = asked.where(only)
    question = (
        select(RegisterEntry, RegisterRoutine)
        .join(RegisterRoutine, RegisterRoutine.municipality_code == RegisterEntry.municipality_code)
        .where(RegisterRoutine.active, which, ~asked.exists())
    )
    return [(entry, routine) for entry, routine in session.execute(_batch(question, after))]


def _entries(
    session: Session, which: ColumnElement[bool], after: UUID | None
) -> Sequence[RegisterEntry]:
    return session.scalars(_batch(select(RegisterEntry).where(which), after)).all()


def _batch(question: Any, after: UUID | None) -> Any:
    return (
        question.where(RegisterEntry.state == EntryState.OPEN)
        .where(RegisterEntry.id > (after or _FIRST))
        .order_by(RegisterEntry.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True, of=RegisterEntry)
        .options(*everything())
    )


def _turns(age: int) -> ColumnElement[date]:
    """The birthday; who was born on 29 February has it on the 28th in other years."""
    return cast(RegisterEntry.birth_date + func.make_interval(age), Date)


def _open() -> ColumnElement[bool]:
    return and_(Task.done_at.is_(None), Task.skipped_at.is_(None), Task.called_off_at.is_(None))


def everything() -> tuple[_AbstractLoad, ...]:
    """All that the rules look at, so that none of it is asked for one by one."""
    return (
        joinedload(RegisterEntry.municipality).selectinload(Municipality.register_routines),
        selectinload(RegisterEntry.tasks).joinedload(Task.routine),
        selectinload(RegisterEntry.tasks).joinedload(Task.measure),
        selectinload(RegisterEntry.attempts).joinedload(ContactAttempt.task),
    )
