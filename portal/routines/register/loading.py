"""Presets of the register's routines brought into a municipality's rows, with their history."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import MeasureOffer, Membership, Municipality, RegisterRoutine, RoutineChange
from portal.routines.register import new_offers, new_routines
from portal.routines.register.differences import Difference, differences


def load(
    session: Session, code: str, name: str, *, at: datetime, by: Membership | None = None
) -> Difference:
    """Bring a municipality's rows to a preset: what it had changed is lost, its own rows stay.

    Rows of another preset are put out of use, not deleted: tasks and history point at them.
    """
    routines, offers = _having(session, code)
    told = differences(routines, offers, name)
    having: dict[str, Any] = {**routines, **offers}
    _add(session, code, name, without=having)
    for change in told.changed:
        _set(having[change.key], change.field, change.after)
    if having:  # the first load is no change of anything
        session.add_all(_history(told, code, at=at, by=by))
    session.flush()
    return told


def load_missing(session: Session, *codes: str) -> None:
    """Give those who have joined (all, or of these) and have no routines those of their preset."""
    session.flush()
    has_some = select(RegisterRoutine.id).where(
        RegisterRoutine.municipality_code == Municipality.code
    )
    without = select(Municipality.code, Municipality.routine_preset).where(
        Municipality.joined_on.is_not(None), ~has_some.exists()
    )
    if codes:
        without = without.where(Municipality.code.in_(codes))
    for code, name in session.execute(without):
        _add(session, code, name)
    session.flush()


def compare(session: Session, code: str, name: str) -> Difference:
    """What loading a preset would do to a municipality's rows."""
    return differences(*_having(session, code), name)


def _having(
    session: Session, code: str
) -> tuple[dict[str, RegisterRoutine], dict[str, MeasureOffer]]:
    routines = session.scalars(
        select(RegisterRoutine).where(RegisterRoutine.municipality_code == code)
    )
    offers = session.scalars(select(MeasureOffer).where(MeasureOffer.municipality_code == code))
    return {row.key: row for row in routines}, {row.key: row for row in offers}


def _add(session: Session, code: str, name: str, *, without: dict[str, Any] | None = None) -> None:
    wanted: list[RegisterRoutine | MeasureOffer] = [
        *new_routines(name, code),
        *new_offers(name, code),
    ]
    session.add_all(row for row in wanted if row.key not in (without or {}))


def _set(row: Any, field: str, value: Any) -> None:
    setattr(row, field, list(value) if isinstance(value, tuple) else value)


def _history(
    told: Difference, code: str, *, at: datetime, by: Membership | None
) -> list[RoutineChange]:
    added = [RoutineChange.of(code, key, "key", None, key, at=at, by=by) for key in told.added]
    return added + [
        RoutineChange.of(code, one.key, one.field, one.before, one.after, at=at, by=by)
        for one in told.changed
    ]
