"""Whose turn it is to be erased, and all that goes with a person's cases and entries."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import delete, exists, func, insert, literal, or_, select, tuple_, union_all, update
from sqlalchemy.dialects.postgresql import insert as upsert

from portal.db import session
from portal.models import (
    AccessLogEntry,
    Attachment,
    BatchPupil,
    Case,
    Draft,
    ErasedCount,
    Erasing,
    ErasureDecision,
    ErasureItem,
    Handover,
    HeldForm,
    LegalHold,
    RegisterEntry,
    RollPupil,
)
from portal.queries import rolls, sealing
from portal.references import filing_reference
from portal.vocabulary import ErasureGround, ErasureSubject


class Person(NamedTuple):
    """Somebody of whom a municipality has something to erase."""

    municipality_code: str
    number_hash: str


@dataclass
class Taken:
    """What one transaction erases, and what is left to do once it has committed."""

    every: sealing.Found
    files: list[str] = field(default_factory=list)
    ids: list[UUID] = field(default_factory=list)


def due(born_too_early: date, day: date, after: Person | None, *, most: int) -> Sequence[Person]:
    """Those about whom something is decided, and those the law lets nobody know of any longer."""
    held = exists().where(
        LegalHold.number_hash == RegisterEntry.number_hash,
        LegalHold.municipality_code == RegisterEntry.municipality_code,
        LegalHold.until >= day,
    )
    law = select(RegisterEntry.municipality_code, RegisterEntry.number_hash).where(
        RegisterEntry.birth_date <= born_too_early, ~held
    )
    entries = select(RegisterEntry.municipality_code, RegisterEntry.number_hash).join(
        ErasureItem, ErasureItem.entry_id == RegisterEntry.id
    )
    cases = select(Case.municipality_code, Case.number_hash).join(
        ErasureItem, ErasureItem.case_id == Case.id
    )
    one = union_all(law, entries, cases).subquery()
    wanted = select(one).distinct().order_by(one.c.municipality_code, one.c.number_hash)
    if after is not None:
        columns = (one.c.municipality_code, one.c.number_hash)
        wanted = wanted.where(tuple_(*columns) > tuple_(*after))
    return [Person(*row) for row in session().execute(wanted.limit(most))]


def decided(ids: Collection[UUID]) -> dict[UUID, UUID]:
    """The decisions about some cases and entries, by the id of what they are about."""
    root = func.coalesce(ErasureItem.case_id, ErasureItem.entry_id)
    found = session().execute(
        select(root, ErasureItem.decision_id).where(
            or_(ErasureItem.case_id.in_(ids), ErasureItem.entry_id.in_(ids))
        )
    )
    return dict(found.all())


def withdraw(ids: Collection[UUID]) -> None:
    """What was decided does not hold any longer: it was opened again, or must wait."""
    items = or_(ErasureItem.case_id.in_(ids), ErasureItem.entry_id.in_(ids))
    session().execute(delete(ErasureItem).where(items))


def all_roots() -> Iterable[tuple[UUID, Person]]:
    """Every case and entry by its id, and whose it is."""
    for model in (Case, RegisterEntry):
        columns = select(model.id, model.municipality_code, model.number_hash)
        for root_id, *whose in session().execute(columns):
            yield root_id, Person(*whose)


# --- in the transaction --------------------------------------------------------------------------


def take(cases: Sequence[Case], entries: Sequence[RegisterEntry]) -> Taken:
    """Gather all that belongs to some cases and entries of one person."""
    every = sealing.gathered(cases, entries)
    files = [row.stored_as for row in every.rows() if isinstance(row, Attachment)]
    return Taken(every, files, [root.id for root in every.roots])


def take_unfinished(taken: Taken, about: sealing.Found) -> None:
    """The law's limit has passed: nobody goes on writing about the person anywhere either."""
    sealing.add_unfinished(about)
    parts = taken.every.ids.get(Draft, set())
    taken.every.drafts = [one for one in about.drafts if one.id not in parts]
    taken.every.in_batches = about.in_batches
    known = [one.id for one in taken.every.drafts]
    files = select(Attachment.stored_as).where(Attachment.draft_id.in_(known))
    taken.files += session().scalars(files)


def forget(taken: Taken, *, pupils: Sequence[UUID] = ()) -> None:
    """Delete it, and take the references out of the access log, which keeps what happened."""
    references = _references(taken.every) | {str(one): None for one in pupils}
    rows = [{"id": id_ or uuid4(), "reference": name} for name, id_ in references.items()]
    session().execute(insert(Erasing), rows)
    entries = taken.every.ids[RegisterEntry]
    session().execute(
        update(Handover).where(Handover.entry_id.in_(entries)).values(entry_id=None),
        execution_options={"synchronize_session": False},
    )
    sealing.forget(taken.every)
    _forget_pupils(pupils)
    session().execute(
        update(AccessLogEntry).where(AccessLogEntry.reference.in_(references)).values(reference=""),
        execution_options={"synchronize_session": False},
    )
    session().execute(delete(Erasing).where(Erasing.reference.in_(references)))


def _references(every: sealing.Found) -> dict[str, UUID | None]:
    """All names under which the log may know what is erased; the ids of cases and entries."""
    names: dict[str, UUID | None] = {one.reference: one.id for one in every.roots}
    for case in every.cases:
        last = case.filings_count
        names |= {filing_reference(case.reference, number + 1): None for number in range(last)}
    for row in every.rows():
        if isinstance(row, Draft):
            names |= {row.id.hex: None, str(row.id): None}
    return names


def _forget_pupils(ids: Sequence[UUID]) -> None:
    """A school's roll remembers those who left, until the law says that nobody may."""
    rolls.forget_written(ids)
    session().execute(
        update(BatchPupil).where(BatchPupil.pupil_id.in_(ids)).values(pupil_id=None),
        execution_options={"synchronize_session": False},
    )
    session().execute(delete(RollPupil).where(RollPupil.id.in_(ids)))


def left_pupils(number_hash: str, day: date) -> list[UUID]:
    """The person in the rolls of schools they have left."""
    return [one.id for one in rolls.with_number(number_hash) if one.has_left(day)]


def forget_held_forms(number: str) -> None:
    """What somebody typed about the person when they had been logged out, and has not got back."""
    digits = number[-10:]
    for one in session().scalars(select(HeldForm)):
        if digits in "".join(char for char in one.fields.upper() if char.isalnum()):
            session().delete(one)


def forget_holds(person: Person) -> None:
    """Nothing is left to hold."""
    left = [
        exists().where(
            model.number_hash == person.number_hash,
            model.municipality_code == person.municipality_code,
        )
        for model in (Case, RegisterEntry)
    ]
    session().execute(
        delete(LegalHold).where(
            LegalHold.number_hash == person.number_hash,
            LegalHold.municipality_code == person.municipality_code,
            ~or_(*left),
        ),
        execution_options={"synchronize_session": False},
    )


# --- the log -------------------------------------------------------------------------------------


def by_law(municipality_code: str, on: date) -> UUID:
    """The decision that nobody took, of a municipality and a day."""
    mine = {"id": uuid4(), "municipality_code": municipality_code, "on": on, "by_id": None}
    session().execute(upsert(ErasureDecision).values(mine).on_conflict_do_nothing())
    wanted = select(ErasureDecision.id).where(
        ErasureDecision.municipality_code == municipality_code,
        ErasureDecision.on == on,
        ErasureDecision.by_id.is_(None),
    )
    return session().scalars(wanted).one()


def count(
    decision_id: UUID, on: date, subject: ErasureSubject, year: int, ground: ErasureGround
) -> None:
    """One more, of a kind and a year."""
    row = upsert(ErasedCount).values(
        id=uuid4(),
        decision_id=decision_id,
        on=on,
        subject=subject,
        year=year,
        ground=ground,
        count=1,
    )
    key = ("decision_id", "on", "subject", "year", "ground")
    more = {"count": ErasedCount.count + literal(1)}
    session().execute(row.on_conflict_do_update(index_elements=key, set_=more))
