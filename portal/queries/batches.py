"""What a batch needs to know, for all its pupils at once: never a question for each."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Text, cast, delete, func, select, true, tuple_
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal.access.rules import require
from portal.access.scope import visible_batches, visible_cases, visible_roll
from portal.db import keyed_hash, session
from portal.errors import NotFound
from portal.models import (
    Batch,
    BatchPupil,
    Case,
    Filing,
    Membership,
    Municipality,
    RegisterEntry,
    RollPupil,
    Routine,
    SchoolUnit,
)
from portal.queries.filing import Home, Thread
from portal.vocabulary import OPEN_CASE_STATES, EntryState, FilingState, FormKind, Permission

Key = tuple[str, str]
"""Whose case it is: identity number and home municipality."""
KEPT_FOR = timedelta(days=90)
"""How long one that nobody sends or changes is kept."""


def batch_for(by: Membership, batch_id: UUID, *, locked: bool = False) -> Batch:
    """One batch of one's own; locked, with when its school is closed: clocks skip those days."""
    wanted = select(Batch).where(Batch.id == batch_id, visible_batches(by))
    wanted = wanted.options(selectinload(Batch.rows))
    if locked:
        unit = joinedload(Batch.author).joinedload(Membership.school_unit)
        wanted = wanted.options(unit.joinedload(SchoolUnit.breaks))
        wanted = wanted.with_for_update(of=Batch).execution_options(populate_existing=True)
    batch = session().scalars(wanted).unique().one_or_none()
    if batch is None:
        raise NotFound
    require(by, Permission.FILING_DRAFT, batch)
    return batch


def begun(by: Membership) -> list[Batch]:
    """One's own that are not sent, the latest changed first."""
    wanted = select(Batch).where(visible_batches(by), Batch.sent_at.is_(None))
    wanted = wanted.options(selectinload(Batch.rows).defer(BatchPupil.typed))
    return list(session().scalars(wanted.order_by(Batch.changed_at.desc(), Batch.id)))


def sent_with(by: Membership, kind: FormKind, digest: str) -> Batch | None:
    """The batch that the same file was sent with before."""
    wanted = select(Batch).where(
        visible_batches(by),
        Batch.kind == kind,
        Batch.digest == digest,
        Batch.sent_at.is_not(None),
    )
    return session().scalars(wanted.order_by(Batch.sent_at.desc(), Batch.id).limit(1)).first()


def pupils(by: Membership, ids: Collection[UUID]) -> list[RollPupil]:
    """Those of one's own school unit's roll, by name. One who is not there is not found."""
    wanted = select(RollPupil).where(RollPupil.id.in_(ids), visible_roll(by))
    wanted = wanted.order_by(RollPupil.search_name, RollPupil.id)
    found = list(session().scalars(wanted))
    if len(found) < len(set(ids)):
        raise NotFound
    return found


def in_roll(by: Membership, numbers: Collection[str]) -> dict[str, RollPupil]:
    """Number → pupil, of those the roll knows."""
    hashes = {keyed_hash(number): number for number in numbers}
    wanted = select(RollPupil).where(RollPupil.number_hash.in_(hashes), visible_roll(by))
    return {hashes[one.number_hash or ""]: one for one in session().scalars(wanted)}


def protected(by: Membership, numbers: Collection[str]) -> set[str]:
    """The numbers on which the roll has a flag. Asked only about numbers somebody has given."""
    hashes = {keyed_hash(number): number for number in numbers}
    wanted = select(RollPupil.number_hash).where(
        RollPupil.school_unit_code == by.school_unit_code,
        RollPupil.number_hash.in_(hashes),
        RollPupil.protected,
    )
    return {hashes[found or ""] for found in session().scalars(wanted)}


def homes(codes: Collection[str], kind: FormKind) -> dict[str, Home]:
    """Each municipality with its routine for the kind."""
    wanted = (
        select(Municipality, Routine)
        .join(Routine, Routine.municipality_code == Municipality.code)
        .where(Municipality.code.in_(codes), Routine.kind == kind)
    )
    return {town.code: Home(town, routine) for town, routine in session().execute(wanted)}


def threads(by: Membership, keys: Collection[Key]) -> dict[Key, Thread]:
    """The school's open cases about these pupils, with the latest filing of each."""
    named = _named(keys)
    wanted = (
        select(Case, Filing)
        .join(Filing, Filing.case_id == Case.id)
        .where(*_open_cases(by, named), Filing.current, Filing.state == FilingState.FILED)
        .options(joinedload(Filing.author).joinedload(Membership.user))
        .order_by(Case.id, Filing.ordinal)
    )
    rows = session().execute(wanted)
    return {
        named[case.number_hash, case.municipality_code]: Thread(case, one) for case, one in rows
    }


def lock(by: Membership, keys: Collection[Key]) -> None:
    """Who files about the same pupils waits until this is committed, in batch or one by one.

    In the order of the locks' names, so that two batches cannot wait for each other.
    """
    named = _named(keys)
    locks = sorted(f"{number}{by.school_unit_code}{code}" for number, code in named)
    name = func.unnest(cast(locks, ARRAY(Text))).column_valued("name")
    session().execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0)))).all()


def locked_threads(by: Membership, keys: Collection[Key]) -> dict[Key, Case]:
    """The school's open cases about these pupils, for filing in them."""
    named = _named(keys)
    wanted = (
        select(Case)
        .where(*_open_cases(by, named))
        .order_by(Case.id)
        .options(
            selectinload(Case.deadlines),
            selectinload(Case.filings),
            selectinload(Case.meetings),
            selectinload(Case.handovers),
            selectinload(Case.pickups),
        )
        .with_for_update(of=Case)
        .execution_options(populate_existing=True)
    )
    found = session().scalars(wanted)
    return {named[case.number_hash, case.municipality_code]: case for case in found}


def _named(keys: Iterable[Key]) -> dict[Key, Key]:
    return {(keyed_hash(number), code): (number, code) for number, code in keys}


def _open_cases(by: Membership, named: Collection[Key]) -> tuple[ColumnElement[bool], ...]:
    return (
        Case.school_unit_code == by.school_unit_code,
        tuple_(Case.number_hash, Case.municipality_code).in_(list(named)),
        Case.state.in_(OPEN_CASE_STATES),
    )


def open_entries(keys: Collection[Key]) -> dict[Key, RegisterEntry]:
    """The youths' open register entries, locked; for the workflow only."""
    named = _named(keys)
    whose = tuple_(RegisterEntry.number_hash, RegisterEntry.municipality_code)
    wanted = select(RegisterEntry).where(
        whose.in_(list(named)), RegisterEntry.state == EntryState.OPEN
    )
    found = session().scalars(wanted.order_by(RegisterEntry.id).with_for_update(of=RegisterEntry))
    return {named[one.number_hash, one.municipality_code]: one for one in found}


def elsewhere(by: Membership, keys: Collection[Key]) -> dict[Key, list[Case]]:
    """Other schools' open cases about the pupils, locked; for the workflow only."""
    named = _named(keys)
    wanted = (
        select(Case)
        .where(
            tuple_(Case.number_hash, Case.municipality_code).in_(list(named)),
            Case.school_unit_code != by.school_unit_code,
            Case.state.in_(OPEN_CASE_STATES),
        )
        .order_by(Case.id)
        .options(selectinload(Case.deadlines), selectinload(Case.meetings))
    )
    found: dict[Key, list[Case]] = {}
    for case in session().scalars(wanted.with_for_update(of=Case)):
        found.setdefault(named[case.number_hash, case.municipality_code], []).append(case)
    return found


@dataclass(frozen=True)
class Earlier:
    """A filing of the same kind that the school has handed in about the pupil."""

    number: str
    event_on: date
    case: Case


def filed_before(by: Membership, kind: FormKind, numbers: Collection[str]) -> list[Earlier]:
    """What the school has filed of this kind about these pupils, and not taken back."""
    hashes = {keyed_hash(number): number for number in numbers}
    wanted = (
        select(Filing)
        .join(Filing.case)
        .where(
            Case.school_unit_code == by.school_unit_code,
            Case.number_hash.in_(hashes),
            Filing.kind == kind,
            Filing.current,
            Filing.state == FilingState.FILED,
        )
        .options(contains_eager(Filing.case))
        .order_by(Filing.filed_at, Filing.id)
    )
    found = session().scalars(wanted)
    return [Earlier(hashes[one.case.number_hash], one.event_on, one.case) for one in found]


def receipts(by: Membership, batch: Batch) -> Sequence[Filing]:
    """The filings that came of a batch, in its order, as far as one may follow their cases."""
    wanted = (
        select(Filing)
        .join(BatchPupil, BatchPupil.id == Filing.draft_id)
        .join(Filing.case)
        .where(BatchPupil.batch_id == batch.id, visible_cases(by))
        .options(contains_eager(Filing.case), joinedload(Filing.municipality))
        .order_by(BatchPupil.place)
    )
    return list(session().scalars(wanted))


def forget(*, at: datetime) -> int:
    """Those that nobody sent or changed for long; how many."""
    old = Batch.sent_at.is_(None), Batch.changed_at < at - KEPT_FOR
    return len(session().execute(delete(Batch).where(*old).returning(true())).all())
