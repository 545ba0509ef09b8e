"""All that the ordinary tables hold about one pupil: read to be sealed, and removed from them.

tests/workflow/test_sealing.py checks that no table which points at a case is forgotten here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, inspect, or_, select, update
from sqlalchemy.orm.attributes import flag_modified

from portal.db import Model, session
from portal.models import (
    Attachment,
    Batch,
    BatchPupil,
    Case,
    Commitment,
    ContactAttempt,
    Deadline,
    Draft,
    EntryOffer,
    ErasureItem,
    Event,
    Filing,
    GlassBreak,
    Handover,
    LegalHold,
    MappingStep,
    Measure,
    MeasureReport,
    Meeting,
    Message,
    Occupation,
    Participant,
    Pickup,
    Plan,
    Reconciliation,
    RegisterEntry,
    RegisterFile,
    Reminder,
    Rerouting,
    SealedContents,
    SealedEvent,
    SealedPerson,
    SealedRecord,
    SealedSource,
    Summons,
    Task,
)
from portal.vocabulary import ENDED_STAGES, ImportStage


@dataclass(frozen=True)
class Part:
    """Rows that belong to rows of another table, by a column."""

    model: type[Any]
    of: type[Any]
    column: str


PARTS = (
    Part(Filing, Case, "case_id"),
    Part(Deadline, Case, "case_id"),
    Part(Reminder, Deadline, "deadline_id"),
    Part(Rerouting, Case, "case_id"),
    Part(Pickup, Case, "case_id"),
    Part(Meeting, Case, "case_id"),
    Part(Participant, Meeting, "meeting_id"),
    Part(Summons, Meeting, "meeting_id"),
    Part(Commitment, Meeting, "meeting_id"),
    Part(Handover, Case, "case_id"),
    Part(Draft, Case, "case_id"),
    Part(Draft, Filing, "corrects_id"),
    Part(Attachment, Filing, "filing_id"),
    Part(Attachment, Draft, "draft_id"),
    Part(Occupation, RegisterEntry, "entry_id"),
    Part(Measure, RegisterEntry, "entry_id"),
    Part(MeasureReport, Measure, "measure_id"),
    Part(Task, RegisterEntry, "entry_id"),
    Part(ContactAttempt, RegisterEntry, "entry_id"),
    Part(MappingStep, RegisterEntry, "entry_id"),
    Part(Plan, RegisterEntry, "entry_id"),
    Part(Reconciliation, RegisterEntry, "entry_id"),
    Part(EntryOffer, RegisterEntry, "entry_id"),
    Part(EntryOffer, RegisterEntry, "taken_id"),
    Part(ErasureItem, Case, "case_id"),
    Part(ErasureItem, RegisterEntry, "entry_id"),
    Part(Event, Case, "case_id"),
    Part(Event, RegisterEntry, "entry_id"),
    Part(Message, Event, "event_id"),
    Part(Message, Summons, "summons_id"),
    Part(Message, MeasureReport, "report_id"),
)
"""Parents before their parts; removed in the opposite order."""


@dataclass
class Found:
    """One pupil's rows, in every municipality."""

    cases: Sequence[Case]
    entries: Sequence[RegisterEntry]
    parts: dict[tuple[Part, UUID], list[Any]] = field(default_factory=dict)
    """Rows by the row they belong to."""
    ids: dict[type[Any], set[UUID]] = field(default_factory=dict)
    drafts: list[Draft] = field(default_factory=list)
    """Begun about the same pupil, and not yet part of a case."""
    in_batches: list[UUID] = field(default_factory=list)
    """The pupil's rows in lists of many that are not sent yet."""

    @property
    def units(self) -> set[str]:
        """The school units that have told of the pupil."""
        return {one.school_unit_code for one in self.cases}

    @property
    def roots(self) -> list[Case | RegisterEntry]:
        return [*self.cases, *self.entries]

    def rows(self) -> Iterator[Any]:
        """Every one of them, some more than once."""
        yield from (*self.roots, *self.drafts)
        for rows in self.parts.values():
            yield from rows


def found(number_hash: str) -> Found:
    """Everything about the pupil with this hash, its cases and entries locked until commit."""
    every = gathered(*roots(number_hash))
    add_unfinished(every)
    return every


def roots(number_hash: str) -> tuple[Sequence[Case], Sequence[RegisterEntry]]:
    """The pupil's cases and entries in every municipality, locked until commit."""
    return _cases(number_hash), _entries(number_hash)


def gathered(cases: Sequence[Case], entries: Sequence[RegisterEntry]) -> Found:
    """Some cases and entries with all their parts."""
    every = Found(cases, entries)
    every.ids = {Case: {one.id for one in cases}, RegisterEntry: {one.id for one in entries}}
    for part in PARTS:
        _add(every, part)
    return every


def add_unfinished(every: Found) -> None:
    """What the pupil's schools have begun to write about them, and not sent."""
    every.drafts = list(_drafts_about(every))
    every.in_batches = _in_batches(every)


def _cases(number_hash: str) -> Sequence[Case]:
    """The pupil's own, and those said to be duplicates of them under a mistyped number."""
    own = select(Case.id, Case.duplicate_of_id).where(Case.number_hash == number_hash)
    pairs = session().execute(own).all()
    ids = {one for pair in pairs for one in pair if one is not None}
    told_twice = or_(Case.id.in_(ids), Case.duplicate_of_id.in_(ids))
    wanted = select(Case).where(told_twice).order_by(Case.id).with_for_update(of=Case)
    return session().scalars(wanted.execution_options(populate_existing=True)).all()


def _entries(number_hash: str) -> Sequence[RegisterEntry]:
    wanted = select(RegisterEntry).where(RegisterEntry.number_hash == number_hash)
    locked = wanted.order_by(RegisterEntry.id).with_for_update(of=RegisterEntry)
    return session().scalars(locked.execution_options(populate_existing=True)).all()


def _add(every: Found, part: Part) -> None:
    column = getattr(part.model, part.column)
    rows = session().scalars(
        select(part.model).where(column.in_(every.ids.get(part.of, ()))).order_by(part.model.id)
    )
    for row in rows:
        every.parts.setdefault((part, getattr(row, part.column)), []).append(row)
        every.ids.setdefault(part.model, set()).add(row.id)


def _drafts_about(every: Found) -> Iterator[Draft]:
    """What was typed is encrypted, so the school units' drafts are read and compared."""
    known = every.ids.get(Draft, set())
    drafts = select(Draft).where(Draft.school_unit_code.in_(every.units))
    for draft in session().scalars(drafts):
        if draft.id not in known and _is_about(every, draft.answers):
            yield draft


def _is_about(every: Found, typed: Mapping[str, Sequence[str]]) -> bool:
    numbers = {_digits(case.number) for case in every.cases}
    numbers |= {_digits(entry.number) for entry in every.entries}
    return not numbers.isdisjoint(_digits(text) for text in typed.get("number", ()))


def _digits(number: str) -> str:
    """The last ten: whether the century was typed or not."""
    return "".join(char for char in number.upper() if char.isalnum())[-10:]


def packed(every: Found, root: Any) -> dict[str, Any]:
    """A case or an entry with all its parts, as it is kept when it is sealed."""
    return _row(root) | {
        part.model.__tablename__: [
            packed(every, row) for row in every.parts.get((part, root.id), ())
        ]
        for part in PARTS
        if part.of is type(root)
    }


def drafts_packed(every: Found) -> list[dict[str, Any]]:
    """The drafts that were not yet part of a case."""
    return [_row(draft) for draft in every.drafts]


def _row(row: Any) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in inspect(type(row)).column_attrs}


def remove(every: Found, sources: Iterable[tuple[UUID, SealedRecord]]) -> None:
    """Take it all out of the ordinary tables, and note what may never come back to them."""
    session().add_all(SealedSource(id=id_, record_id=record.id) for id_, record in sources)
    session().flush()
    hashes = {one.number_hash for one in every.roots}
    _delete(LegalHold, LegalHold.number_hash.in_(hashes))
    forget(every)


def forget(every: Found) -> None:
    """Delete it all, the parts before what they belong to."""
    _forget_messages(every)
    _forget_files(every)
    for part in reversed(PARTS):
        column = getattr(part.model, part.column)
        _delete(part.model, column.in_(every.ids.get(part.of, ())))
    _delete(Draft, Draft.id.in_([one.id for one in every.drafts]))
    _delete(BatchPupil, BatchPupil.id.in_(every.in_batches))
    _delete(Case, Case.id.in_(every.ids[Case]))
    _delete(RegisterEntry, RegisterEntry.id.in_(every.ids[RegisterEntry]))
    for row in every.rows():
        if row in session():
            session().expunge(row)


def _forget_messages(every: Found) -> None:
    """Reminders name a case by reference alone; one mail may have told of another case too."""
    references = [one.reference for one in every.roots]
    gone = select(Message.id).where(
        or_(
            Message.reference.in_(references),
            Message.event_id.in_(every.ids.get(Event, ())),
            Message.summons_id.in_(every.ids.get(Summons, ())),
            Message.report_id.in_(every.ids.get(MeasureReport, ())),
        )
    )
    session().execute(
        update(Message).where(Message.carrier_id.in_(gone)).values(carrier_id=None),
        execution_options={"synchronize_session": False},
    )
    _delete(Message, Message.reference.in_(references))


def _forget_files(every: Found) -> None:
    """A file that waits to be loaded there may hold the pupil: it is read in anew."""
    places = {one.municipality_code for one in every.cases}
    places |= {one.municipality_code for one in every.entries}
    session().execute(
        update(RegisterFile)
        .where(RegisterFile.stage.not_in(ENDED_STAGES), RegisterFile.municipality_code.in_(places))
        .values(stage=ImportStage.ABORTED, ended_at=func.now(), content=None, rows=None),
        execution_options={"synchronize_session": False},
    )


def _in_batches(every: Found) -> list[UUID]:
    rows = (
        select(BatchPupil)
        .join(BatchPupil.batch)
        .where(Batch.school_unit_code.in_(every.units), BatchPupil.typed.is_not(None))
    )
    return [row.id for row in session().scalars(rows) if _is_about(every, row.typed or {})]


def _delete(model: type[Model], where: Any) -> None:
    session().execute(delete(model).where(where), execution_options={"synchronize_session": False})


SEALED_TEXTS = (
    (SealedRecord, "phone"),
    (SealedEvent, "facts"),
    (SealedPerson, "why"),
    (SealedPerson, "removed_why"),
    (GlassBreak, "reason"),
)
"""Columns under the vault's key, beside the contents themselves."""


def seal_anew() -> int:
    """Everything sealed but the files, under the newest key; how many rows."""
    rows: set[Any] = set()
    for contents in session().scalars(select(SealedContents)):
        contents.write(contents.read())
        rows.add(contents)
    for model, column in SEALED_TEXTS:
        for row in session().scalars(select(model).where(getattr(model, column).is_not(None))):
            flag_modified(row, column)
            rows.add(row)
    return len(rows)
