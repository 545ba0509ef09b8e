"""Who has how many youths, which ones, and those that are given to others at once."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, func, select, tuple_
from sqlalchemy.orm import joinedload, selectinload

from portal.access.scope import visible_entries
from portal.db import session
from portal.models import Membership, Municipality, RegisterEntry, Task
from portal.queries.register import OPEN, Place

PAGE = 100
"""Rows on a page: more than the sixty that one caseworker may have."""
MOST = 300
"""Youths that are given to others in one step."""


def loads(by: Membership) -> dict[UUID | None, int]:
    """How many open entries each caseworker has; under None those that nobody has."""
    wanted = (
        select(RegisterEntry.caseworker_id, func.count().label("number"))
        .where(visible_entries(by), OPEN)
        .group_by(RegisterEntry.caseworker_id)
    )
    return {row.caseworker_id: row.number for row in session().execute(wanted)}


def page(
    by: Membership, caseworker_id: UUID | None, *, after: Place | None = None
) -> Sequence[Row[Any]]:
    """Somebody's youths, or nobody's: the nearest day first, and one row more if there is more."""
    place = (RegisterEntry.next_follow_up_on, RegisterEntry.id)
    rows: Select[*tuple[Any, ...]] = (
        select(
            RegisterEntry.id,
            RegisterEntry.reference,
            RegisterEntry.given_name,
            RegisterEntry.family_name,
            RegisterEntry.birth_date,
            RegisterEntry.status,
            RegisterEntry.next_follow_up_on,
        )
        .where(visible_entries(by), OPEN, _had_by(caseworker_id))
        .order_by(*place)
    )
    if after is not None:
        rows = rows.where(tuple_(*place) > tuple_(after.on, after.id))
    return session().execute(rows.limit(PAGE + 1)).all()


def to_give(
    by: Membership, caseworker_id: UUID | None, references: Collection[str] | None
) -> list[RegisterEntry]:
    """Somebody's youths, all or the chosen, kept from others until commit, with what assigning
    touches; who has got another caseworker meanwhile is left out."""
    fitting: list[Any] = [visible_entries(by), OPEN, _had_by(caseworker_id)]
    if references is not None:
        fitting.append(RegisterEntry.reference.in_(references))
    order = (RegisterEntry.next_follow_up_on, RegisterEntry.id)
    chosen = select(RegisterEntry.id).where(*fitting).order_by(*order).limit(MOST)
    ids = session().scalars(chosen).all()
    # Locked first, in the order everybody locks in, and read then: joined rows of one that was
    # waited for would be stale.
    lock = select(RegisterEntry.id).where(RegisterEntry.id.in_(ids)).order_by(RegisterEntry.id)
    session().execute(lock.with_for_update())
    wanted = (
        select(RegisterEntry)
        .where(RegisterEntry.id.in_(ids), OPEN, _had_by(caseworker_id))
        .options(
            joinedload(RegisterEntry.municipality).selectinload(Municipality.register_routines),
            selectinload(RegisterEntry.tasks).joinedload(Task.routine),
            selectinload(RegisterEntry.attempts),
        )
        .order_by(*order)
        .execution_options(populate_existing=True)
    )
    return list(session().scalars(wanted))


def _had_by(caseworker_id: UUID | None) -> ColumnElement[bool]:
    if caseworker_id is None:
        return RegisterEntry.caseworker_id.is_(None)
    return RegisterEntry.caseworker_id == caseworker_id
