"""What is to be sent by post this week: the tasks that ask for it, with whom and where to."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import joinedload, selectinload

from portal.access.scope import visible_entries
from portal.db import session
from portal.models import Membership, RegisterEntry, RegisterRoutine, Task, User
from portal.queries.week import GOES_BY_POST, Wanted, tasks_of

MOST = 200
"""Letters that are printed at once; what is marked as sent makes room for the rest."""


def due(
    by: Membership, wanted: Wanted, *, among: Collection[UUID] | None = None
) -> Sequence[Row[Any]]:
    """What is to be sent, the most overdue first, and one row more if there is more."""
    rows = (
        tasks_of(
            by,
            wanted,
            Task.id,
            Task.action,
            Task.channel,
            Task.due_on,
            RegisterRoutine.guardian_under_18,
            RegisterEntry.reference,
            RegisterEntry.given_name,
            RegisterEntry.family_name,
            RegisterEntry.birth_date,
            RegisterEntry.address,
            User.name.label("caseworker"),
            User.phone.label("caseworker_phone"),
        )
        .outerjoin(RegisterRoutine, RegisterRoutine.id == Task.routine_id)
        .outerjoin(Membership, Membership.id == RegisterEntry.caseworker_id)
        .outerjoin(User, User.id == Membership.user_id)
        .where(GOES_BY_POST)
        .order_by(Task.due_on, Task.id)
    )
    if among is not None:
        rows = rows.where(Task.id.in_(among))
    return session().execute(rows.limit(MOST + 1)).all()


def to_mark(by: Membership, ids: Collection[UUID]) -> list[RegisterEntry]:
    """The youths of tasks that were sent, locked: who marks them twice waits, and finds them done.

    Everything that ending a task looks at comes along, however many there are.
    """
    mine = (
        select(RegisterEntry.id)
        .where(RegisterEntry.id.in_(_entries_of(ids)), visible_entries(by))
        .order_by(RegisterEntry.id)
    )
    locked = session().scalars(mine.with_for_update()).all()
    youths = (
        select(RegisterEntry)
        .where(RegisterEntry.id.in_(locked))
        .options(
            selectinload(RegisterEntry.tasks).joinedload(Task.routine),
            selectinload(RegisterEntry.attempts),
            joinedload(RegisterEntry.caseworker),
            joinedload(RegisterEntry.municipality),
        )
        .execution_options(populate_existing=True)
    )
    return list(session().scalars(youths).unique())


def _entries_of(ids: Collection[UUID]) -> Select[Any]:
    return select(Task.entry_id).where(Task.id.in_(ids))
