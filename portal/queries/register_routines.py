"""A municipality's routines for youths in the register, and the open tasks they have begun."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    ColumnElement,
    CursorResult,
    Date,
    Select,
    column,
    func,
    insert,
    literal,
    select,
    text,
    tuple_,
    update,
    values,
)
from sqlalchemy.orm import joinedload

from portal.access.rules import require
from portal.clock import STOCKHOLM
from portal.db import session
from portal.errors import NotFound
from portal.models import (
    Membership,
    Municipality,
    RegisterEntry,
    RegisterRoutine,
    RoutineChange,
    Task,
)
from portal.queries.organisations import municipality_for
from portal.vocabulary import EntryState, Permission, TaskAction

PAGE = 50
# Written out, not bound: only so does the planner know that the partial index fits.
OPEN = text("task.done_at IS NULL AND task.skipped_at IS NULL AND task.called_off_at IS NULL")
_BEGAN_ON: ColumnElement[date] = func.date(func.timezone(STOCKHOLM.key, Task.began_at))


@dataclass(frozen=True)
class Place:
    """Where in the history a page ends."""

    at: datetime
    id: UUID

    @classmethod
    def parse(cls, written: str) -> "Place | None":
        """As it stood in the address; None when it is no place."""
        instant, _, change_id = written.partition("_")
        try:
            at = datetime.fromisoformat(instant)
            return cls(at, UUID(change_id)) if at.tzinfo is not None else None
        except (ValueError, OverflowError):
            return None

    def __str__(self) -> str:
        return f"{self.at.isoformat()}_{self.id}"


def routines_for(by: Membership, code: str) -> tuple[Municipality, Sequence[RegisterRoutine]]:
    """A municipality and its routines in the order of its plan, its own rows last."""
    municipality = municipality_for(by, code)
    found = session().scalars(_of(code).order_by(RegisterRoutine.ordinal, RegisterRoutine.key))
    return municipality, found.all()


def routine_for(by: Membership, code: str, key: str, *, locked: bool = False) -> RegisterRoutine:
    """One routine; another municipality's does not exist."""
    municipality_for(by, code)
    wanted = _of(code).where(RegisterRoutine.key == key)
    if locked:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    found = session().scalar(wanted)
    if found is None:
        raise NotFound
    require(by, Permission.ROUTINE_MANAGE, found)
    return found


def _of(code: str) -> Select[RegisterRoutine]:
    return select(RegisterRoutine).where(RegisterRoutine.municipality_code == code)


def changes_for(
    by: Membership, code: str, *, after: Place | None = None
) -> tuple[Municipality, Sequence[RoutineChange]]:
    """A page of what was changed and the first of the next, the newest first."""
    municipality = municipality_for(by, code)
    wanted = (
        select(RoutineChange)
        .where(RoutineChange.municipality_code == code)
        .options(joinedload(RoutineChange.by).joinedload(Membership.user))
        .order_by(RoutineChange.at.desc(), RoutineChange.id.desc())
    )
    if after is not None:
        place = tuple_(RoutineChange.at, RoutineChange.id)
        wanted = wanted.where(place < tuple_(literal(after.at), literal(after.id)))
    return municipality, session().scalars(wanted.limit(PAGE + 1)).all()


def open_tasks(routine: RegisterRoutine) -> Sequence[Any]:
    """The open tasks of a routine by all that their days hang on, counted."""
    alike = (Task.counted_from, _BEGAN_ON, Task.follows_up, Task.earliest_on, Task.due_on)
    wanted = select(*alike, func.count()).where(Task.routine_id == routine.id, OPEN)
    return session().execute(wanted.group_by(*alike).order_by(Task.due_on, *alike)).all()


def lock_entries(routine: RegisterRoutine) -> None:
    """Before their tasks change: a caseworker's step locks the entry first, too."""
    theirs = select(Task.entry_id).where(Task.routine_id == routine.id, OPEN)
    wanted = select(RegisterEntry.id).where(RegisterEntry.id.in_(theirs))
    session().execute(wanted.order_by(RegisterEntry.id).with_for_update())


def move_tasks(routine: RegisterRoutine, shifts: Sequence[tuple[Any, ...]]) -> int:
    """Give open tasks new days, all in one statement: as they stand, and the days they get."""
    if not shifts:
        return 0
    new = values(
        column("counted_from", Date),
        column("began_on", Date),
        column("follows_up", Boolean),
        column("earliest_on", Date),
        column("due_on", Date),
        column("to_earliest", Date),
        column("to_due", Date),
        name="new",
    ).data(list(shifts))
    moved = session().execute(
        update(Task)
        .where(
            Task.routine_id == routine.id,
            OPEN,
            Task.counted_from == new.c.counted_from,
            new.c.began_on == _BEGAN_ON,
            Task.follows_up == new.c.follows_up,
            Task.earliest_on == new.c.earliest_on,
            Task.due_on == new.c.due_on,
        )
        .values(earliest_on=new.c.to_earliest, due_on=new.c.to_due)
        .execution_options(synchronize_session=False)
    )
    _see_to_the_next_day(routine)
    return _count(moved)


def call_off_tasks(routine: RegisterRoutine, *, look_on: date, at: datetime) -> int:
    """Ask no more for what a routine asked for. Who then has no task is looked at by a day."""
    ended = session().execute(
        update(Task)
        .where(Task.routine_id == routine.id, OPEN)
        .values(called_off_at=at)
        .execution_options(synchronize_session=False)
    )
    theirs = select(Task.entry_id).where(Task.routine_id == routine.id, Task.called_off_at == at)
    rest = select(Task.id).where(Task.entry_id == RegisterEntry.id, OPEN)
    without = select(
        func.gen_random_uuid(), RegisterEntry.id, RegisterEntry.municipality_code,
        literal(TaskAction.FOLLOW_UP.value), literal(value=True),
        literal(look_on), literal(look_on), literal(at),
    ).where(
        RegisterEntry.id.in_(theirs), RegisterEntry.state == EntryState.OPEN, ~rest.exists()
    )  # fmt: skip
    names = ["id", "entry_id", "municipality_code", "action"]
    names += ["follows_up", "earliest_on", "due_on", "began_at"]
    session().execute(insert(Task).from_select(names, without, include_defaults=False))
    _see_to_the_next_day(routine)
    return _count(ended)


def _see_to_the_next_day(routine: RegisterRoutine) -> None:
    """An open entry's next day is that of its nearest task, as workflow/tasks.py keeps it."""
    theirs = select(Task.entry_id).where(Task.routine_id == routine.id)
    nearest = (
        select(func.min(Task.due_on))
        .where(Task.entry_id == RegisterEntry.id, OPEN)
        .scalar_subquery()
    )
    session().execute(
        update(RegisterEntry)
        .where(
            RegisterEntry.id.in_(theirs),
            RegisterEntry.state == EntryState.OPEN,
            RegisterEntry.next_follow_up_on != nearest,
        )
        .values(next_follow_up_on=nearest, version=RegisterEntry.version + 1)
        .execution_options(synchronize_session=False)
    )


def _count(result: Any) -> int:
    return result.rowcount if isinstance(result, CursorResult) else 0
