"""One youth's page: the work with them, a constant number of statements however long it is."""

from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.db import session
from portal.models import (
    ContactAttempt,
    MappingStep,
    Measure,
    Membership,
    Plan,
    RegisterEntry,
    Task,
)

Found = TypeVar("Found", ContactAttempt, MappingStep, Plan)


def open_tasks(entry: RegisterEntry) -> list[Task]:
    """What is to be done, the nearest first, with the routine that asks for it."""
    wanted = (
        select(Task)
        .where(
            Task.entry_id == entry.id,
            Task.done_at.is_(None),
            Task.skipped_at.is_(None),
            Task.called_off_at.is_(None),
        )
        .options(joinedload(Task.routine), joinedload(Task.measure).joinedload(Measure.offer))
        .order_by(Task.due_on, Task.id)
    )
    return list(session().scalars(wanted))


def attempts(entry: RegisterEntry) -> list[ContactAttempt]:
    """Every try to reach the youth, the latest first, with those who tried."""
    second = joinedload(ContactAttempt.second).joinedload(Membership.user)
    return _latest_first(ContactAttempt, entry, ContactAttempt.on.desc(), second)


def mapping(entry: RegisterEntry) -> list[MappingStep]:
    """The steps of the mapping, the latest first."""
    return _latest_first(MappingStep, entry, MappingStep.on.desc())


def plans(entry: RegisterEntry) -> list[Plan]:
    """All versions of the plan, the latest first."""
    return _latest_first(Plan, entry, Plan.version.desc())


def _latest_first(of: type[Found], entry: RegisterEntry, order: Any, *more: Any) -> list[Found]:
    wanted = (
        select(of)
        .where(of.entry_id == entry.id)
        .options(joinedload(of.by).joinedload(Membership.user), *more)
        .order_by(order, of.id.desc())
    )
    return list(session().scalars(wanted))
