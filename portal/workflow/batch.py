"""Many filings written together: begun, filled in, left out, and sent as the single ones are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from portal.models import (
    Batch,
    BatchPupil,
    Case,
    Draft,
    Filing,
    Membership,
    RegisterEntry,
    RollPupil,
    Routine,
    SchoolUnit,
)
from portal.vocabulary import EndGround, FormKind
from portal.workflow import drafts, filing
from portal.workflow.drafts import Typed
from portal.workflow.filing import Told

MOST = 100
"""Pupils in one batch: more than a school's leavers of a year, and still one page to read."""
LEAVERS: Typed = {"end_ground": [EndGround.STUDIEBEVIS.value], "grades": ["studiebevis"]}
"""What those have in common who leave with a studiebevis."""


def begin(kind: FormKind, common: Typed, *, by: Membership, at: datetime) -> Batch:
    """Begin, after the question of protected data has been answered with no for everybody."""
    if by.school_unit_code is None:
        raise TypeError("only somebody at a school files")
    phone = {"sender_phone": [by.user.phone]} if by.user.phone else {}
    return Batch(
        id=uuid4(),
        kind=kind,
        author_id=by.id,
        school_unit_code=by.school_unit_code,
        common=phone | common,
        digest="",
        created_at=at,
        changed_at=at,
        rows=[],
    )


def add(batch: Batch, pupils: Iterable[RollPupil], *, at: datetime) -> int:
    """Take pupils of the roll in, as far as there is room; how many are new."""
    inside = {row.pupil_id for row in batch.rows}
    new = [one for one in pupils if one.id not in inside][: MOST - len(batch.rows)]
    for pupil in new:
        _append(batch, {}, pupil, None, at=at)
    batch.changed_at = at
    return len(new)


@dataclass(frozen=True)
class Read:
    """One row of a file: its number, what it says, and whom of the roll it is about."""

    line: int
    typed: Typed
    pupil: RollPupil | None


def fill(batch: Batch, read: Sequence[Read], *, digest: str, at: datetime) -> None:
    """A file has come: its rows take the place of those that were there."""
    batch.rows = []
    for one in read:
        _append(batch, one.typed, one.pupil, one.line, at=at)
    batch.digest, batch.changed_at = digest, at


def _append(
    batch: Batch, typed: Typed, pupil: RollPupil | None, line: int | None, *, at: datetime
) -> None:
    """What a row leaves out the roll may know, by the same rules as for a single filing."""
    known = Draft(answers=typed)
    if pupil is not None:
        drafts.begin_about(known, pupil, at=at)
    batch.rows.append(
        BatchPupil(
            id=uuid4(),
            place=max((row.place for row in batch.rows), default=0) + 1,
            pupil_id=known.pupil_id,
            line=line,
            typed=known.answers,
        )
    )


def leave_out(batch: Batch, rows: Iterable[BatchPupil], *, at: datetime) -> None:
    """They are not filed in this batch."""
    gone = {row.id for row in rows}
    batch.rows = [row for row in batch.rows if row.id not in gone]
    batch.changed_at = at


def save_common(
    batch: Batch, names: Iterable[str], posted: Mapping[str, list[str]], *, at: datetime
) -> None:
    """Keep what is answered for everybody, right or wrong."""
    batch.common = (batch.common or {}) | {name: list(posted.get(name, ())) for name in names}
    batch.changed_at = at


def save_own(
    row: BatchPupil, names: Iterable[str], posted: Mapping[str, list[str]], *, at: datetime
) -> None:
    """Keep a pupil's own answers; what is the same as for everybody is not an own one."""
    common = row.batch.common or {}
    said = {name: list(posted.get(name, ())) for name in names}
    own = {name: [] if texts == common.get(name) else texts for name, texts in said.items()}
    row.typed = (row.typed or {}) | own
    row.batch.changed_at = at


def answers(batch: Batch, row: BatchPupil) -> Typed:
    """Everything about one pupil as a single filing would have it: what is own goes first."""
    own = {name: texts for name, texts in (row.typed or {}).items() if any(texts)}
    return (batch.common or {}) | own | {"protected": ["no"]}


def draft_of(batch: Batch, row: BatchPupil) -> Draft:
    """One pupil's filing as a draft that is never stored: the same forms read and judge it."""
    return Draft(
        id=row.id,
        kind=batch.kind,
        author_id=batch.author_id,
        school_unit_code=batch.school_unit_code,
        answers=answers(batch, row),
        pupil_id=row.pupil_id,
        created_at=batch.created_at,
        changed_at=batch.changed_at,
    )


@dataclass(frozen=True)
class Telling:
    """What one filing of a batch tells, and what it meets on arrival."""

    draft_id: UUID
    told: Told
    routine: Routine
    thread: Case | None
    entry: RegisterEntry | None
    elsewhere: Sequence[Case] = ()


def send(
    batch: Batch, tellings: Iterable[Telling], unit: SchoolUnit, *, by: Membership, at: datetime
) -> list[Filing]:
    """File them all, each by the one function that files; what was typed is then forgotten."""
    filed = [
        filing.file(
            one.told,
            draft_id=one.draft_id,
            unit=unit,
            routine=one.routine,
            thread=one.thread,
            entry=one.entry,
            elsewhere=one.elsewhere,
            by=by,
            at=at,
        )
        for one in tellings
    ]
    for row in batch.rows:
        row.typed = None
    batch.common, batch.sent_at, batch.changed_at = None, at, at
    return filed
