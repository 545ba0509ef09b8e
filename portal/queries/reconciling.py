"""Youths who came in during the summer, and what the reconciliation says of them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, text
from sqlalchemy.orm import joinedload

from portal.db import session
from portal.models import Membership, Municipality, Occupation, Reconciliation, RegisterEntry
from portal.vocabulary import EntryState, OccupationKind, Tense

PAGE = 50
SUMMER = text("register_entry.state = 'open' AND register_entry.summer")
"""Written out, not bound: only so does the planner know that the partial index fits."""
OCCUPIED = (OccupationKind.STUDIES, OccupationKind.WORK, OccupationKind.OTHER)


def _without_occupation() -> ColumnElement[bool]:
    present = (
        select(Occupation.id)
        .where(
            Occupation.entry_id == RegisterEntry.id,
            Occupation.tense == Tense.PRESENT,
            Occupation.kind.in_(OCCUPIED),
            Occupation.until.is_(None),
        )
        .exists()
    )
    return ~present


def to_compare(municipality_code: str) -> Sequence[RegisterEntry]:
    """The open entries of the summer without known occupation."""
    wanted = select(RegisterEntry).where(
        RegisterEntry.municipality_code == municipality_code, SUMMER, _without_occupation()
    )
    return session().scalars(wanted.order_by(RegisterEntry.id)).all()


def compared(municipality_code: str, year: int) -> dict[UUID, Reconciliation]:
    """What has been said this year, by entry; locked."""
    wanted = select(Reconciliation).where(
        Reconciliation.municipality_code == municipality_code, Reconciliation.year == year
    )
    return {one.entry_id: one for one in session().scalars(wanted.with_for_update())}


def counts(by: Membership, year: int) -> tuple[int, int, int]:
    """How many youths of the summer there are, how many wait for a decision, and are decided."""
    there = select(func.count()).where(
        RegisterEntry.municipality_code == by.municipality_code, SUMMER, _without_occupation()
    )
    own = (
        Reconciliation.municipality_code == by.municipality_code,
        Reconciliation.year == year,
    )
    waiting = (
        select(func.count())
        .select_from(Reconciliation)
        .join(Reconciliation.entry)
        .where(*own, Reconciliation.decided.is_(None), RegisterEntry.state == EntryState.OPEN)
    )
    decided = select(func.count()).where(*own, Reconciliation.decided.is_not(None))
    row = (
        session()
        .execute(
            select(there.scalar_subquery(), waiting.scalar_subquery(), decided.scalar_subquery())
        )
        .one()
    )
    return row[0], row[1], row[2]


def page(
    by: Membership, year: int, *, decided: bool, after: UUID | None
) -> Sequence[Reconciliation]:
    """A page of the list and one row more, in an order that stays."""
    done = Reconciliation.decided.is_not(None)
    is_open = RegisterEntry.state == EntryState.OPEN
    wanted = (
        select(Reconciliation)
        .join(Reconciliation.entry)
        .where(
            Reconciliation.municipality_code == by.municipality_code,
            Reconciliation.year == year,
            done if decided else ~done & is_open,
        )
        .options(joinedload(Reconciliation.entry))
        .order_by(Reconciliation.id)
        .limit(PAGE + 1)
    )
    wanted = wanted.where(Reconciliation.id > after) if after else wanted
    return session().scalars(wanted).all()


def chosen(by: Membership, ids: Sequence[UUID]) -> Sequence[Reconciliation]:
    """Those that are marked and not yet decided, with all that deciding touches; locked."""
    entry = joinedload(Reconciliation.entry)
    routines = entry.joinedload(RegisterEntry.municipality)
    wanted = (
        select(Reconciliation)
        .join(Reconciliation.entry)
        .where(
            RegisterEntry.state == EntryState.OPEN,
            Reconciliation.id.in_(ids),
            Reconciliation.municipality_code == by.municipality_code,
            Reconciliation.decided.is_(None),
        )
        .options(
            entry.selectinload(RegisterEntry.tasks),
            entry.selectinload(RegisterEntry.offers),
            entry.selectinload(RegisterEntry.occupations),
            entry.selectinload(RegisterEntry.attempts),
            routines.selectinload(Municipality.routines),
            routines.selectinload(Municipality.register_routines),
        )
        .order_by(Reconciliation.id)
        .with_for_update(of=Reconciliation)
    )
    return session().scalars(wanted.execution_options(populate_existing=True)).unique().all()
